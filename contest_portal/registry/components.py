"""Loading kinds and records to be changed, and what services of records share."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.identifiers import clean_text, sort_key
from contest_portal.kernel.problems import N_, NotFound, Problem, Stale, WrongState
from contest_portal.registry.models.components import ComponentKind, ComponentRecord, ComponentStep
from contest_portal.registry.models.register import Household
from contest_portal.registry.rules.component_records import (
    ComponentDetails,
    ComponentState,
    Step,
    voided_problem,
)
from contest_portal.registry.rules.components import KindWords


def locked_household(session: Session, household_id: int) -> Household:
    """Give a household and keep others from recording for it meanwhile; NotFound when there is none."""
    found = session.get(Household, household_id, with_for_update=True)
    if found is None:
        raise NotFound(f"household {household_id}")
    return found


def kind_to_change(session: Session, kind_id: int, expected_version: int) -> ComponentKind:
    """Give a kind; NotFound when there is none, Stale when it changed since the person read it."""
    kind = kind_by_id(session, kind_id)
    if kind.version != expected_version:
        raise Stale(f"component kind {kind_id}")
    return kind


def kind_by_id(session: Session, kind_id: int) -> ComponentKind:
    """Give a kind; NotFound when there is none."""
    kind = session.get(ComponentKind, kind_id)
    if kind is None:
        raise NotFound(f"component kind {kind_id}")
    return kind


def record_to_change(session: Session, record_id: int, expected_version: int) -> ComponentRecord:
    """Give a live record, its household locked; Stale when it changed meanwhile, WrongState when it was voided."""
    found = session.get(ComponentRecord, record_id)
    if found is None:
        raise NotFound(f"component record {record_id}")
    locked_household(session, found.household_id)
    session.refresh(found)
    if found.version != expected_version:
        raise Stale(f"component record {record_id}")
    problem = voided_problem(is_voided=found.voided_at is not None)
    if problem is not None:
        raise WrongState([problem])
    return found


def history_of(session: Session, record_id: int) -> list[ComponentStep]:
    """Give the steps of a record in the order they were noted."""
    return list(
        session.scalars(
            select(ComponentStep).where(ComponentStep.record_id == record_id).order_by(ComponentStep.number)
        )
    )


def as_steps(history: list[ComponentStep]) -> tuple[Step, ...]:
    """Turn stored steps into those that the rules read."""
    return tuple(Step(ComponentState(step.state), step.on_date) for step in history)


def add_step(session: Session, act: Act, record_id: int, *, number: int, step: Step) -> None:
    """Note that a record came into a state on a day."""
    session.add(
        ComponentStep(
            record_id=record_id,
            number=number,
            state=step.state.value,
            on_date=step.on_date,
            noted_at=act.at,
            noted_by=act.actor.user_id,
        )
    )


def is_recorded(
    session: Session, *, household_id: int, kind_id: int, on_date: date, except_id: int | None
) -> bool:
    """Tell whether another live record of this household, kind and day exists."""
    other = session.scalar(
        select(ComponentRecord.id).where(
            ComponentRecord.household_id == household_id,
            ComponentRecord.kind_id == kind_id,
            ComponentRecord.on_date == on_date,
            ComponentRecord.voided_at.is_(None),
        )
    )
    return other not in (None, except_id)


def cleaned_details(details: ComponentDetails) -> ComponentDetails:
    """Give the details with their texts normalised."""
    return ComponentDetails(
        quantity=details.quantity,
        trainer=clean_text(details.trainer),
        counterpart_days=details.counterpart_days,
        counterpart_inputs=clean_text(details.counterpart_inputs),
        counterpart_value=details.counterpart_value,
        note=clean_text(details.note),
    )


def cleaned_words(words: KindWords) -> KindWords:
    """Give the words of a kind normalised; an empty unit is none."""
    unit = clean_text(words.unit or "")
    return KindWords(name=clean_text(words.name), phrase=clean_text(words.phrase), unit=unit or None)


def kind_taken(session: Session, name: str, code: str | None, *, except_id: int | None) -> Problem | None:
    """Object when another kind has this name, whatever its accents, or this code."""
    same = ComponentKind.sort_key == sort_key(name)
    wanted = same if code is None else same | (ComponentKind.code == code)
    others = set(session.scalars(select(ComponentKind.id).where(wanted))) - {except_id}
    if not others:
        return None
    message = N_("«%(name)s» ya está en el catálogo. Si está retirado, vuelva a activarlo.")
    return Problem("component_kind.taken", field="name", message=message, params={"name": name})
