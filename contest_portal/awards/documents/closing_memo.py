"""The memo that closes an award: the gift is complete and leaves the books."""

from dataclasses import dataclass

from contest_portal.awards.documents.citing import Cited
from contest_portal.awards.documents.follow_up_texts import CLOSING_MEMO_TEXT
from contest_portal.awards.documents.party import Party
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class ClosingMemo:
    """What the memo says."""

    party: Party
    settlement: Cited
    accounted: Money
    returned: Money
    remarks: str


CLOSING_MEMO = DocumentKind(
    code="closing_memo",
    title=N_("Memorando de cierre"),
    template="closing_memo.html",
    number_format="MEMORANDO DE CIERRE N.° {numero:3}-{año}-{oficina}",
    context=ClosingMemo,
    group_at="party.application_code",
    amount_at="accounted",
    text=CLOSING_MEMO_TEXT,
)
