"""Named reads of the catalogue of kinds and of what households received."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.components import ComponentKind, ComponentRecord, ComponentStep
from contest_portal.registry.models.register import Household, ImportBatch
from contest_portal.registry.rules.component_records import COMPONENT, ComponentState, Step
from contest_portal.registry.rules.component_shares import HeldKind, common_holdings
from contest_portal.registry.rules.components import RECORDED


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of the catalogue."""

    kind_id: int
    code: str
    component: str
    name: str
    phrase: str
    unit: str | None
    is_active: bool
    version: int


@dataclass(frozen=True, slots=True)
class RecordLine:
    """What a household received, as its page lists it. `source` and `line` say where in a file it stood, if it did."""

    record_id: int
    household_id: int
    household_code: str
    kind: str
    component: str
    unit: str | None
    state: str
    on_date: date
    quantity: int | None
    trainer: str
    counterpart_days: int | None
    counterpart_inputs: str
    counterpart_value: Money | None
    note: str
    recorded_at: datetime
    recorded_by: str | None
    source: str | None
    line: int | None
    voided_at: datetime | None
    voided_by: str | None
    void_reason: str | None
    version: int

    @property
    def is_voided(self) -> bool:
        """Tell whether it was voided."""
        return self.voided_at is not None

    @property
    def actions(self) -> tuple[str, ...]:
        """Name the changes of state that are possible now."""
        return () if self.is_voided else COMPONENT.available(self.state)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A state of a record's history, with who noted it."""

    state: str
    on_date: date
    noted_at: datetime
    noted_by: str | None


@dataclass(frozen=True, slots=True)
class GroupHolding:
    """What most households of a group have, with the words for it."""

    phrase: str
    holders: int
    households: int
    since_year: int


def component_kinds(session: Session) -> tuple[KindLine, ...]:
    """List every kind by component in the programme's order, then by name."""
    rows = session.scalars(select(ComponentKind).order_by(ComponentKind.sort_key, ComponentKind.id))
    order = {component.value: number for number, component in enumerate(RECORDED)}
    return tuple(sorted((_kind(row) for row in rows), key=lambda kind: order[kind.component]))


def component_kind(session: Session, kind_id: int) -> KindLine:
    """Give a kind; NotFound when there is none."""
    row = session.get(ComponentKind, kind_id)
    if row is None:
        raise NotFound(f"component kind {kind_id}")
    return _kind(row)


def records_of(session: Session, household_id: int) -> tuple[RecordLine, ...]:
    """List what a household received, the newest first; voided records stand among the others."""
    ordered = _records().where(ComponentRecord.household_id == household_id)
    rows = session.execute(ordered.order_by(ComponentRecord.on_date.desc(), ComponentRecord.id.desc()))
    return tuple(RecordLine(*row) for row in rows)


def component_record(session: Session, record_id: int) -> RecordLine:
    """Give a record; NotFound when there is none."""
    row = session.execute(_records().where(ComponentRecord.id == record_id)).one_or_none()
    if row is None:
        raise NotFound(f"component record {record_id}")
    return RecordLine(*row)


def steps_of(session: Session, record_id: int) -> tuple[StepLine, ...]:
    """List the history of a record in the order it was noted."""
    rows = session.execute(
        select(ComponentStep.state, ComponentStep.on_date, ComponentStep.noted_at, User.full_name)
        .outerjoin(User, User.id == ComponentStep.noted_by)
        .where(ComponentStep.record_id == record_id)
        .order_by(ComponentStep.number)
    )
    return tuple(StepLine(*row) for row in rows)


def held_kinds(session: Session, household_ids: Iterable[int]) -> tuple[HeldKind, ...]:
    """Give the live records of some households with their histories, for counting."""
    rows = session.execute(
        select(
            ComponentRecord.id,
            ComponentRecord.household_id,
            ComponentRecord.kind_id,
            ComponentStep.state,
            ComponentStep.on_date,
        )
        .join(ComponentStep, ComponentStep.record_id == ComponentRecord.id)
        .where(
            ComponentRecord.household_id.in_(sorted(set(household_ids))), ComponentRecord.voided_at.is_(None)
        )
        .order_by(ComponentRecord.id, ComponentStep.number)
    )
    found: dict[int, tuple[int, int, list[Step]]] = {}
    for record_id, household_id, kind_id, state, on_date in rows:
        steps = found.setdefault(record_id, (household_id, kind_id, []))[2]
        steps.append(Step(ComponentState(state), on_date))
    return tuple(HeldKind(household, kind, tuple(steps)) for household, kind, steps in found.values())


def group_holdings(session: Session, household_ids: Iterable[int], day: date) -> tuple[GroupHolding, ...]:
    """Tell what most of these households had on a day, the commonest first; retired kinds count like others."""
    households = tuple(household_ids)
    held = common_holdings(households, held_kinds(session, households), day)
    phrases = dict(
        session.execute(
            select(ComponentKind.id, ComponentKind.phrase)
            .where(ComponentKind.id.in_([holding.kind_id for holding in held]))
            .order_by(ComponentKind.id)
        ).all()
    )
    return tuple(
        GroupHolding(phrases[holding.kind_id], holding.holders, holding.households, holding.since_year)
        for holding in held
    )


def _kind(row: ComponentKind) -> KindLine:
    return KindLine(
        kind_id=row.id,
        code=row.code,
        component=row.component,
        name=row.name,
        phrase=row.phrase,
        unit=row.unit,
        is_active=row.is_active,
        version=row.version,
    )


def _records() -> Select[*tuple[Any, ...]]:
    voider = aliased(User)
    return (
        select(
            ComponentRecord.id,
            ComponentRecord.household_id,
            Household.code,
            ComponentKind.name,
            ComponentKind.component,
            ComponentKind.unit,
            ComponentRecord.state,
            ComponentRecord.on_date,
            ComponentRecord.quantity,
            ComponentRecord.trainer,
            ComponentRecord.counterpart_days,
            ComponentRecord.counterpart_inputs,
            ComponentRecord.counterpart_value,
            ComponentRecord.note,
            ComponentRecord.recorded_at,
            User.full_name,
            ImportBatch.filename,
            ComponentRecord.line,
            ComponentRecord.voided_at,
            voider.full_name,
            ComponentRecord.void_reason,
            ComponentRecord.version,
        )
        .join(Household, Household.id == ComponentRecord.household_id)
        .join(ComponentKind, ComponentKind.id == ComponentRecord.kind_id)
        .outerjoin(User, User.id == ComponentRecord.recorded_by)
        .outerjoin(voider, voider.id == ComponentRecord.voided_by)
        .outerjoin(ImportBatch, ImportBatch.id == ComponentRecord.batch_id)
    )
