"""What a name in a text stands for: the fields of a document, followed from their declarations."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass, replace
from functools import cache
from typing import Union, cast, get_args, get_origin, get_type_hints

from contest_portal.documents.rules.kinds import DocumentKind, EditableText, Issue, Letterhead
from contest_portal.documents.rules.text_fields import COMMON_FIELDS, ROOT_WORDS

Declared = Mapping[str, Mapping[str, str]]
"""What may be named of each record, by the record's name, with its meaning."""
Span = tuple[int, int | None]
"""A part that is cut out, from a place on up to another, or to the end."""
NO_PART: Span = (1, 1)
"""What is cut in a way that no other parts make whole."""


@dataclass(frozen=True, slots=True)
class Loop:
    """What is known inside of a loop: the first is number 1 (`index`) or 0 (`index0`)."""

    index: int
    index0: int
    first: bool
    last: bool
    length: int


@dataclass(frozen=True, slots=True)
class Place:
    """A field as it is reached, `doc.group.name`, and what it holds; `is_many`: one after another.

    `cut` is the part of it that is taken; what stands inside of it is then no more than a part too.
    """

    path: str
    kind: object
    is_many: bool = False
    cut: Span | None = None

    @property
    def record(self) -> type | None:
        """Give the record that stands here; None for a value or a list."""
        is_one = isinstance(self.kind, type) and is_dataclass(self.kind) and not self.is_many
        return self.kind if is_one and isinstance(self.kind, type) else None

    def field(self, name: str, declared: Declared) -> "Place | None":
        """Give a field of the record here; None when there is none, or none that may be named."""
        record = self.record
        if record is None or name not in fields_of(record, declared):
            return None
        return replace(_place(f"{self.path}.{name}", _hints(record)[name]), cut=self.cut)

    def item(self) -> "Place | None":
        """Give each of many; None where there is one."""
        return Place(f"{self.path}[]", self.kind, cut=self.cut) if self.is_many else None

    def part(self, start: object, stop: object, step: object) -> "Place":
        """Give a part of what stands here."""
        ends = (0 if start is None else start, stop)
        is_plain = step is None and all(isinstance(end, int) and end >= 0 for end in ends if end is not None)
        whole = self.cut is None and is_plain
        return replace(self, cut=cast(Span, ends) if whole else NO_PART)


def roots(kind: DocumentKind) -> dict[str, Place]:
    """Give the names that every text of a kind knows."""
    return {
        "doc": Place("doc", kind.context),
        "issue": Place("issue", Issue),
        "office": Place("office", Letterhead),
    }


def fields_of(record: type, declared: Declared) -> tuple[str, ...]:
    """Name the fields of a record that may be named."""
    return tuple(_hints(record)) if record is Loop else tuple(declared.get(record.__name__, ()))


def is_record(place: Place) -> bool:
    """Tell whether a record stands here, or each of many is one; an amount, which says itself, is a value."""
    record = Place(place.path, place.kind).record
    return record is not None and "__str__" not in vars(record)


def declared_in(text: EditableText) -> Declared:
    """Give all that texts of a kind may name."""
    return {**COMMON_FIELDS, **text.fields}


def in_words(kind: DocumentKind, path: str) -> str:
    """Say what stands at a path: `Grupo: Quien preside: Nombres y apellidos`."""
    return ": ".join(words_of(kind, path))


def words_of(kind: DocumentKind, path: str) -> tuple[str, ...]:
    """Give the meaning of each step of a path, from outside in."""
    declared = declared_in(cast(EditableText, kind.text))
    root, *names = path.replace("[]", "").split(".")
    here, words = roots(kind)[root], [ROOT_WORDS[root]] if root != "doc" else []
    for name in names:
        record = here.record or here.kind
        words.append(declared.get(getattr(record, "__name__", ""), {}).get(name, name))
        here = Place(here.path, here.kind).field(name, declared) or here
    return tuple(words)


@cache
def _hints(record: type) -> dict[str, object]:
    return get_type_hints(record)


def _place(path: str, hint: object) -> Place:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _place(path, next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        return Place(path, args[0], is_many=True)
    return Place(path, hint)
