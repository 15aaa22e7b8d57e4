"""Which applications count with something that was noted of a household."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.registry.models.lives import LifeEvent, NotedFact
from contest_portal.registry.rules.life_events import EventKind


def applications_resting_on(session: Session, event: LifeEvent) -> tuple[str, ...]:
    """Name the applications sent since with a member where an event had put that person, unless withdrawn."""
    rows = session.scalars(
        select(Application.code)
        .join(ApplicationMember, ApplicationMember.application_id == Application.id)
        .where(
            Application.state == ApplicationState.SUBMITTED.value,
            Application.submitted_at >= event.noted_at,
            _put_there(event),
        )
        .distinct()
        .order_by(Application.code)
    )
    return tuple(code or "" for code in rows)


def _put_there(event: LifeEvent) -> ColumnElement[bool]:
    if event.kind == EventKind.CENTRE:
        return ApplicationMember.household_id == event.household_id
    moved = select(NotedFact.person_id).where(
        NotedFact.event_id == event.id, NotedFact.person_id.is_not(None)
    )
    return and_(
        ApplicationMember.household_id == event.other_household_id, ApplicationMember.person_id.in_(moved)
    )
