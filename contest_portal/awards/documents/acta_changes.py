"""Which lines of an acta are not those of the one that it replaces."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from contest_portal.documents.models import Document
from contest_portal.kernel.marks import Score
from contest_portal.kernel.records import from_data


@dataclass(frozen=True, slots=True)
class ActaStanding:
    """Where a group stands in an acta: its code, place, total, and the word for its result."""

    code: str
    place: int | None
    total: Score | None
    standing: str


def changed_lines(former: Document, lines: Iterable[ActaStanding]) -> tuple[ActaStanding, ...]:
    """Give the lines of the former acta that are others now; a group that was not in it has no result there."""
    was = {line.code: line for line in _lines_of(former)}
    before = ((was.get(line.code, ActaStanding(line.code, None, None, "")), line) for line in lines)
    return tuple(old for old, line in before if old != line)


def _lines_of(former: Document) -> Iterable[ActaStanding]:
    for category in json.loads(former.data)["content"]["categories"]:
        for line in category["lines"]:
            yield from_data(ActaStanding, {name: line[name] for name in ActaStanding.__dataclass_fields__})
