"""Finding documents."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.documents.queries import (
    document_by_id,
    document_by_verification_code,
    documents_of,
    documents_of_all,
)
from contest_portal.kernel.problems import NotFound
from tests.conftest import NOON
from tests.documents.papers import issue_note
from tests.factories.accounts import act_of, make_office, make_user


def test_documents_are_listed_by_what_they_are_about_in_order_of_issue(session: Session) -> None:
    act, office = act_of(make_user(session, Role.STAFF), NOON), make_office(session)
    first, other, last = (
        issue_note(session, act, office, subject=subject)
        for subject in ("contest:1", "contest:12", "contest:1")
    )

    assert documents_of(session, "contest:1") == (first, last)
    assert documents_of_all(session, ("contest:12", "contest:1", "award:1")) == (first, other, last)
    assert documents_of(session, "contest:2") == ()


def test_a_document_is_found_by_its_id_and_by_its_code(session: Session) -> None:
    act, office = act_of(make_user(session, Role.STAFF), NOON), make_office(session)
    document = issue_note(session, act, office)

    assert document_by_id(session, document.id) is document
    assert document_by_verification_code(session, document.verification_code) is document


def test_what_was_never_issued_is_not_found(session: Session) -> None:
    assert document_by_verification_code(session, "ACDE-FGHJ-2345") is None
    with pytest.raises(NotFound):
        document_by_id(session, 999)
