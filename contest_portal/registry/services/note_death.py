"""Note that somebody died."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.registry.life_acts import Noted, depart
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.rules.life_events import EventKind

log = logging.getLogger(__name__)


def note_death(session: Session, act: Act, *, person_id: int, noted: Noted) -> LifeEvent:
    """Let somebody leave the register for good; with the last member the household ends.

    A head is followed by whom `noted` names. Refused for somebody who is not in the register any more.
    """
    event = depart(session, act, EventKind.DEATH, person_id=person_id, noted=noted)
    log.info("death noted", extra={"event_id": event.id})
    return event
