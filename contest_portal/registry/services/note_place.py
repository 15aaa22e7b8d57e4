"""Note where the dwelling of a household is, as somebody measured it."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
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
from contest_portal.registry.rules.coordinates import point_of, read_point
from contest_portal.registry.rules.life_events import (
    EventKind,
    NotedField,
    gone_problem,
    same_place_problem,
)

log = logging.getLogger(__name__)


def note_place(
    session: Session, act: Act, *, household_id: int, latitude: str, longitude: str, noted: Noted
) -> LifeEvent:
    """Keep coordinates, decimal degrees as somebody wrote them; files that say otherwise change nothing."""
    household = household_to_change(session, act, household_id)
    before = point_of(household.latitude_e6, household.longitude_e6)
    point, unreadable = read_point(latitude, longitude)
    refuse(
        [
            gone_problem(home_of(session, household)),
            *unreadable,
            same_place_problem(before, point),
            *common_problems(session, act, noted, [household], []),
        ]
    )
    assert point is not None  # noqa: S101 - refused above
    event = open_event(session, act, EventKind.PLACE, household, noted)
    rewrite(
        session,
        household,
        event.batch_id,
        latitude_e6=point.latitude_e6,
        longitude_e6=point.longitude_e6,
    )
    settle(session, event, household, NotedField.PLACE)
    put_on_record(session, act, event)
    log.info("place noted", extra={"event_id": event.id})
    return event
