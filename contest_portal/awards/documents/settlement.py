"""The settlement of an award: what was transferred, accounted for and returned, to nothing left."""

from dataclasses import dataclass

from contest_portal.awards.documents.follow_up_texts import SETTLEMENT_TEXT
from contest_portal.awards.documents.party import Party
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_
from contest_portal.kernel.records import added_later


@dataclass(frozen=True, slots=True)
class SettledItem:
    """An item of the budget: what was planned and what was spent on it."""

    name: str
    planned: Money
    spent: Money


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the settlement says. `released` was not transferred and goes back to the envelope, for `release_reason`."""

    party: Party
    award: Money
    paid: Money
    accounted: Money
    returned: Money
    promised: Money
    counterpart: Money
    vouchers: int
    items: tuple[SettledItem, ...]
    released: Money = added_later(ZERO)
    release_reason: str = added_later("")


SETTLEMENT = DocumentKind(
    code="settlement",
    title=N_("Liquidación del premio"),
    template="settlement.html",
    number_format="LIQUIDACIÓN N.° {numero:3}-{año}-{oficina}",
    context=Settlement,
    group_at="party.application_code",
    amount_at="award",
    text=SETTLEMENT_TEXT,
)
