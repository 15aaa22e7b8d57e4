"""Note that somebody left a household, and nobody knows for which."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.registry.life_acts import Noted, depart
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.rules.life_events import EventKind

log = logging.getLogger(__name__)


def note_leaving(session: Session, act: Act, *, person_id: int, noted: Noted) -> LifeEvent:
    """Let somebody leave the register. The last member cannot: a household does not end that way.

    A head is followed by whom `noted` names.
    """
    event = depart(session, act, EventKind.LEAVING, person_id=person_id, noted=noted)
    log.info("leaving noted", extra={"event_id": event.id})
    return event
