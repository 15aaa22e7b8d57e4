"""Printing: once, from the frozen data, kept for good."""

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.documents.press import Press
from contest_portal.documents.queries import signatures_of
from contest_portal.documents.services.print_document import print_document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import WrongState
from tests.conftest import NOON
from tests.documents.papers import NOTE, issue_note, issue_receipt_paper, page_texts
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.awards import make_press
from tests.factories.signing import SIGNER, make_signer


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return make_press(tmp_path)


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def test_the_file_is_kept_under_its_hash(session: Session, press: Press, staff: User, office: Office) -> None:
    document = issue_receipt_paper(session, act_of(staff, NOON), office)

    print_document(session, press, kind=RECEIPT, document=document)

    stored = press.storage.get(document.file_sha256 or "")
    assert (sha256_hex(stored), stored[:5]) == (document.file_sha256, b"%PDF-")


def test_printing_again_changes_nothing(session: Session, press: Press, staff: User, office: Office) -> None:
    document = issue_receipt_paper(session, act_of(staff, NOON), office)
    first = print_document(session, press, kind=RECEIPT, document=document).file_sha256

    office.name = "Otro nombre"
    session.flush()
    again = print_document(session, press, kind=RECEIPT, document=document).file_sha256

    rows = session.scalars(select(AuditRow).where(AuditRow.action == "document.printed")).all()
    assert (again, len(rows)) == (first, 1)


def test_a_stored_file_is_not_touched_by_another_press(
    session: Session, press: Press, staff: User, office: Office
) -> None:
    document = issue_receipt_paper(session, act_of(staff, NOON), office)
    print_document(session, press, kind=RECEIPT, document=document)
    before = press.storage.get(document.file_sha256 or "")

    moved = Press(press.storage, "https://otro.example")
    print_document(session, moved, kind=RECEIPT, document=document)

    assert press.storage.get(document.file_sha256 or "") == before


def test_the_print_says_what_was_frozen_even_when_the_office_changed_since(
    session: Session, press: Press, staff: User, office: Office
) -> None:
    document = issue_receipt_paper(session, act_of(staff, NOON), office)
    office.name = "Otro nombre"
    session.flush()

    print_document(session, press, kind=RECEIPT, document=document)

    text = " ".join(page_texts(press.storage.get(document.file_sha256 or "")))
    assert ("Unidad Territorial Huancavelica" in text, "Otro nombre" in text) == (True, False)


def test_the_chain_keeps_the_hash_of_the_file(
    session: Session, press: Press, staff: User, office: Office
) -> None:
    document = issue_receipt_paper(session, act_of(staff, NOON), office)
    print_document(session, press, kind=RECEIPT, document=document)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "document.printed")).one()
    assert (row.subject, json.loads(row.data)) == (
        f"document:{document.id}",
        {"code": document.code, "file_sha256": document.file_sha256},
    )


def test_what_is_signed_is_stored_once_with_who_signed(
    session: Session, press: Press, staff: User, office: Office, tmp_path: Path
) -> None:
    document = issue_receipt_paper(session, act_of(staff, NOON), office)
    signing = replace(press, signer=make_signer(tmp_path))

    print_document(session, signing, kind=RECEIPT, document=document)
    stored = signing.storage.get(document.file_sha256 or "")
    print_document(session, signing, kind=RECEIPT, document=document)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "document.printed")).one()
    found = signatures_of(session, (document,))[document.id]
    unsigned = press.render(RECEIPT, document)
    assert (stored.startswith(unsigned), len(stored) > len(unsigned)) == (True, True)
    assert document.data in {files[0].decode() for files in PdfReader(BytesIO(stored)).attachments.values()}
    assert (found.signer, found.is_test, found.signed_at) == (SIGNER, True, NOON)
    assert json.loads(row.data) == {
        "code": document.code,
        "file_sha256": document.file_sha256,
        "signer": SIGNER,
        "certificate": found.serial,
    }


def test_nothing_is_printed_with_a_certificate_that_ended(
    session: Session, press: Press, staff: User, office: Office, tmp_path: Path
) -> None:
    document = issue_receipt_paper(session, act_of(staff, NOON), office)
    ended = replace(make_signer(tmp_path), clock=lambda: NOON + timedelta(days=800))

    with pytest.raises(WrongState, match="certificate_ended"):
        print_document(session, replace(press, signer=ended), kind=RECEIPT, document=document)

    assert document.file_sha256 is None


def test_a_document_is_not_printed_as_another_kind(
    session: Session, press: Press, staff: User, office: Office
) -> None:
    document = issue_note(session, act_of(staff, NOON), office)

    with pytest.raises(ValueError, match="is a note, not a receipt"):
        print_document(session, press, kind=RECEIPT, document=document)

    assert (document.file_sha256, NOTE.code) == (None, document.kind)
