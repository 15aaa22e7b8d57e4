"""Papers after an award: no text ends outside its page, however long a word somebody is called or types."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.documents.settlement import SettledItem
from contest_portal.awards.services.amend_agreement import Amending, amend_agreement
from contest_portal.awards.services.close_award import close_award
from contest_portal.documents.models import Document
from contest_portal.kernel.money import Money
from tests.awards.deeds import annulled, settled
from tests.awards.documents.test_hostile_names import WORD, content, overflowing, rewritten
from tests.factories.follow_ups import Followed, make_paid, make_ready

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

MOST = Money.soles(99_999_999, 99)
LONG: dict[str, dict[str, object]] = {
    "transfer_order": {"bank": WORD, "holder": WORD, "amount": MOST, "award": MOST, "counterpart": MOST},
    "agreement_change": {"reason": WORD, "items": f"{WORD}\n{WORD} {WORD}", "ends_on": None},
    "settlement": {
        "award": MOST,
        "paid": MOST,
        "accounted": MOST,
        "promised": MOST,
        "counterpart": MOST,
        "vouchers": 99_999,
        "items": (SettledItem(WORD, MOST, MOST), SettledItem("", MOST, MOST)),
    },
    "closing_memo": {"remarks": f"{WORD} {WORD}", "accounted": MOST, "returned": MOST},
    "annulment": {"reason": WORD, "award": MOST, "returned": MOST},
}


def with_papers(session: Session, folder: Path, kind: str) -> Followed:
    """Make a contest in which a paper of this kind was issued."""
    if kind == "annulment":
        return annulled(make_ready(session, folder))
    paid = make_paid(session, folder)
    if kind == "agreement_change":
        change = Amending("term", date(2028, 1, 31), "", "La sequía retrasó la compra.")
        amend_agreement(session, paid.act(paid.approver), award_id=paid.award.id, change=change)
    if kind in ("settlement", "closing_memo"):
        settled(paid)
    if kind == "closing_memo":
        close_award(session, paid.act(paid.payer), award_id=paid.award.id)
    return paid


@pytest.mark.parametrize("kind", LONG)
def test_a_paper_of_long_words_stays_on_its_page(session: Session, tmp_path: Path, kind: str) -> None:
    with_papers(session, tmp_path, kind)
    document = session.scalars(select(Document).where(Document.kind == kind)).one()
    said: Any = content(document, KINDS[kind].context)
    party = replace(said.party, contest_title=WORD, group_name=WORD, application_code=WORD[:40])

    hostile = replace(said, party=party, **LONG[kind])

    assert overflowing(KINDS[kind], rewritten(document, hostile), tmp_path) == []
