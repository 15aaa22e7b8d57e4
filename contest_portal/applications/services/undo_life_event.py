"""Take back what was noted of a household by mistake. It stands on this floor because applications may rest on it."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.life_queries import applications_resting_on
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.life_undo import dependants_of, event_to_undo, take_back
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.rules.life_events import undo_problems

log = logging.getLogger(__name__)


def undo_life_event(
    session: Session, act: Act, *, event_id: int, expected_version: int, reason: str
) -> LifeEvent:
    """Make the register what it was; the event stays, with why it was undone.

    Refused while something later rests on it: another change, components, an application. Raises Stale when the
    event was changed meanwhile.
    """
    event = event_to_undo(session, act, event_id, expected_version)
    dependants = dependants_of(session, event, applications_resting_on(session, event))
    refuse(undo_problems(clean_text(reason), dependants, is_undone=event.undone_at is not None))
    take_back(session, act, event, reason)
    log.info("event undone", extra={"event_id": event.id})
    return event
