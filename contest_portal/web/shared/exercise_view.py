"""The spread of a calibration exercise as its pages write it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from contest_portal.kernel.marks import Score, format_points
from contest_portal.kernel.rounding import Rounding
from contest_portal.scoring.rules.calibration import Spread


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """A criterion with its marks written: lowest, highest, mean, and what was agreed, empty while it is not."""

    code: str
    text: str
    sheets: int
    lowest: str
    highest: str
    mean: str
    width: str
    reference: str


def spread_rows(spreads: Iterable[Spread]) -> tuple[SpreadRow, ...]:
    """Write the spreads."""
    return tuple(
        SpreadRow(
            code=one.criterion.code,
            text=one.criterion.text,
            sheets=one.sheets,
            lowest=_written(one.lowest),
            highest=_written(one.highest),
            mean=_written(one.mean),
            width=_written(one.width),
            reference="" if one.reference is None else _written(one.reference),
        )
        for one in spreads
    )


def _written(points: Fraction) -> str:
    exact = format_points(points)
    return exact if "/" not in exact else str(Score.rounded(points, 2, Rounding.HALF_UP))
