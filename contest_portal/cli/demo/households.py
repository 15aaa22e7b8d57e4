"""The nuclei of the demonstration, and what their households received over the years."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.cli.demo.entries import HERE, demo_groups
from contest_portal.cli.demo.territory import household_code
from contest_portal.kernel.money import parse_money
from contest_portal.registry.models.register import Centre, Household
from contest_portal.registry.queries.components import component_kinds
from contest_portal.registry.rules.component_records import ComponentDetails, ComponentState
from contest_portal.registry.rules.nuclei import Years
from contest_portal.registry.services.add_nucleus_centres import add_nucleus_centres
from contest_portal.registry.services.create_central_nucleus import create_central_nucleus
from contest_portal.registry.services.create_executing_nucleus import create_executing_nucleus
from contest_portal.registry.services.move_component import move_component
from contest_portal.registry.services.record_component import record_component

ABANDONED_EVERY, UNUSED_EVERY = 23, 7
KEPT = "cuyes"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A kind as it was delivered in the nuclei."""

    code: str
    of_hundred: int
    first: date
    days: int
    details: ComponentDetails


def tell_households(session: Session, act: Act, office_id: int) -> None:
    """Register the nuclei and record what their households received."""
    told = tomllib.loads((HERE / "households.toml").read_text())
    _make_nuclei(session, act, office_id, told["nucleus"])
    deliveries = tuple(_deliveries(told["received"]))
    districts = [part["district"] for part in told["nucleus"]["parts"]]
    households = session.execute(
        select(Household.id, Household.code)
        .join(Centre, Centre.code == Household.centre_code)
        .where(Centre.ubigeo.in_(districts))
        .order_by(Household.code)
    ).all()
    kinds = {kind.code: kind.kind_id for kind in component_kinds(session)}
    trainers, keepers, numbers = told["yachachiqs"]["names"], _keepers(), count(1)
    for place, (household_id, code) in enumerate(households):
        for order, delivery in enumerate(deliveries):
            is_chosen = (place * 37 + order * 29) % 100 < delivery.of_hundred
            if is_chosen or (delivery.code == KEPT and code in keepers):
                _deliver(
                    session,
                    act,
                    next(numbers),
                    household_id=household_id,
                    kind_id=kinds[delivery.code],
                    delivery=delivery,
                    trainer=trainers[place % len(trainers)],
                )


def _keepers() -> frozenset[str]:
    """Name the households of the groups that live of guinea pigs, all but the last of each: they had them before."""
    return frozenset(
        household_code(group, order)
        for group in demo_groups()
        if group.line == KEPT
        for order in range(1, len(group.members))
    )


def _make_nuclei(session: Session, act: Act, office_id: int, told: Mapping[str, object]) -> None:
    central = create_central_nucleus(
        session,
        act,
        code=str(told["code"]),
        name=str(told["name"]),
        years=Years(int(str(told["first_year"])), int(str(told["last_year"]))),
        office_id=office_id,
    )
    parts = told["parts"]
    for part in parts if isinstance(parts, list) else ():
        nucleus = create_executing_nucleus(
            session, act, central_id=central.id, code=part["code"], name=part["name"]
        )
        codes = select(Centre.code).where(Centre.ubigeo == part["district"]).order_by(Centre.code)
        add_nucleus_centres(session, act, nucleus_id=nucleus.id, centre_codes=session.scalars(codes).all())


def _deliveries(told: Mapping[str, list[str]]) -> Iterator[Delivery]:
    for code, (of_hundred, first, last, amount, days, inputs, value) in told.items():
        start, end = date.fromisoformat(f"{first}-05"), date.fromisoformat(f"{last}-25")
        details = ComponentDetails(
            quantity=int(amount) or None,
            counterpart_days=int(days) or None,
            counterpart_inputs=inputs,
            counterpart_value=parse_money(value, field="demo") if value else None,
        )
        yield Delivery(code, int(of_hundred), start, (end - start).days, details)


def _deliver(
    session: Session,
    act: Act,
    number: int,
    *,
    household_id: int,
    kind_id: int,
    delivery: Delivery,
    trainer: str,
) -> None:
    """Record a delivery in use; now and then one not used yet, or abandoned since."""
    told = delivery.details
    quantity = None if told.quantity is None else told.quantity + told.quantity * (number % 5) // 10
    row = record_component(
        session,
        act,
        household_id=household_id,
        kind_id=kind_id,
        on_date=delivery.first + timedelta(days=number * 53 % delivery.days),
        state=ComponentState.IN_USE if number % UNUSED_EVERY else ComponentState.DELIVERED,
        details=ComponentDetails(
            quantity=quantity,
            trainer=trainer,
            counterpart_days=told.counterpart_days,
            counterpart_inputs=told.counterpart_inputs,
            counterpart_value=told.counterpart_value,
        ),
    )
    if number % ABANDONED_EVERY == 0:
        move_component(
            session,
            act,
            record_id=row.id,
            expected_version=row.version,
            action="abandon",
            on_date=date(2026, 6, 20),
        )
