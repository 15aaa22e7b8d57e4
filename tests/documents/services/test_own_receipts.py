"""Receipts in the words of an office: used when they say all, and never a reason to refuse anybody."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.documents.models import Document, DocumentText
from contest_portal.documents.texts.printing import shipped_body, wording_of
from contest_portal.kernel.checkpoints import PrintedCheckpoint
from tests.awards.papers import text_of
from tests.conftest import NOON
from tests.documents.papers import issue_receipt_paper, make_receipt_content
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.awards import make_press

OURS = "Guarde esta hoja con el cuaderno del grupo."
SHIPPED = "acredita la recepción; no supone que el grupo haya sido elegido"
CHECKPOINT = PrintedCheckpoint(12, "c" * 64, tuple("abcdefghijkl"))


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def act(session: Session) -> Act:
    return act_of(make_user(session, Role.STAFF), NOON)


def issued(session: Session, act: Act, office: Office, changes: Mapping[str, str]) -> Document:
    """Issue a receipt while the office words it with some changes; with none, as shipped."""
    assert RECEIPT.text is not None
    body = shipped_body(RECEIPT.text)
    for old, new in changes.items():
        assert old in body
        body = body.replace(old, new)
    wording = wording_of(body, "")
    if changes:
        said = {"body": body, "css": "", "sha256": wording.sha256, "number": 1, "reason": "Prueba"}
        told = {"office_id": office.id, "kind": "receipt", "published_at": NOON}
        session.add(DocumentText(**said, **told, published_by=act.actor.user_id))
        session.flush()
    return issue_receipt_paper(
        session, act, office, replace(make_receipt_content(), checkpoint=CHECKPOINT, business="")
    )


@pytest.mark.parametrize(
    ("changes", "own"),
    [
        ({SHIPPED: OURS, "<td>{{ doc.business }}</td>": "<td></td>"}, True),
        ({SHIPPED: OURS}, False),
        ({SHIPPED: OURS, "{{ doc.business }}": "", "{{ doc.application_code }}": "—"}, False),
        ({SHIPPED: OURS, "{{ doc.business }}": "", "{{ doc.households }}": "{{ doc.line | money }}"}, False),
        ({}, False),
    ],
    ids=["says all", "prints what is missing", "leaves out a must", "cannot be printed", "as shipped"],
)
def test_a_receipt_is_issued_whatever_its_words(
    session: Session, act: Act, office: Office, tmp_path: Path, changes: Mapping[str, str], *, own: bool
) -> None:
    office.city = office.city if own else ""

    document = issued(session, act, office, changes)

    said = text_of(make_press(tmp_path), document)
    assert (document.number, document.text_id is not None) == (1, own)
    assert (OURS in said, SHIPPED in said) == (own, not own)
