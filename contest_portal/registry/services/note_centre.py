"""Note that a household went to live in another populated centre."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.problems import refuse
from contest_portal.registry.life_acts import (
    Noted,
    common_problems,
    home_of,
    household_to_change,
    open_event,
    put_on_record,
    rewrite,
    settle,
)
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.register import Centre
from contest_portal.registry.rules.life_events import EventKind, NotedField, centre_problem, gone_problem

log = logging.getLogger(__name__)


def note_centre(
    session: Session, act: Act, *, household_id: int, centre_code: str, noted: Noted
) -> LifeEvent:
    """Move a household with all its members; where it dwells there is not known yet.

    The actor needs the right at both ends.
    """
    household = household_to_change(session, act, household_id)
    before = household.centre_code
    is_known = session.get(Centre, centre_code) is not None
    refuse(
        [
            gone_problem(home_of(session, household)),
            centre_problem(centre_code, is_known=is_known, is_same=centre_code == before),
            *common_problems(session, act, noted, [household], []),
        ]
    )
    permit(act.actor, Action.REGISTER_CORRECT, Scope(ubigeo=centre_code[:6]))
    event = open_event(session, act, EventKind.CENTRE, household, noted)
    nowhere = {"latitude_e6": None, "longitude_e6": None}
    rewrite(session, household, event.batch_id, centre_code=centre_code, **nowhere)
    settle(session, event, household, NotedField.CENTRE)
    put_on_record(session, act, event, centres=[before, centre_code])
    log.info("change of centre noted", extra={"event_id": event.id})
    return event
