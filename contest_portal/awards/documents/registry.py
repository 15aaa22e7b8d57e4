"""The kinds of document of the house, by code. A new kind is its module, its template and one line here."""

from collections.abc import Mapping
from types import MappingProxyType

from contest_portal.applications.documents.paper_slip import PAPER_SLIP
from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.applications.documents.screening_letter import SCREENING_LETTER
from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.documents.rules.kinds import DocumentKind

KINDS: Mapping[str, DocumentKind] = MappingProxyType(
    {kind.code: kind for kind in (RECEIPT, PAPER_SLIP, SCREENING_LETTER, ACTA, RESOLUTION, AGREEMENT)}
)
