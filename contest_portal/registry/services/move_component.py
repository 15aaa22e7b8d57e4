"""Note that something a household received was delivered, is used, was abandoned or taken up again."""

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
    as_steps,
    history_of,
    is_recorded,
    kind_by_id,
    record_to_change,
)
from contest_portal.registry.models.components import ComponentRecord
from contest_portal.registry.rules.component_records import (
    COMPONENT,
    ComponentState,
    MoveFacts,
    Step,
    held_since,
    twice_problem,
)

log = logging.getLogger(__name__)


def move_component(
    session: Session, act: Act, *, record_id: int, expected_version: int, action: str, on_date: date
) -> ComponentRecord:
    """Change the state of a record on the day it happened; a delivered thing takes the day of its delivery.

    Raises WrongState when the record stands elsewhere or was voided, Refused for a day that cannot be.
    """
    permit(act.actor, Action.COMPONENT_EDIT)
    row = record_to_change(session, record_id, expected_version)
    COMPONENT.require(row, action)
    steps = as_steps(history_of(session, record_id))
    before = steps[-1]
    facts = MoveFacts(on_date=on_date, before=before, today=office_date(act.at))
    was_planned = before.state is ComponentState.PLANNED
    refuse([*COMPONENT.problems(action, facts), _twice(session, row, on_date) if was_planned else None])
    COMPONENT.move(row, action, facts)
    step = Step(ComponentState(row.state), on_date)
    row.held_since = held_since((*steps, step))
    row.on_date = on_date if was_planned else row.on_date
    add_step(session, act, row.id, number=len(steps) + 1, step=step)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="component.moved",
        subject=f"component_record:{row.id}",
        data={"from": before.state.value, "to": row.state, "on_date": on_date.isoformat()},
    )
    log.info("component moved", extra={"record_id": row.id, "state": row.state})
    return row


def _twice(session: Session, row: ComponentRecord, on_date: date) -> Problem | None:
    is_there = is_recorded(
        session, household_id=row.household_id, kind_id=row.kind_id, on_date=on_date, except_id=row.id
    )
    return twice_problem(kind_by_id(session, row.kind_id).name, on_date, is_there=is_there)
