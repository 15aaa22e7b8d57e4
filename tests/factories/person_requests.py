"""Requests of the person concerned, through their services. All invented."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.models.register import Person
from contest_portal.registry.rules.person_requests import Asked, RequestKind, RequestOutcome
from contest_portal.registry.services.answer_person_request import answer_person_request
from contest_portal.registry.services.enter_person_request import enter_person_request
from tests.conftest import NOON
from tests.factories.accounts import act_of

ASKS = "Quiero saber qué datos míos tiene el programa."
ANSWER = "Le entregamos la lista de sus datos en la oficina."


def make_person_request(
    session: Session,
    staff: User,
    office: Office,
    person: Person,
    *,
    kind: RequestKind = RequestKind.ACCESS,
    text: str = ASKS,
    at: datetime = NOON,
) -> PersonRequest:
    """Enter a request that came on paper at that moment."""
    return enter_person_request(
        session,
        act_of(staff, at),
        person_id=person.id,
        office_id=office.id,
        asked=Asked(kind, text, received_at=at, on_paper=True),
    )


def answer_request(session: Session, staff: User, request: PersonRequest, *, at: datetime = NOON) -> None:
    """Grant it."""
    answer_person_request(
        session,
        act_of(staff, at),
        request_id=request.id,
        expected_version=request.version,
        outcome=RequestOutcome.GRANTED,
        answer=ANSWER,
    )
