"""What the result would have been without one juror, by the same scoring, ranking and allocation as the official one.

Nothing here is kept or decides anything: it says how much the result leans on each juror, and how near the cut is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import AllocationResult, Outcome
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import Refused
from contest_portal.scoring.rules.entries import ScoredEntry
from contest_portal.scoring.rules.ranking import Candidate, RankedGroup, rank, undecided_ties
from contest_portal.scoring.rules.totals import Scorer

NEAR_SHARE = 100
"""A group is near the cut within a hundredth of the most points there are."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A group with its final sheets and with what ranks it."""

    entry: ScoredEntry
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that a result follows from. `lot_seed` are the numbers drawn in public, if they were."""

    groups: tuple[Judged, ...]
    rulebook: Rulebook
    inputs: AllocationInput
    lot_seed: str | None = None


@dataclass(frozen=True, slots=True)
class Border:
    """The two groups beside the cut of an envelope: the last that is awarded and the first that is not."""

    last_in: str | None
    first_out: str | None
    total_in: Fraction | None
    total_out: Fraction | None

    @property
    def gap(self) -> Fraction | None:
        """Give the points between the two; below zero where the better one does not fit. None with one side empty."""
        if self.total_in is None or self.total_out is None:
            return None
        return self.total_in - self.total_out


@dataclass(frozen=True, slots=True)
class Result:
    """A result, official or not. Without `is_known` nobody can say who would be awarded.

    `missing` have no sheet of another juror; `tied` share a place that only a lot could part.
    """

    totals: Mapping[str, Fraction | None]
    awarded: frozenset[str]
    borders: Mapping[str, Border]
    missing: tuple[str, ...] = ()
    tied: bool = False

    @property
    def is_known(self) -> bool:
        """Tell whether the fund could be shared out."""
        return not self.missing and not self.tied


@dataclass(frozen=True, slots=True)
class WithoutJuror:
    """What would be otherwise without a juror. `moved` is the largest change of a total, `moved_code` whose it is.

    Nobody enters or leaves while the official result itself waits for a lot.
    """

    juror: int
    moved: Fraction
    moved_code: str | None
    enter: tuple[str, ...]
    leave: tuple[str, ...]
    result: Result


@dataclass(frozen=True, slots=True)
class GroupRange:
    """A group's official total, and between what it would lie with any one juror left out."""

    code: str
    category: str
    total: Fraction
    low: Fraction
    high: Fraction
    awarded: bool
    near: bool


@dataclass(frozen=True, slots=True)
class CutRange:
    """The cut of an envelope, and between what totals it would lie with any one juror left out."""

    category: str
    border: Border
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Leaning:
    """How the result leans on single jurors."""

    official: Result
    jurors: tuple[WithoutJuror, ...]
    groups: tuple[GroupRange, ...]
    cuts: tuple[CutRange, ...]


def leaning(whole: Whole) -> Leaning:
    """Take every juror out once, and compare with the official result."""
    official = result_without(None, whole)
    jurors = sorted({sheet.juror for group in whole.groups for sheet in group.entry.sheets})
    others = tuple(_compared(juror, result_without(juror, whole), official) for juror in jurors)
    near = Fraction(whole.rulebook.max_points, NEAR_SHARE)
    return Leaning(
        official,
        others,
        tuple(_ranges(whole, official, others, near)),
        tuple(_cuts(official, others)),
    )


def result_without(juror: int | None, whole: Whole) -> Result:
    """Score, rank and share out as the contest's rules say, without the sheets of a juror; None leaves out nobody."""
    scored, missing = _scored(juror, whole)
    ranking = rank(scored, whole.rulebook, lot_seed=whole.lot_seed)
    totals = {line.code: line.score.exact_total for line in ranking}
    tied = bool(undecided_ties(ranking))
    if missing or tied:
        return Result(totals, frozenset(), {}, missing, tied)
    shared_out = allocate(whole.inputs.rule, _inputs(ranking, whole.inputs))
    awarded = frozenset(line.code for line in shared_out.lines if line.outcome is Outcome.AWARDED)
    return Result(totals, awarded, _borders(shared_out, totals))


def _scored(juror: int | None, whole: Whole) -> tuple[list[Candidate], tuple[str, ...]]:
    """Score the groups again, where the juror has a sheet; name those that have no total without it."""
    found: list[Candidate] = []
    missing: list[str] = []
    scorer = Scorer(whole.rulebook)
    for group in whole.groups:
        left = tuple(sheet for sheet in group.entry.sheets if sheet.juror != juror)
        if len(left) == len(group.entry.sheets):
            found.append(group.candidate)
            continue
        try:
            score = scorer.score(replace(group.entry, sheets=left))
        except Refused:
            missing.append(group.entry.code)
        else:
            found.append(replace(group.candidate, score=score))
    return found, tuple(missing)


def _inputs(ranking: Iterable[RankedGroup], inputs: AllocationInput) -> AllocationInput:
    ranked = {line.code: line for line in ranking}
    return replace(
        inputs,
        candidates=tuple(
            replace(
                one,
                standing=ranked[one.code].standing,
                place=ranked[one.code].place,
                total=ranked[one.code].total,
            )
            for one in inputs.candidates
            if one.code in ranked
        ),
    )


def _borders(shared_out: AllocationResult, totals: Mapping[str, Fraction | None]) -> Mapping[str, Border]:
    return {
        envelope.category_code: _border(shared_out, envelope.category_code, totals)
        for envelope in shared_out.envelopes
    }


def _border(shared_out: AllocationResult, category: str, totals: Mapping[str, Fraction | None]) -> Border:
    lines = [line for line in shared_out.lines if line.envelope_code == category]
    inside = [line.code for line in lines if line.outcome is Outcome.AWARDED]
    outside = [line.code for line in lines if line.outcome in (Outcome.RESERVE, Outcome.BELOW_PASS)]
    last_in, first_out = (inside[-1] if inside else None), (outside[0] if outside else None)
    return Border(last_in, first_out, totals.get(last_in or ""), totals.get(first_out or ""))


def _compared(juror: int, other: Result, official: Result) -> WithoutJuror:
    moves = [
        (abs(total - before), code)
        for code, total in other.totals.items()
        if total is not None and (before := official.totals[code]) is not None
    ]
    moved, code = max(moves, key=lambda one: (one[0], one[1]), default=(Fraction(0), None))
    both_known = other.is_known and official.is_known
    enter = sorted(other.awarded - official.awarded) if both_known else ()
    leave = sorted(official.awarded - other.awarded) if both_known else ()
    return WithoutJuror(juror, moved, code if moved else None, tuple(enter), tuple(leave), other)


def _ranges(
    whole: Whole, official: Result, others: tuple[WithoutJuror, ...], near: Fraction
) -> Iterator[GroupRange]:
    for group in whole.groups:
        code, category = group.entry.code, group.candidate.category
        total = official.totals[code]
        if total is None:
            continue
        known = [got for one in others if (got := one.result.totals.get(code)) is not None]
        awarded = code in official.awarded
        border = official.borders.get(category)
        yield GroupRange(
            code=code,
            category=category,
            total=total,
            low=min((total, *known)),
            high=max((total, *known)),
            awarded=awarded,
            near=border is not None and _is_near(total, border, near, awarded=awarded),
        )


def _is_near(total: Fraction, border: Border, near: Fraction, *, awarded: bool) -> bool:
    """Look at the group on the other side of the cut; with nobody there nothing is near."""
    other = border.total_out if awarded else border.total_in
    return other is not None and abs(total - other) <= near


def _cuts(official: Result, others: tuple[WithoutJuror, ...]) -> Iterator[CutRange]:
    for category, border in official.borders.items():
        known = [
            total
            for one in (official, *(other.result for other in others))
            if category in one.borders and (total := one.borders[category].total_in) is not None
        ]
        yield CutRange(category, border, min(known, default=None), max(known, default=None))
