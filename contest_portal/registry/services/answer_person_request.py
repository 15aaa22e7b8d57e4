"""Answer a request of the person concerned."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.masking import mask_dni
from contest_portal.kernel.problems import Stale, refuse
from contest_portal.registry.documents.person_request import (
    ANSWERED,
    PERSON_REQUEST_ANSWER,
    PersonRequestAnswer,
)
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.queries.person_requests import PersonRequestView, person_request
from contest_portal.registry.rules.person_requests import PERSON_REQUEST, RequestOutcome, answer_problems

log = logging.getLogger(__name__)


def answer_person_request(
    session: Session,
    act: Act,
    *,
    request_id: int,
    expected_version: int,
    outcome: RequestOutcome,
    answer: str,
) -> PersonRequest:
    """Give the answer with its letter, for good. What it grants is done by its own acts: a correction in the register,
    a consent taken back.

    WrongState when it was answered, Stale for another version than the one read, Refused for an answer that says
    nothing or holds a DNI.
    """
    wait_for_turn(session)
    view = person_request(session, request_id)
    permit(act.actor, Action.PERSON_REQUEST_ANSWER, Scope(ubigeo=view.ubigeo))
    request = session.get_one(PersonRequest, request_id, populate_existing=True)
    PERSON_REQUEST.require(request, "answer")
    if request.version != expected_version:
        raise Stale(f"request {request_id} of a person")
    refuse(answer_problems(answer))
    letter = issue_document(
        session,
        act,
        kind=PERSON_REQUEST_ANSWER,
        office=office_by_id(session, request.office_id),
        subject=f"person:{request.person_id}",
        title=ANSWERED,
        build=lambda _issue: _letter(view, outcome, answer.strip()),
    )
    # with its letter: the table takes one only with the other
    PERSON_REQUEST.move(request, "answer", None)
    request.outcome, request.answer, request.answer_id = outcome.value, answer.strip(), letter.id
    request.answered_by, request.answered_at = act.actor.user_id, act.at
    _note(session, act, request)
    return request


def _letter(view: PersonRequestView, outcome: RequestOutcome, answer: str) -> PersonRequestAnswer:
    return PersonRequestAnswer(
        full_name=view.person_name,
        dni=mask_dni(view.dni_end),
        kind=view.kind,
        receipt_code=view.receipt_code,
        received_at=view.received_at,
        outcome=outcome.value,
        answer=answer,
    )


def _note(session: Session, act: Act, request: PersonRequest) -> None:
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="person_request.answered",
        subject=f"person:{request.person_id}",
        data={"person_request": request.id, "outcome": request.outcome, "document_id": request.answer_id},
    )
    log.info("request of a person answered", extra={"person_request_id": request.id})
