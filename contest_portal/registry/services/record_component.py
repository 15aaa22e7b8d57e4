"""Record what a household received, or is to receive."""

import logging
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import Problem, refuse
from contest_portal.registry.components import (
    add_step,
    cleaned_details,
    is_recorded,
    kind_by_id,
    locked_household,
)
from contest_portal.registry.models.components import ComponentKind, ComponentRecord
from contest_portal.registry.rules.component_records import (
    ComponentDetails,
    ComponentState,
    Step,
    held_since,
    record_problems,
    retired_problem,
    twice_problem,
)

log = logging.getLogger(__name__)


def record_component(
    session: Session,
    act: Act,
    *,
    household_id: int,
    kind_id: int,
    on_date: date,
    state: ComponentState,
    details: ComponentDetails,
) -> ComponentRecord:
    """Record a kind for a household from a day on; the same kind on the same day is refused.

    The trainer is kept as a short text: yachachiqs have no account, change from year to year, and old notebooks must
    be typed in without registering anybody first.
    """
    permit(act.actor, Action.COMPONENT_EDIT)
    household = locked_household(session, household_id)
    kind = kind_by_id(session, kind_id)
    details = cleaned_details(details)
    refuse(
        [
            retired_problem(kind.name, is_active=kind.is_active),
            *record_problems(state, on_date, details, unit=kind.unit, today=office_date(act.at)),
            _twice(session, household.id, kind, on_date),
        ]
    )
    row = _row(act, household.id, kind.id, Step(state, on_date), details)
    session.add(row)
    session.flush()
    add_step(session, act, row.id, number=1, step=Step(state, on_date))
    _note(session, act, row, kind)
    log.info("component recorded", extra={"record_id": row.id, "household_id": household.id})
    return row


def _row(act: Act, household_id: int, kind_id: int, step: Step, details: ComponentDetails) -> ComponentRecord:
    return ComponentRecord(
        household_id=household_id,
        kind_id=kind_id,
        state=step.state.value,
        on_date=step.on_date,
        held_since=held_since((step,)),
        quantity=details.quantity,
        trainer=details.trainer,
        counterpart_days=details.counterpart_days,
        counterpart_inputs=details.counterpart_inputs,
        counterpart_value=details.counterpart_value,
        note=details.note,
        recorded_at=act.at,
        recorded_by=act.actor.user_id,
    )


def _note(session: Session, act: Act, row: ComponentRecord, kind: ComponentKind) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="component.recorded",
        subject=f"component_record:{row.id}",
        data={
            "household_id": row.household_id,
            "kind": kind.code,
            "state": row.state,
            "on_date": row.on_date.isoformat(),
            "quantity": row.quantity,
        },
    )


def _twice(session: Session, household_id: int, kind: ComponentKind, on_date: date) -> Problem | None:
    is_there = is_recorded(
        session, household_id=household_id, kind_id=kind.id, on_date=on_date, except_id=None
    )
    return twice_problem(kind.name, on_date, is_there=is_there)
