"""What a kind of document is, and what an issued one is handed before it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contest_portal.documents.rules.number_formats import written
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.records import added_later


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that stays as the house ships it: a macro of a file, or, without `macro`, the whole file.

    `takes` names what a text hands over; the last `optional` of them may be left out. `needs` are fields, such as
    `office.signer_name`, that must be told wherever it stands.
    """

    name: str
    file: str
    meaning: str
    takes: tuple[str, ...] = ()
    optional: int = 0
    macro: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Must:
    """What a text has to print: a field with how it is written, `doc.award|money`, or a piece, `annex()`."""

    shown: str
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """Another document to try a text with: what differs in the content of the invented one."""

    name: str
    changes: Mapping[str, Json]


@dataclass(frozen=True, slots=True, eq=False)
class EditableText:
    """The part of a kind that an administrator may word anew.

    `file` is the text as shipped, under `templates/documents/texts`. Head, number, foot and banners are not part of it.
    `fields` tells what may be named: by the name of its record, each field with its meaning. A text that says other
    things in other cases has a variant of the invented document for each. One that `falls_back` belongs to papers that
    nobody may be refused: what cannot be issued in the office's own words is issued in those as shipped. One that is
    `invented_only` is never tried with a document that was issued: what persons write there of themselves cannot be
    covered.
    """

    file: str
    fields: Mapping[str, Mapping[str, str]]
    pieces: tuple[Piece, ...]
    musts: tuple[Must, ...]
    variants: tuple[Variant, ...] = ()
    falls_back: bool = False
    invented_only: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and its additional style as somebody wrote them; `sha256` names both."""

    body: str
    css: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document: its template under `templates/documents` and the dataclass that it prints.

    `number_format` is the pattern (`number_formats.py`) of offices that chose none of their own.
    `group_at` and `amount_at` say where its content tells the group's code and the amount it is about, such as
    `money.amount`; empty for papers about several groups, or none. `text` is what may be worded anew of it; its
    template then prints `body`.
    """

    code: str
    title: str
    template: str
    number_format: str
    context: type
    group_at: str = ""
    amount_at: str = ""
    text: EditableText | None = None

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
    """The issuing office as it was that day, with the person who signs for it; its logo is a stored PNG."""

    code: str
    name: str
    programme: str
    city: str
    address: str
    ruc: str | None
    signer_name: str
    signer_title: str
    logo_sha256: str | None = added_later(None)
