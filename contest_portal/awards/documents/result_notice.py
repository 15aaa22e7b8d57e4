"""The letter that tells a group the result of its application, whatever it is."""

from dataclasses import dataclass
from datetime import date

from contest_portal.awards.documents.citing import Cited
from contest_portal.awards.documents.result_notice_text import RESULT_NOTICE_TEXT
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class ResultNotice:
    """What the letter says. `outcome` is one of allocation/rules/results.py, or `annulled`: awarded, and then not.

    `total` and `place` are None for a disqualified group, `place` for one below the pass mark; `reserve_order` where it
    is not on the reserve list; `cut`, the lowest total that received money, where nobody did. `observe_until` is the
    last day for objecting; None where the rules take no observations.
    """

    contest_code: str
    contest_title: str
    application_code: str
    group_name: str
    business: str
    category_name: str
    outcome: str
    reason: str
    total: Score | None
    max_points: int
    pass_mark: Score
    cut: Score | None
    place: int | None
    reserve_order: int | None
    requested: Money
    amount: Money
    acta: Cited
    resolution: Cited
    observe_until: date | None


RESULT_NOTICE = DocumentKind(
    code="result_notice",
    title=N_("Notificación del resultado"),
    template="result_notice.html",
    number_format="NOTIFICACIÓN N.° {numero:4}-{año}-{oficina}",
    context=ResultNotice,
    group_at="application_code",
    amount_at="amount",
    text=RESULT_NOTICE_TEXT,
)
ANNULLED = "annulled"
