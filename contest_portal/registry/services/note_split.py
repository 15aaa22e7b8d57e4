"""Note that some members of a household formed another one."""

import logging
from collections.abc import Collection

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
    put_on_record,
)
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.rules.life_events import (
    EventKind,
    departure_problems,
    gone_problem,
    split_problems,
)

log = logging.getLogger(__name__)


def note_split(
    session: Session,
    act: Act,
    *,
    household_id: int,
    person_ids: Collection[int],
    head_id: int | None,
    code: str,
    noted: Noted,
) -> LifeEvent:
    """Make a household with its own code, in the same centre, of the chosen members, led by `head_id`.

    It has no class of its own until a file tells one. `noted` names the head of those who remain, if theirs goes.
    """
    household = household_to_change(session, act, household_id)
    home, chosen, code = home_of(session, household), frozenset(person_ids), clean_text(code)
    persons = session.scalars(select(Person).where(Person.id.in_(chosen)).order_by(Person.id)).all()
    is_taken = session.scalar(select(Household.id).where(Household.code == code)) is not None
    refuse(
        [
            gone_problem(home),
            *common_problems(session, act, noted, [household], persons),
            *split_problems(home, chosen, head_id, code, is_taken=is_taken),
            *departure_problems(home, chosen, noted.new_head, may_end=True),
        ]
    )
    made = Household(code=code, centre_code=household.centre_code, language=household.language)
    session.add(made)
    session.flush()
    event = open_event(session, act, EventKind.SPLIT, household, noted, other=made)
    made.batch_id = made.first_batch_id = event.batch_id
    go(session, event, persons, made, head_id)
    close_ranks(session, event, household, home, chosen, noted.new_head)
    put_on_record(session, act, event, centres=[household.centre_code])
    log.info("split noted", extra={"event_id": event.id})
    return event
