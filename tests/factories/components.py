"""Kinds of the catalogue (they come with the migrations), and records of households."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from contest_portal.registry.models.components import ComponentKind, ComponentRecord, ComponentStep
from contest_portal.registry.models.register import Household
from contest_portal.registry.queries.components import steps_of
from contest_portal.registry.rules.component_records import (
    ComponentDetails,
    ComponentState,
    Step,
    arrival,
    held_since,
)
from contest_portal.registry.services.move_component import move_component
from contest_portal.registry.services.record_component import record_component
from tests.factories.registry_files import STAFF

NOTED = datetime(2026, 11, 1, 15, 0, tzinfo=UTC)


def kind_of(session: Session, code: str = "cuyes") -> ComponentKind:
    return session.scalars(select(ComponentKind).where(ComponentKind.code == code)).one()


def make_record(
    session: Session,
    household: Household,
    code: str = "cuyes",
    *,
    steps: tuple[tuple[str, date], ...] = (("delivered", date(2024, 5, 10)),),
    is_voided: bool = False,
) -> ComponentRecord:
    """Make a record with the history given."""
    history = tuple(Step(ComponentState(state), on_date) for state, on_date in steps)
    row = ComponentRecord(
        household_id=household.id,
        kind_id=kind_of(session, code).id,
        state=history[-1].state.value,
        on_date=history[arrival(history)].on_date,
        held_since=held_since(history),
        recorded_at=NOTED,
        voided_at=NOTED if is_voided else None,
        void_reason="Se registró por error." if is_voided else None,
    )
    session.add(row)
    session.flush()
    session.add_all(
        ComponentStep(
            record_id=row.id, number=number, state=step.state.value, on_date=step.on_date, noted_at=NOTED
        )
        for number, step in enumerate(history, 1)
    )
    session.flush()
    return row


TODAY = date(2026, 11, 23)
MAY, JUNE, JULY = date(2026, 5, 10), date(2026, 6, 10), date(2026, 7, 10)
DETAILS = ComponentDetails(
    quantity=12,
    trainer="  Prudencio Paytan ",
    counterpart_days=4,
    counterpart_inputs="adobes y paja",
    counterpart_value=Money.soles(60),
    note="Galpón techado.",
)


def recorded(session: Session, household: Household, act: Act = STAFF, **changes: object) -> ComponentRecord:
    wanted: dict[str, object] = {
        "household_id": household.id,
        "kind_id": kind_of(session).id,
        "on_date": MAY,
        "state": ComponentState.DELIVERED,
        "details": DETAILS,
    }
    return record_component(session, act, **(wanted | changes))  # type: ignore[arg-type]


def moved(session: Session, row: ComponentRecord, action: str, on_date: date) -> ComponentRecord:
    return move_component(
        session, STAFF, record_id=row.id, expected_version=row.version, action=action, on_date=on_date
    )


def history(session: Session, row: ComponentRecord) -> list[tuple[str, date]]:
    return [(step.state, step.on_date) for step in steps_of(session, row.id)]


def last_audit(session: Session) -> tuple[str, str, str]:
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    return row.action, row.subject, row.data


def refused_codes(deed: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refusal:
        deed()
    return [problem.code for problem in refusal.value.problems]
