"""What the pages of texts show: kinds with what holds, the draft, what is missing, and what differs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import office_by_id
from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.models import DocumentTextDraft
from contest_portal.documents.rules.kinds import DocumentKind, Piece, Wording
from contest_portal.documents.text_queries import (
    TextVersion,
    drafted_kinds,
    latest_texts,
    text_draft,
    text_versions,
    wording_in_force,
)
from contest_portal.documents.texts.checks import gap_problems
from contest_portal.documents.texts.expressions import written_piece
from contest_portal.documents.texts.filters import FILTERS
from contest_portal.documents.texts.preview import Specimen, specimens, unready
from contest_portal.documents.texts.printing import printed, wording_of
from contest_portal.documents.texts.reference import FieldLine, field_lines
from contest_portal.documents.texts.sandbox import TextFailed
from contest_portal.kernel.problems import NotFound, Problem
from contest_portal.web.shared.bases_text import BASES_PAPER

EDITABLE = {kind.code: kind for kind in (BASES_PAPER, *KINDS.values()) if kind.text is not None}


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of an office: the number of its own text (None: as shipped), since when, and whether there is a draft."""

    kind: DocumentKind
    number: int | None
    since: datetime | None
    has_draft: bool


@dataclass(frozen=True, slots=True)
class TextPage:
    """Everything about the text of a kind in an office."""

    office: Office
    kind: DocumentKind
    held: Wording | None
    draft: DocumentTextDraft | None
    versions: tuple[TextVersion, ...]
    specimens: tuple[Specimen, ...]

    @property
    def wording(self) -> Wording | None:
        """Give the draft, or else what holds."""
        return self.held if self.draft is None else wording_of(self.draft.body, self.draft.css)

    @property
    def invented(self) -> tuple[Specimen, ...]:
        """Give the invented documents."""
        return tuple(one for one in self.specimens if one.of is None)

    def specimen(self, number: int | None) -> Specimen:
        """Give an invented document by its number, from 1; without a number, the one at hand. NotFound for no such."""
        if number is None:
            return self.specimens[0]
        if not 1 <= number <= len(self.invented):
            raise NotFound(f"invented document {number} of {self.kind.code}")
        return self.invented[number - 1]

    @property
    def missing(self) -> tuple[Problem, ...]:
        """List what keeps it from being put in force."""
        return unready(self.kind, self.wording, self.specimens)

    @property
    def blanks(self) -> tuple[Problem, ...]:
        """List what the document at hand would leave blank."""
        try:
            return gap_problems(self.kind, printed(self.kind, self.wording, self.specimens[0].context))
        except TextFailed:
            return ()

    @property
    def fields(self) -> tuple[FieldLine, ...]:
        """List the fields with what they say in the document at hand."""
        return field_lines(self.kind, self.specimens[0])

    @property
    def pieces(self) -> tuple[tuple[str, Piece], ...]:
        """List the pieces as they are written."""
        return (
            ()
            if self.kind.text is None
            else tuple((written_piece(one), one) for one in self.kind.text.pieces)
        )

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """List the filters with what they do."""
        return tuple((name, meaning) for name, (_, meaning) in FILTERS.items())


def kind_lines(session: Session, office_id: int) -> tuple[KindLine, ...]:
    """List the kinds whose text can be worded, with what holds in an office."""
    latest, drafted = latest_texts(session, office_id), drafted_kinds(session, office_id)
    return tuple(
        KindLine(
            kind,
            latest[code].number if code in latest and latest[code].body is not None else None,
            latest[code].published_at if code in latest else None,
            code in drafted,
        )
        for code, kind in EDITABLE.items()
    )


def text_page(session: Session, office_id: int, kind_code: str, at: datetime) -> TextPage:
    """Gather the page of a kind in an office; NotFound when there is no such text."""
    if kind_code not in EDITABLE:
        raise NotFound(f"text of {kind_code}")
    office, kind = office_by_id(session, office_id), EDITABLE[kind_code]
    return TextPage(
        office=office,
        kind=kind,
        held=wording_in_force(session, office_id, kind_code),
        draft=text_draft(session, office_id, kind_code),
        versions=text_versions(session, office_id, kind_code),
        specimens=specimens(session, kind, office, at),
    )
