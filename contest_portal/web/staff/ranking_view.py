"""The order of merit with its arithmetic, as the page and the file show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.marks import Score
from contest_portal.kernel.rounding import Rounding
from contest_portal.scoring.queries import RankedLine
from contest_portal.scoring.rules.totals import PhaseMean
from contest_portal.web.shared.filters import say


@dataclass(frozen=True, slots=True)
class MeanText:
    """A phase mean: exact, as a decimal of four places cut off, and over how many sheets."""

    exact: str
    decimal: str
    sheets: int


@dataclass(frozen=True, slots=True)
class RankingRow:
    """A group's line; empty texts where a group has no figure."""

    application_id: int
    code: str
    group_name: str
    category: str
    standing: str
    place: str
    means: tuple[MeanText | None, ...]
    exact_total: str
    total: str
    note: str


@dataclass(frozen=True, slots=True)
class CategoryRanking:
    """The lines of one category."""

    name: str
    rows: tuple[RankingRow, ...]


def ranking_by_category(lines: Iterable[RankedLine], rulebook: Rulebook) -> tuple[CategoryRanking, ...]:
    """Put the stored ranking under its categories, in the order of the rules."""
    order = {category.code: number for number, category in enumerate(rulebook.categories)}
    sorted_lines = sorted(lines, key=lambda line: order[line.category_code])
    return tuple(
        CategoryRanking(rulebook.category(code).name, tuple(_row(line, rulebook) for line in group))
        for code, group in groupby(sorted_lines, key=lambda line: line.category_code)
    )


def exact_text(points: Fraction) -> str:
    """Write a fraction so that anyone can compute with it: `81/2`, or `39`."""
    return str(points)


def decimal_text(points: Fraction) -> str:
    """Write four decimals, cut off and not rounded."""
    return str(Score.rounded(points, 4, Rounding.DOWN))


def _row(line: RankedLine, rulebook: Rulebook) -> RankingRow:
    means = {mean.phase_code: mean for mean in line.phase_means}
    return RankingRow(
        application_id=line.application_id,
        code=line.code,
        group_name=line.group_name,
        category=rulebook.category(line.category_code).name,
        standing=line.standing,
        place="" if line.place is None else str(line.place),
        means=tuple(_mean(means.get(phase.code)) for phase in rulebook.phases),
        exact_total="" if line.exact_total is None else exact_text(line.exact_total),
        total="" if line.total is None else str(line.total),
        note=" ".join(say(note) for note in line.notes),
    )


def _mean(mean: PhaseMean | None) -> MeanText | None:
    if mean is None:
        return None
    return MeanText(exact_text(mean.mean), decimal_text(mean.mean), mean.sheets)
