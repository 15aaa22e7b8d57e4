"""A small kind of document for tests of the engine."""

from dataclasses import dataclass

import pypdfium2
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.documents.receipt import RECEIPT, Receipt, ReceiptMember
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind, Issue
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.money import Money
from tests.conftest import NOON


@dataclass(frozen=True, slots=True)
class Note:
    """What a note says."""

    text: str
    amount: Money


NOTE = DocumentKind("note", "Nota", "note.html", "NOTA N.° {numero:3}-{año}-{oficina}", Note)


def issue_note(
    session: Session, act: Act, office: Office, *, text: str = "Ñandú", subject: str = "contest:1"
) -> Document:
    def build(_issue: Issue) -> Note:
        return Note(text, Money.soles(21_000))

    return issue_document(
        session, act, kind=NOTE, office=office, subject=subject, title="Nota de prueba", build=build
    )


def make_receipt_content(*, group_name: str = "Wiñay Ñan", members: int = 2) -> Receipt:
    """Make what a receipt says, with names that test fonts and escaping."""
    return Receipt(
        contest_code="I-2026-NEC-LIRCAY",
        contest_title="I Concurso de emprendimientos rurales",
        closes_at=NOON,
        application_code="I-2026-NEC-LIRCAY-004",
        group_name=group_name,
        centre_name="Chahuarma",
        district_name="Lircay",
        business="Crianza mejorada de cuyes",
        category="En idea",
        line="Crianza de cuyes",
        requested=Money.soles(21_340, 50),
        households=members,
        members=tuple(
            ReceiptMember(f"Delia Ccanto Ñahui {number}", "member", "****0001") for number in range(members)
        ),
        received_at=NOON,
        content_sha256="a" * 64,
        rules_sha256="b" * 64,
    )


def issue_receipt_paper(
    session: Session, act: Act, office: Office, content: Receipt | None = None
) -> Document:
    """Issue a receipt, the smallest kind that the house prints."""
    said = content or make_receipt_content()

    def build(_issue: Issue) -> Receipt:
        return said

    return issue_document(
        session,
        act,
        kind=RECEIPT,
        office=office,
        subject="application:1",
        title="Constancia de recepción",
        build=build,
    )


def page_texts(pdf: bytes) -> list[str]:
    """Read the text of each page, with every run of white space as one space."""
    with pypdfium2.PdfDocument(pdf) as paper:
        return [_text_of(page) for page in paper]


def _text_of(page: pypdfium2.PdfPage) -> str:
    """Read a page as browsers do: pypdf takes ten times as long. U+FFFE is a hyphen at the end of a line."""
    words = page.get_textpage()
    text = words.get_text_range().replace("\ufffe", "")
    words.close()
    page.close()
    return " ".join(text.split())
