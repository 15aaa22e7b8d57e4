"""The receipt a group gets when it sends its profile: number, instant and the hash of what was sent."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.applications.documents.receipt_text import RECEIPT_TEXT
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.checkpoints import PrintedCheckpoint
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.kernel.records import added_later


@dataclass(frozen=True, slots=True)
class ReceiptMember:
    """A member as the receipt names one; the DNI shows its last digits alone."""

    full_name: str
    dni: str
    office: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says."""

    contest_code: str
    contest_title: str
    closes_at: datetime
    application_code: str
    group_name: str
    centre_name: str
    district_name: str
    business: str
    category: str
    line: str
    requested: Money
    households: int
    members: tuple[ReceiptMember, ...]
    received_at: datetime
    content_sha256: str
    rules_sha256: str
    rules_version: int = added_later(1)
    ground: str = added_later("in_time")
    checkpoint: PrintedCheckpoint | None = added_later(None)


RECEIPT = DocumentKind(
    code="receipt",
    title=N_("Constancia de recepción"),
    template="receipt.html",
    number_format="CONSTANCIA N.° {numero:4}-{año}-{oficina}",
    context=Receipt,
    group_at="application_code",
    amount_at="requested",
    text=RECEIPT_TEXT,
)
