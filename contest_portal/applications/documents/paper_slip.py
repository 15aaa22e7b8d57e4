"""The slip that a group takes home when the office receives its form on paper."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.applications.documents.receipt_text import PAPER_SLIP_TEXT
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class PaperSlip:
    """What a slip says. `scan_sha256` is of the scan, when there is one."""

    contest_code: str
    contest_title: str
    group_name: str
    centre_name: str
    district_name: str
    received_at: datetime
    received_by: str
    sheets: int
    scan_sha256: str | None
    rules_sha256: str
    typed_until: datetime


PAPER_SLIP = DocumentKind(
    code="paper_slip",
    title=N_("Cargo de recepción en papel"),
    template="paper_slip.html",
    number_format="CARGO N.° {numero:4}-{año}-{oficina}",
    context=PaperSlip,
    text=PAPER_SLIP_TEXT,
)
