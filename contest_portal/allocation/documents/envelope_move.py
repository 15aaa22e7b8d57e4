"""The act that moves money between the envelopes of a contest."""

from dataclasses import dataclass
from datetime import date

from contest_portal.allocation.documents.texts import ENVELOPE_MOVE_TEXT
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class Place:
    """Where money was or went: an envelope or the fund, with what was free there before and after."""

    name: str
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class EnvelopeMoveAct:
    """What the act says."""

    contest_code: str
    contest_title: str
    source: Place
    target: Place
    amount: Money
    reason: str
    proposed_by: str
    proposed_on: date
    approved_by: str


TITLE = "Traslado de {amount} a {place}"
ENVELOPE_MOVE = DocumentKind(
    code="envelope_move",
    title=N_("Acto de traslado entre sobres"),
    template="envelope_move.html",
    number_format="ACTO DE TRASLADO N.° {numero:3}-{año}-{oficina}",
    context=EnvelopeMoveAct,
    amount_at="amount",
    text=ENVELOPE_MOVE_TEXT,
)
