"""What closed a scoring, as one hash: the ranking and the seals of the sheets behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from contest_portal.kernel.canonical import canonical_hash


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A line of the ranking that closed the scoring, with its exact total."""

    entry_code: str
    category: str
    standing: str
    place: int | None
    total: Fraction | None


@dataclass(frozen=True, slots=True)
class ClosedSheet:
    """A final sheet with its seal."""

    entry_code: str
    phase: str
    juror: int
    seal: str


def closing_hash(contest_code: str, lines: Iterable[ClosedLine], sheets: Iterable[ClosedSheet]) -> str:
    """Hash the canonical JSON of a closing; the order in which its parts are read does not matter."""
    return canonical_hash(
        {
            "contest": contest_code,
            "ranking": [
                {
                    "entry": line.entry_code,
                    "category": line.category,
                    "standing": line.standing,
                    "place": line.place,
                    "total": None
                    if line.total is None
                    else f"{line.total.numerator}/{line.total.denominator}",
                }
                for line in sorted(lines, key=lambda line: line.entry_code)
            ],
            "sheets": [
                {"entry": one.entry_code, "phase": one.phase, "juror": one.juror, "seal": one.seal}
                for one in sorted(sheets, key=lambda one: (one.entry_code, one.phase, one.juror))
            ],
        }
    )
