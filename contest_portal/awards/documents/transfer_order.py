"""The order to transfer an instalment to the group's account."""

from dataclasses import dataclass

from contest_portal.awards.documents.follow_up_texts import TRANSFER_ORDER_TEXT
from contest_portal.awards.documents.party import Party
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class TransferOrder:
    """What the order says: how much, which instalment, to which account, and what was transferred before."""

    party: Party
    number: int
    of: int
    percent: int
    amount: Money
    award: Money
    paid_before: Money
    accounted: Money
    counterpart: Money
    bank: str
    cci: str
    holder: str


TRANSFER_ORDER = DocumentKind(
    code="transfer_order",
    title=N_("Orden de transferencia"),
    template="transfer_order.html",
    number_format="ORDEN DE TRANSFERENCIA N.° {numero:3}-{año}-{oficina}",
    context=TransferOrder,
    group_at="party.application_code",
    amount_at="amount",
    text=TRANSFER_ORDER_TEXT,
)
