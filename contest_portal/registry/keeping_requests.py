"""Keeping a request of the person concerned with its receipt, whichever door it came through."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.masking import mask_dni
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.registry.documents.person_request import (
    PERSON_REQUEST_RECEIPT,
    RECEIVED,
    PersonRequestReceipt,
)
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.models.register import Person
from contest_portal.registry.queries.privacy_terms import privacy_terms
from contest_portal.registry.rules.person_requests import TERM_OF, Asked, asked_problems, due_on

log = logging.getLogger(__name__)


def keep_person_request(
    session: Session, act: Act, *, person_id: int, office_id: int, asked: Asked
) -> PersonRequest:
    """Keep a request with its receipt and its last day to answer, which no later change of the terms moves.

    The caller asked for the permission; the person is there. Refused as `asked_problems` says, and for one that was
    entered already (a button pressed twice). NotFound for an office that is not there.
    """
    wait_for_turn(session)
    refuse([*asked_problems(asked, act.at), _repeated(session, person_id, asked)])
    office = office_by_id(session, office_id)
    person = session.get_one(Person, person_id)
    days = privacy_terms(session)[TERM_OF[asked.kind]]
    request = PersonRequest(
        person_id=person_id,
        office_id=office.id,
        kind=asked.kind.value,
        text=asked.text.strip(),
        received_at=asked.received_at,
        due_on=due_on(asked.received_at, days),
        on_paper=asked.on_paper,
        filed_by=act.actor.user_id,
        filed_at=act.at,
    )
    receipt = issue_document(
        session,
        act,
        kind=PERSON_REQUEST_RECEIPT,
        office=office,
        subject=f"person:{person_id}",
        title=RECEIVED,
        build=lambda _issue: _receipt(person, request),
    )
    request.receipt_id = receipt.id
    session.add(request)
    session.flush()
    _note(session, act, request)
    return request


def _repeated(session: Session, person_id: int, asked: Asked) -> Problem | None:
    same = select(PersonRequest.id).where(
        PersonRequest.person_id == person_id,
        PersonRequest.kind == asked.kind.value,
        PersonRequest.text == asked.text.strip(),
        PersonRequest.received_at == asked.received_at,
    )
    if session.scalar(same.limit(1)) is None:
        return None
    message = N_("Esta solicitud ya está registrada. Búsquela en la lista y descargue su cargo.")
    return Problem("person_request.repeated", field="text", message=message)


def _receipt(person: Person, request: PersonRequest) -> PersonRequestReceipt:
    return PersonRequestReceipt(
        full_name=person.full_name,
        dni=mask_dni(person.dni),
        kind=request.kind,
        text=request.text,
        received_at=request.received_at,
        due_on=request.due_on,
        on_paper=request.on_paper,
    )


def _note(session: Session, act: Act, request: PersonRequest) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="person_request.entered",
        subject=f"person:{request.person_id}",
        data={
            "person_request": request.id,
            "kind": request.kind,
            "due_on": request.due_on.isoformat(),
            "document_id": request.receipt_id,
        },
    )
    log.info("request of a person entered", extra={"person_request_id": request.id})
