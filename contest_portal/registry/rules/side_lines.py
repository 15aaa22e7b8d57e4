"""Lines of a statistical table that are no rows of it: sums of an area, notes under it, its header once more."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from contest_portal.registry.rules.cells import is_blank
from contest_portal.registry.rules.reports import RowProblem

MOST_SUMS = 20_000

_TOTAL = re.compile(r"(?:sub\s*-?\s*)?total(?:es)?\b|suma\b", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:fuentes?|notas?|elaboraci[oó]n|elaborado|actualizad[oa]|(?:no\s)?incluye|leyenda|fecha|p[aá]gina)\b|"
    r"\(?\*|[-–]\s|\(?(?:[0-9]{1,2}|[a-z])[/)]\s?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]+", re.ASCII)


class SideLine(StrEnum):
    """What a line is that is no row."""

    NOTE = "note"
    TOTAL = "total"
    HEADER = "header"


def side_line(values: Sequence[str], names: Sequence[str], key: str) -> SideLine | None:
    """Tell what a line is that cannot be read as a row; None: it was meant as one. `key` is its key's cell."""
    written = [value.strip() for value in values if not is_blank(value.strip())]
    if [value.strip() for value in values[: len(names)]] == list(names):
        return SideLine.HEADER
    leading = written[:1] if _DIGITS.fullmatch(key) else written[:3]
    if any(_TOTAL.match(value) for value in leading):
        return SideLine.TOTAL
    if len(written) == 1 and not _DIGITS.fullmatch(written[0]) and _NOTE.match(written[0]):
        return SideLine.NOTE
    return None


class AreaSums:
    """Tells the sum of a wider area (`0903` above the districts of a province) from a code that lost its end.

    A shorter code is a sum when rows of that area stand in the same file; else its line is a bad row.
    """

    def __init__(self, digits: frozenset[int]) -> None:
        self._digits = digits
        self._areas: set[str] = set()
        self._waiting: list[tuple[str, list[RowProblem]]] = []

    def accept(self, code: str) -> None:
        """Remember the areas that a good row lies in."""
        if self._digits:
            self._areas.update(code[:length] for length in self._digits)

    def may_be_sum(self, key: str, problems: list[RowProblem]) -> bool:
        """Keep a line whose key is the code of an area until all rows are known; say whether it is kept."""
        if len(key) not in self._digits or not _DIGITS.fullmatch(key) or len(self._waiting) >= MOST_SUMS:
            return False
        self._waiting.append((key, problems))
        return True

    @property
    def accepted(self) -> int:
        """Count the lines that were sums."""
        return sum(key in self._areas for key, _ in self._waiting)

    def rejected(self) -> Iterator[list[RowProblem]]:
        """Give the problems of each line that was none."""
        return (problems for key, problems in self._waiting if key not in self._areas)
