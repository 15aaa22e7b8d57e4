"""Note that somebody went to live in another household of the register."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.life_acts import (
    Noted,
    close_ranks,
    common_problems,
    go,
    home_of,
    household_to_change,
    open_event,
    person_to_change,
    put_on_record,
)
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.register import Household
from contest_portal.registry.rules.life_events import (
    EventKind,
    departure_problems,
    gone_problem,
    target_problem,
)

log = logging.getLogger(__name__)


def note_move(session: Session, act: Act, *, person_id: int, to_code: str, noted: Noted) -> LifeEvent:
    """Move somebody, as no head, to the household with this code; one that loses its last member ends.

    The actor needs the right at both ends. A head is followed by whom `noted` names.
    """
    person, household = person_to_change(session, act, person_id)
    code = clean_text(to_code)
    target = session.scalars(select(Household).where(Household.code == code)).one_or_none()
    home = home_of(session, household)
    refuse(
        [
            gone_problem(home),
            target_problem(
                code,
                is_known=target is not None,
                is_gone=target is not None and target.gone_batch_id is not None,
                is_same=target is household,
            ),
            *common_problems(session, act, noted, [household, *([target] if target else [])], [person]),
            *departure_problems(home, {person.id}, noted.new_head, may_end=True),
        ]
    )
    assert target is not None  # noqa: S101 - refused above
    household_to_change(session, act, target.id)
    event = open_event(session, act, EventKind.MOVE, household, noted, person=person, other=target)
    go(session, event, [person], target, None)
    close_ranks(session, event, household, home, {person.id}, noted.new_head)
    put_on_record(session, act, event, centres=[household.centre_code])
    log.info("move noted", extra={"event_id": event.id})
    return event
