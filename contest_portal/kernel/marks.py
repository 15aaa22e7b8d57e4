"""Marks that a juror gives and scores that follow from them: integers of a declared scale, fractions inside."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering

from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.kernel.rounding import Rounding, round_to_units

_NUMBER = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,3}))?", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """What a juror gave for one criterion: `units`, of which `per_point` make one point.

    Two marks are equal when they are the same number of points.
    """

    units: int
    per_point: int = 1

    @property
    def points(self) -> Fraction:
        """Give the exact number of points."""
        return Fraction(self.units, self.per_point)

    def __eq__(self, other: object) -> bool:
        return self.points == other.points if isinstance(other, Mark) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.points)

    def __lt__(self, other: "Mark") -> bool:
        return self.points < other.points

    def __str__(self) -> str:
        return format_points(self.points)


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """A rounded score: `units` with `decimals` decimal places (7050 with 2 is 70.50).

    Two scores are equal when they are the same number of points: 70 and 70.00 are.
    """

    units: int
    decimals: int

    @classmethod
    def rounded(cls, points: Fraction, decimals: int, rounding: Rounding) -> "Score":
        """Round exact points once, by the policy that the contest declares."""
        return cls(round_to_units(points, 10**decimals, rounding), decimals)

    @property
    def points(self) -> Fraction:
        """Give the exact value of the rounded score."""
        return Fraction(self.units, 10**self.decimals)

    def __eq__(self, other: object) -> bool:
        return self.points == other.points if isinstance(other, Score) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.points)

    def __lt__(self, other: "Score") -> bool:
        return self.points < other.points

    def __str__(self) -> str:
        if not self.decimals:
            return str(self.units)
        whole, rest = divmod(abs(self.units), 10**self.decimals)
        return f"{'-' if self.units < 0 else ''}{whole}.{rest:0{self.decimals}d}"


def format_points(points: Fraction) -> str:
    """Write exact points without trailing zeros: `7`, `7.5`, or `212/3` when no decimal is exact."""
    for decimals in range(4):
        scaled = points * 10**decimals
        if scaled.denominator == 1:
            return str(Score(scaled.numerator, decimals))
    return str(points)


def parse_mark(text: str, *, field: str, per_point: int, maximum: int, minimum: int = 0) -> Mark:
    """Read a mark a person typed, between `minimum` and `maximum` points, in steps of 1/`per_point`.

    Raises Refused with a problem on `field` when it is no number, outside the range, or between two steps.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise Refused([_bad_mark("mark.not_a_number", field, text, (minimum, maximum, per_point))])
    points = Fraction(f"{match[1]}.{match[2] or 0}")
    units = points * per_point
    if not minimum <= points <= maximum:
        raise Refused([_bad_mark("mark.out_of_range", field, text, (minimum, maximum, per_point))])
    if units.denominator != 1:
        raise Refused([_bad_mark("mark.between_steps", field, text, (minimum, maximum, per_point))])
    return Mark(units.numerator, per_point)


def _bad_mark(code: str, field: str, text: str, scale: tuple[int, int, int]) -> Problem:
    minimum, maximum, per_point = scale
    return Problem(
        code,
        field=field,
        message=N_(
            "«%(value)s» no vale como puntaje. Escriba un número de %(min)s a %(max)s, en pasos de %(step)s."
        ),
        params={
            "value": text.strip()[:40],
            "min": str(minimum),
            "max": str(maximum),
            "step": format_points(Fraction(1, per_point)),
        },
    )
