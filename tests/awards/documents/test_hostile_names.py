"""No text ends outside its page or covers its neighbour, however long a word somebody is called."""

import json
from dataclasses import replace
from typing import Any

import pytest
import weasyprint
from sqlalchemy.orm import Session

from contest_portal.applications.documents.receipt import RECEIPT, Receipt, ReceiptMember
from contest_portal.awards.documents.acta import ACTA, Acta, ActaDraw, ActaRecusal
from contest_portal.awards.documents.agreement import AGREEMENT, Agreement, BudgetLine, Pledge
from contest_portal.awards.documents.people import Member, Signer
from contest_portal.awards.documents.resolution import RESOLUTION, Reserve, Resolution
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.typesetting import stylesheet
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.pdf import _fonts, sealed_fetcher
from contest_portal.kernel.records import from_data, to_data
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.documents.papers import issue_receipt_paper, make_receipt_content
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_acta, issued_agreements, issued_resolution, make_awarded_contest

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
"""Paper is laid out from data that no database has touched."""

WORD = "Ñ" + "MWÁ" * 23
"""Seventy of the widest letters without a place to break."""
HALF_A_POINT = 0.7


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


def overflowing(kind: DocumentKind, document: Document, tmp_path: Any) -> list[str]:
    """Lay a document out and list the texts that reach beyond their page's margin or their cell."""
    html = Press(Storage(tmp_path), "https://fondos.example").html(kind, document)
    fonts = _fonts()
    css = weasyprint.CSS(string=stylesheet(), font_config=fonts, url_fetcher=sealed_fetcher())
    paper = weasyprint.HTML(string=html, url_fetcher=sealed_fetcher()).render(
        stylesheets=[css], font_config=fonts
    )
    return [
        f"page {number}: {text!r} ends at {end:.0f} of {limit:.0f}"
        for number, page in enumerate(paper.pages, start=1)
        for text, end, limit in _texts(page._page_box, page._page_box.width + page._page_box.margin_left)
        if end > limit + HALF_A_POINT
    ]


def _texts(box: Any, limit: float) -> list[tuple[str, float, float]]:
    """Give every text below a box with where it ends and where the nearest cell, or the page, ends."""
    if type(box).__name__ == "TableCellBox":
        limit = box.position_x + box.border_width()
    if text := getattr(box, "text", None):
        return [(text, box.position_x + box.width, limit)]
    return [found for child in getattr(box, "children", ()) for found in _texts(child, limit)]


def rewritten(document: Document, content: object) -> Document:
    letterhead = json.loads(document.data)["letterhead"]
    long = {**letterhead, "name": WORD, "programme": WORD, "signer_name": WORD, "signer_title": WORD}
    document.data = canonical_json(
        json.loads(document.data) | {"content": to_data(content), "title": WORD, "letterhead": long}
    )
    return document


def content(document: Document, kind: type) -> Any:
    return from_data(kind, json.loads(document.data)["content"])


def test_the_acta(session: Session, awarded: ScoredContest, tmp_path: Any) -> None:
    document = issued_acta(session, awarded)
    said: Acta = content(document, Acta)
    hostile = replace(
        said,
        contest_title=WORD,
        place=WORD,
        remarks=WORD,
        territory=(WORD, WORD),
        jurors=tuple(
            replace(juror, full_name=WORD, institution=WORD, position=WORD) for juror in said.jurors
        ),
        phases=tuple(replace(phase, name=WORD) for phase in said.phases),
        recusals=(ActaRecusal(WORD, WORD, WORD, WORD),),
        categories=tuple(
            replace(
                category,
                name=WORD,
                lines=tuple(
                    replace(
                        line,
                        group_name=WORD,
                        code=WORD[:40],
                        title=WORD,
                        line_name=WORD,
                        district_name=WORD,
                        note=WORD,
                    )
                    for line in category.lines
                ),
            )
            for category in said.categories
        ),
        draw=ActaDraw("4-17-8-23", NOON, WORD),
    )

    assert overflowing(ACTA, rewritten(document, hostile), tmp_path) == []


def test_the_resolution_and_its_annexes(session: Session, awarded: ScoredContest, tmp_path: Any) -> None:
    document = issued_resolution(session, awarded)
    said: Resolution = content(document, Resolution)
    members = (Member(WORD, "70000001", "Integrante"), Member(f"{WORD} {WORD}", "70000002", "Integrante"))
    hostile = replace(
        said,
        contest_title=WORD,
        categories=tuple(
            replace(
                category,
                name=WORD,
                winners=tuple(
                    replace(
                        winner,
                        code=WORD[:40],
                        group_name=WORD,
                        title=WORD,
                        line_name=WORD,
                        centre_name=WORD,
                        district_name=WORD,
                        members=members,
                        amount=Money.soles(999_999, 99),
                    )
                    for winner in category.winners
                ),
                reserves=(Reserve(1, WORD[:40], WORD, Score(7000, 2), Money.soles(99_999_999, 99)),),
            )
            for category in said.categories
        ),
    )

    assert overflowing(RESOLUTION, rewritten(document, hostile), tmp_path) == []


def test_the_agreement(session: Session, awarded: ScoredContest, tmp_path: Any) -> None:
    document = issued_agreements(session, awarded)[0]
    said: Agreement = content(document, Agreement)
    signer = Signer(WORD, "00000001")
    row = BudgetLine(WORD, WORD, 1_000_000, Money.soles(99_999), Money.soles(99_999_999, 99))
    hostile = replace(
        said,
        contest_title=WORD,
        category_name=WORD,
        group=replace(
            said.group,
            name=WORD,
            centre_name=WORD,
            district_name=WORD,
            president=signer,
            treasurer=signer,
            members=(Member(WORD, "00000001", "Integrante"),),
        ),
        plan=replace(
            said.plan,
            title=WORD,
            line_name=WORD,
            goods=(row,),
            assistance=(row,),
            pledges=(Pledge(WORD, WORD, Money.soles(1)),),
        ),
    )

    assert overflowing(AGREEMENT, rewritten(document, hostile), tmp_path) == []


def test_the_receipt(session: Session, awarded: ScoredContest, tmp_path: Any) -> None:
    said = make_receipt_content(group_name=WORD)
    hostile: Receipt = replace(
        said,
        contest_title=WORD,
        centre_name=WORD,
        district_name=WORD,
        business=WORD,
        category=WORD,
        line=WORD,
        members=(ReceiptMember(WORD, "member", "****0001"),),
    )
    document = issue_receipt_paper(session, act_of(awarded.staff, NOON), awarded.office, said)

    assert overflowing(RECEIPT, rewritten(document, hostile), tmp_path) == []
