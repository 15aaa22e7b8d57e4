"""What a text is tried with: the newest document of its kind in the office, or that of an invented contest.

Names and numbers of persons, and numbers of accounts, are covered: who words a text has no business with them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.documents.letterhead import letterhead_of
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind, Issue, Letterhead, Wording
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.documents.rules.number_formats import written
from contest_portal.documents.stationery import stationery_of
from contest_portal.documents.text_queries import latest_document
from contest_portal.documents.texts.checks import failure, gap_problems, must_problems
from contest_portal.documents.texts.printing import printed
from contest_portal.documents.texts.sandbox import TextFailed
from contest_portal.documents.typesetting import TEMPLATES
from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import Problem
from contest_portal.kernel.records import from_data, to_data

NO_CODE = "VISTA-PREVIA"
_NUMBERS = frozenset({"dni", "cci"})
_NAMES = frozenset({"full_name", "juror_name"})
_LAST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Specimen:
    """A document to try texts with. `of` is the number of the document that it was taken from; none: invented.

    `name` is that of a variant of the invented one.
    """

    title: str
    doc: object
    issue: Issue
    letterhead: Letterhead
    of: str | None = None
    name: str = ""

    @property
    def context(self) -> Mapping[str, object]:
        """Give what a text is handed."""
        return {
            "doc": self.doc,
            "issue": self.issue,
            "office": self.letterhead,
            "is_trial": False,
            "log_page": "",
        }

    def document(self, kind: DocumentKind) -> Document:
        """Give it as a document that nobody issued."""
        data = {
            "kind": kind.code,
            "title": self.title,
            "issue": to_data(self.issue),
            "letterhead": to_data(self.letterhead),
            "content": to_data(self.doc),
        }
        return Document(
            kind=kind.code,
            state=DocumentState.ISSUED.value,
            data=canonical_json(data),
            data_sha256="",
            issued_at=self.issue.issued_at,
        )


def specimens(session: Session, kind: DocumentKind, office: Office, at: datetime) -> tuple[Specimen, ...]:
    """Give what a text of a kind is tried with: the newest real document, the invented one and its variants."""
    invented = json.loads((TEMPLATES / "samples" / f"{kind.code}.json").read_text("utf-8"))
    issue = unnumbered(session, kind, office, at)
    title, content, letterhead = str(invented["title"]), invented["content"], letterhead_of(office)
    variants = () if kind.text is None else kind.text.variants
    samples = (
        _specimen(title, kind, content, issue, letterhead),
        *(
            replace(_specimen(title, kind, {**content, **one.changes}, issue, letterhead), name=one.name)
            for one in variants
        ),
    )
    newest = None if kind.text and kind.text.invented_only else latest_document(session, office.id, kind.code)
    if newest is None:
        return samples
    covered = _covered(json.loads(newest.data)["content"])
    real = _specimen(newest.title, kind, covered, issue, letterhead)
    return (replace(real, of=newest.code), *samples)


def unready(
    kind: DocumentKind, wording: Wording | None, specimens: tuple[Specimen, ...]
) -> tuple[Problem, ...]:
    """List what keeps a text from being put in force: what it has to print and does not, with any of the specimens.

    Of a case that is known to come, also what it prints and that case does not have.
    """
    found: list[Problem] = []
    for one in specimens:
        try:
            result = printed(kind, wording, one.context)
        except TextFailed as error:
            return (failure(error),)
        lacks = must_problems(kind, result, one.context) + (gap_problems(kind, result) if one.name else ())
        found += (lack for lack in lacks if lack not in found)
    return tuple(found)


def unnumbered(session: Session, kind: DocumentKind, office: Office, at: datetime) -> Issue:
    """Give what an issue would say of itself, without a number of any series."""
    day = office_date(at)
    pattern = stationery_of(session, office, kind).pattern
    code = written(pattern, number=0, year=day.year, office=office.code)
    return Issue(number=0, code=code, year=day.year, issued_at=at, issued_on=day, verification_code=NO_CODE)


def _specimen(
    title: str, kind: DocumentKind, content: Json, issue: Issue, letterhead: Letterhead
) -> Specimen:
    return Specimen(title, from_data(kind.context, content), issue, letterhead)


def _covered(value: Json, name: str = "") -> Json:
    if isinstance(value, Mapping):
        return {key: _covered(inner, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_covered(inner) for inner in value]
    if name in _NUMBERS and isinstance(value, str):
        return "*" * (len(value) - _LAST_SHOWN) + value[-_LAST_SHOWN:]
    if name in _NAMES and isinstance(value, str):
        return " ".join(f"{word[0]}." for word in value.split())
    return value
