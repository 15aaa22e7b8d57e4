"""What whoever words a text finds beside it: the fields of its kind with a sample, and what differs from before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import unified_diff
from typing import cast

from contest_portal.documents.rules.kinds import DocumentKind, EditableText, Wording
from contest_portal.documents.rules.words import day_of_month
from contest_portal.documents.texts.places import Place, declared_in, fields_of, is_record, roots, words_of
from contest_portal.documents.texts.preview import Specimen
from contest_portal.documents.texts.printing import shipped_body
from contest_portal.documents.typesetting import clock_time, money
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import Money

LONGEST_SAMPLE = 60
AROUND = 2


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field as a text names it, what it is from outside in, what the document at hand says; `is_many`: a list."""

    path: str
    words: tuple[str, ...]
    sample: str
    is_many: bool


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a comparison: `sign` is `+`, `-`, a space where it stays, or `@` where lines are left out."""

    sign: str
    text: str


def field_lines(kind: DocumentKind, specimen: Specimen) -> tuple[FieldLine, ...]:
    """List all that a text of a kind may name."""
    return tuple(
        line for name, place in roots(kind).items() for line in _below(kind, place, specimen.context[name])
    )


def body_of(kind: DocumentKind, wording: Wording | None) -> str:
    """Give a text; without an own one, as shipped."""
    return shipped_body(cast(EditableText, kind.text)) if wording is None else wording.body


def text_diff(kind: DocumentKind, before: Wording | None, after: Wording | None) -> tuple[DiffLine, ...]:
    """Compare two texts with their styles, line by line; nothing when they are the same."""
    old, new = (
        [*body_of(kind, one).splitlines(), *("" if one is None else one.css).splitlines()]
        for one in (before, after)
    )
    lines = list(unified_diff(old, new, n=AROUND, lineterm=""))[2:]
    return tuple(DiffLine(line[0], "…" if line[0] == "@" else line[1:]) for line in lines)


def _below(kind: DocumentKind, place: Place, value: object) -> Iterator[FieldLine]:
    record, declared = cast(type, place.record), declared_in(cast(EditableText, kind.text))
    for name in fields_of(record, declared):
        inner = cast(Place, place.field(name, declared))
        told = getattr(value, name, None)
        first = _first(told) if inner.is_many else told
        goes_on = is_record(inner)
        if not goes_on or inner.is_many:
            yield FieldLine(inner.path, words_of(kind, inner.path), _sample(told), inner.is_many)
        if goes_on:
            path = f"{inner.path}[]" if inner.is_many else inner.path
            yield from _below(kind, Place(path, inner.kind), first)


def _first(told: object) -> object:
    return told[0] if isinstance(told, tuple) and told else None


def _sample(told: object) -> str:
    match told:
        case None | "":
            return "—"
        case bool():
            return "sí" if told else "no"
        case tuple():
            return str(len(told))
        case Money():
            return money(told)
        case datetime():
            return f"{day_of_month(office_date(told))}, {clock_time(told)}"
        case date():
            return day_of_month(told)
    text = str(told)
    return text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"
