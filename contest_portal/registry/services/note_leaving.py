"""Note that somebody left a household, and nobody knows for which."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.registry.life_acts import (
    Noted,
    close_ranks,
    go,
    open_event,
    person_to_change,
    put_on_record,
    refuse_departure,
)
from contest_portal.registry.life_models import LifeEvent
from contest_portal.registry.rules.life_events import EventKind

log = logging.getLogger(__name__)


def note_leaving(session: Session, act: Act, *, person_id: int, noted: Noted) -> LifeEvent:
    """Let somebody leave the register. The last member cannot: a household does not end that way.

    A head is followed by whom `noted` names.
    """
    person, household = person_to_change(session, act, person_id)
    home = refuse_departure(session, act, person, household, noted, may_end=False)
    event = open_event(session, act, EventKind.LEAVING, household, noted, person=person)
    go(session, event, [person], None, None)
    close_ranks(session, event, household, home, {person.id}, noted.new_head)
    put_on_record(session, act, event)
    log.info("leaving noted", extra={"event_id": event.id})
    return event
