"""Correct what was written of something a household received."""

import logging
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import refuse
from contest_portal.registry.components import (
    as_steps,
    cleaned_details,
    history_of,
    is_recorded,
    kind_by_id,
    record_to_change,
)
from contest_portal.registry.models.components import ComponentRecord
from contest_portal.registry.rules.component_records import (
    ComponentDetails,
    arrival,
    detail_problems,
    held_since,
    moved_day_problems,
    twice_problem,
)

log = logging.getLogger(__name__)
_DETAILS = ("quantity", "trainer", "counterpart_days", "counterpart_inputs", "counterpart_value", "note")


def correct_component(
    session: Session,
    act: Act,
    *,
    record_id: int,
    expected_version: int,
    on_date: date,
    details: ComponentDetails,
) -> ComponentRecord:
    """Change the day of arrival and the details. The kind stays: of a wrong one, void the record and make another.

    The chain keeps the days and the names of what changed, not the words: a trainer's name is a person's.
    """
    permit(act.actor, Action.COMPONENT_EDIT)
    row = record_to_change(session, record_id, expected_version)
    kind = kind_by_id(session, row.kind_id)
    details = cleaned_details(details)
    history = history_of(session, record_id)
    is_there = is_recorded(
        session, household_id=row.household_id, kind_id=kind.id, on_date=on_date, except_id=row.id
    )
    refuse(
        [
            *moved_day_problems(as_steps(history), on_date, office_date(act.at)),
            *detail_problems(details, unit=kind.unit),
            twice_problem(kind.name, on_date, is_there=is_there),
        ]
    )
    day_before, changed = row.on_date, _write_details(row, details)
    history[arrival(as_steps(history))].on_date = row.on_date = on_date
    row.held_since = held_since(as_steps(history))
    session.flush()
    _note(session, act, row, changed, day_before)
    log.info("component corrected", extra={"record_id": row.id})
    return row


def _write_details(row: ComponentRecord, details: ComponentDetails) -> list[str]:
    """Write what differs and name it."""
    changed = [name for name in _DETAILS if getattr(row, name) != getattr(details, name)]
    for name in changed:
        setattr(row, name, getattr(details, name))
    return changed


def _note(session: Session, act: Act, row: ComponentRecord, changed: list[str], day_before: date) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="component.corrected",
        subject=f"component_record:{row.id}",
        data={
            "fields": changed,
            "on_date": row.on_date.isoformat(),
            "on_date_before": day_before.isoformat(),
        },
    )
