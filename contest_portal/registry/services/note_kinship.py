"""Note what a member of a household is to its head, or correct what a file told of it."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import refuse
from contest_portal.registry.life_acts import (
    Noted,
    common_problems,
    home_of,
    open_event,
    person_to_change,
    put_on_record,
    rewrite,
    settle,
)
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.rules.life_events import EventKind, NotedField, gone_problem, kinship_problem

log = logging.getLogger(__name__)


def note_kinship(session: Session, act: Act, *, person_id: int, kinship: str, noted: Noted) -> LifeEvent:
    """Keep a link to the head of today; files that tell another one change nothing until the head is another.

    Refused for whoever heads the household or is not in it any more.
    """
    person, household = person_to_change(session, act, person_id)
    home = home_of(session, household)
    refuse(
        [
            gone_problem(home),
            kinship_problem(home, person.id, before=person.kinship, after=kinship),
            *common_problems(session, act, noted, [household], [person]),
        ]
    )
    event = open_event(session, act, EventKind.KINSHIP, household, noted, person=person)
    rewrite(session, person, event.batch_id, kinship=kinship)
    settle(session, event, person, NotedField.KINSHIP, kinship)
    put_on_record(session, act, event)
    log.info("kinship noted", extra={"event_id": event.id})
    return event
