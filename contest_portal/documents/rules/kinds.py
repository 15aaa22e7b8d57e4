"""What a kind of document is, and what an issued one is handed before it is written."""

from dataclasses import dataclass
from datetime import date, datetime

from contest_portal.documents.rules.number_formats import written


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document: its template under `templates/documents` and the dataclass that it prints.

    `number_format` is the pattern (`number_formats.py`) of offices that chose none of their own.
    `group_at` and `amount_at` say where its content tells the group's code and the amount it is about, such as
    `money.amount`; empty for papers about several groups, or none.
    """

    code: str
    title: str
    template: str
    number_format: str
    context: type
    group_at: str = ""
    amount_at: str = ""

    def numbered(self, *, number: int, year: int, office: str) -> str:
        """Write the code that stands on the document, such as `ACTA N.° 007-2026-UT-LIMA`."""
        return written(self.number_format, number=number, year=year, office=office)


@dataclass(frozen=True, slots=True)
class Issue:
    """The number just taken and the moment: everything a document says about itself."""

    number: int
    code: str
    year: int
    issued_at: datetime
    issued_on: date
    verification_code: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The issuing office as it was that day, with the person who signs for it."""

    code: str
    name: str
    programme: str
    city: str
    address: str
    ruc: str | None
    signer_name: str
    signer_title: str
