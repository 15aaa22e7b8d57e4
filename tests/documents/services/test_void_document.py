"""Voiding: with a reason, once, and everything stays."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.documents.services.void_document import void_document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import Refused, WrongState
from tests.conftest import NOON
from tests.documents.papers import issue_note
from tests.factories.accounts import act_of, make_office, make_user


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def test_a_void_document_keeps_its_number_and_says_why(session: Session, staff: User, office: Office) -> None:
    document = issue_note(session, act_of(staff, NOON), office)
    frozen = document.data

    void_document(session, act_of(staff, NOON), document=document, reason="  Monto equivocado ")

    assert (document.state, document.void_reason, document.voided_at, document.number, document.data) == (
        "void",
        "Monto equivocado",
        NOON,
        1,
        frozen,
    )


def test_the_number_of_a_void_document_is_never_used_again(
    session: Session, staff: User, office: Office
) -> None:
    document = issue_note(session, act_of(staff, NOON), office)
    void_document(session, act_of(staff, NOON), document=document, reason="Monto equivocado")

    assert issue_note(session, act_of(staff, NOON), office).number == 2


def test_without_a_reason_nothing_changes(session: Session, staff: User, office: Office) -> None:
    document = issue_note(session, act_of(staff, NOON), office)

    with pytest.raises(Refused):
        void_document(session, act_of(staff, NOON), document=document, reason=" ")

    assert (document.state, document.voided_at) == ("issued", None)


def test_a_void_document_is_not_voided_twice(session: Session, staff: User, office: Office) -> None:
    document = issue_note(session, act_of(staff, NOON), office)
    void_document(session, act_of(staff, NOON), document=document, reason="Monto equivocado")

    with pytest.raises(WrongState):
        void_document(session, act_of(staff, NOON), document=document, reason="Otra vez")

    assert document.void_reason == "Monto equivocado"


def test_the_chain_keeps_the_reason(session: Session, staff: User, office: Office) -> None:
    document = issue_note(session, act_of(staff, NOON), office)
    void_document(session, act_of(staff, NOON), document=document, reason="Monto equivocado")

    row = session.scalars(select(AuditRow).where(AuditRow.action == "document.voided")).one()
    assert json.loads(row.data) == {"code": document.code, "reason": "Monto equivocado"}
