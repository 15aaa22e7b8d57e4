"""The mean of a phase over its sheets, by classes of evaluators where it has them. Everything is exact.

Marks are added up as whole numbers and become a fraction once for each mean. A class gives its share of the phase's
points times what its sheets reach of their maximum, on the mean. What becomes of the share of a class without sheets
the class itself declares.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress
from math import lcm
from operator import getitem, mul

from contest_portal.contests.rules.sheets import EvaluatorClass, Phase, WhenEmpty
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.records import added_later
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark, ScoredEntry
from contest_portal.scoring.rules.sheet_rules import Tally


@dataclass(frozen=True, slots=True)
class ClassPart:
    """What a class gave: the exact mean of its sheets, the share it counted with (percent), the points it added."""

    class_code: str
    sheets: int
    mean: Fraction
    share: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class PhaseMean:
    """The exact mean of a phase over its sheets, with the parts of its classes of evaluators, if it has any."""

    phase_code: str
    mean: Fraction
    sheets: int
    classes: tuple[ClassPart, ...] = added_later(())


@dataclass(frozen=True, slots=True)
class CriterionMean:
    """The exact mean of what a criterion adds, over the sheets of its phase."""

    phase_code: str
    criterion_code: str
    mean: Fraction


def sheet_points(sheet: CountedSheet, phase: Phase) -> Fraction:
    """Add what the marks of one sheet are worth, exactly."""
    return sum((_contribution(phase, given) for given in sheet.marks), Fraction(0))


class PhaseWorth:
    """What the marks of a phase are worth, worked out once for any number of groups.

    A unit of the mark of a criterion is its `_worth` of `_denominator` parts of a point. Its marks are all on the
    contest's scale, of which `per_point` units make one point.
    """

    def __init__(self, phase: Phase, per_point: int) -> None:
        factors = [phase.factor(criterion) / per_point for criterion in phase.criteria]
        self._phase = phase
        self._denominator = lcm(*(factor.denominator for factor in factors))
        self._worth = tuple(int(factor * self._denominator) for factor in factors)
        self._codes = tuple(criterion.code for criterion in phase.criteria)
        self._classes = tuple(one.code for one in phase.classes) or ("",)
        self._gives = tuple(not criterion.disqualifies for criterion in phase.criteria)
        self._scales: dict[tuple[str, ...], tuple[tuple[str, Fraction, Fraction], ...]] = {}
        self._means: dict[tuple[tuple[str, int, int], ...], PhaseMean] = {}
        self._criterion_means: dict[tuple[tuple[str, int], ...], tuple[_CriterionMeans, ...]] = {}

    def tallies(
        self, sheets: tuple[CountedSheet, ...], known: Mapping[tuple[str, str], Tally]
    ) -> Mapping[str, Tally]:
        """Add up the sheets of a group, by class of evaluators; without classes all under the empty code.

        `known` are sheets that were added up already, by phase and class.
        """
        phase = self._phase
        found = {code: known[phase.code, code] for code in self._classes if (phase.code, code) in known}
        if sum([tally.sheets for tally in found.values()]) == len(sheets):
            return found
        return {code: self._tally(own) for code, own in _by_class(phase, sheets).items()}

    def mean(self, tallies: Mapping[str, Tally]) -> PhaseMean:
        """Give the mean of the phase; there is at least one sheet."""
        parts = tuple(
            [(code, tally.sheets, sum(map(mul, self._worth, tally.units))) for code, tally in tallies.items()]
        )
        known = self._means.get(parts)
        if known is None:
            known = self._means[parts] = self._mean(parts)
        return known

    def criterion_means(self, tallies: Mapping[str, Tally]) -> Iterator[CriterionMean]:
        """Give what each criterion that gives points adds to the mean; together they are that mean."""
        sizes = tuple([(code, tally.sheets) for code, tally in tallies.items()])
        known = self._criterion_means.get(sizes)
        if known is None:
            known = self._criterion_means[sizes] = self._to_criterion_means(dict(sizes))
        got = zip(*[tally.units for tally in tallies.values()], strict=True)
        return map(getitem, known, compress(got, self._gives))

    def _tally(self, sheets: tuple[CountedSheet, ...]) -> Tally:
        units = dict.fromkeys(self._codes, 0)
        for sheet in sheets:
            for given in sheet.marks:
                units[given.criterion] += given.mark.units
        return Tally(len(sheets), tuple(units.values()))

    def _mean(self, parts: tuple[tuple[str, int, int], ...]) -> PhaseMean:
        """Give the mean of a phase from the parts of points that the sheets of each class add up to."""
        means = {code: Fraction(added, self._denominator * sheets) for code, sheets, added in parts}
        counts = {code: sheets for code, sheets, _ in parts}
        count = sum(counts.values())
        if not self._phase.classes:
            return PhaseMean(self._phase.code, means[""], count)
        classes = tuple(
            ClassPart(code, counts[code], means[code], share, means[code] * scale)
            for code, share, scale in self._scales_of(tuple(means))
        )
        return PhaseMean(self._phase.code, sum((one.points for one in classes), Fraction(0)), count, classes)

    def _to_criterion_means(self, sizes: Mapping[str, int]) -> tuple["_CriterionMeans", ...]:
        scales = self._scales_of(tuple(sizes))
        return tuple(
            _CriterionMeans(
                self._phase.code,
                code,
                tuple(scale * Fraction(worth, self._denominator * sizes[one]) for one, _, scale in scales),
            )
            for code, worth in compress(zip(self._codes, self._worth, strict=True), self._gives)
        )

    def _scales_of(self, present: tuple[str, ...]) -> tuple[tuple[str, Fraction, Fraction], ...]:
        """Give the share of each class with sheets, and what a point of its sheets is worth in the phase."""
        if present not in self._scales:
            shares = effective_shares(self._phase, present)
            self._scales[present] = tuple(
                (code, share, _scale(self._phase, code, share)) for code, share in shares.items()
            )
        return self._scales[present]


class _CriterionMeans(dict[tuple[int, ...], CriterionMean]):
    """The means of a criterion, by the units it got from each class; one of these units adds its `worth` to it."""

    def __init__(self, phase_code: str, code: str, worth: tuple[Fraction, ...]) -> None:
        super().__init__()
        self._phase_code, self._code, self._worth = phase_code, code, worth

    def __missing__(self, units: tuple[int, ...]) -> CriterionMean:
        mean = sum(map(mul, self._worth, units), Fraction(0))
        known = self[units] = CriterionMean(self._phase_code, self._code, mean)
        return known


def effective_shares(phase: Phase, present: Iterable[str]) -> Mapping[str, Fraction]:
    """Give the share (percent) each class with sheets counts with; without classes everyone's is the whole.

    What a class without sheets leaves goes to the others in proportion to their shares, where it says so.
    """
    if not phase.classes:
        return {"": Fraction(100)}
    here = {one.code: one.share for one in phase.classes if one.code in set(present)}
    left = sum(
        one.share for one in phase.classes if one.code not in here and one.when_empty is WhenEmpty.SHARED_OUT
    )
    whole = sum(here.values())
    return {code: Fraction(share * (whole + left), whole) for code, share in here.items()}


def empty_classes(phase: Phase, present: Iterable[str]) -> tuple[EvaluatorClass, ...]:
    """Give the classes whose sheets are waited for: without one of theirs there is no total."""
    seen = set(present)
    return tuple(c for c in phase.classes if c.code not in seen and c.when_empty is WhenEmpty.BLOCKS)


def class_problems(entry: ScoredEntry, phase: Phase) -> Iterator[Problem]:
    """Name the classes that a group's total waits for in a phase."""
    for one in empty_classes(phase, (sheet.evaluator_class for sheet in entry.sheets_of(phase))):
        yield Problem(
            "scoring.class_without_sheets",
            field=phase.code,
            message=N_(
                "El grupo %(group)s no tiene ninguna ficha definitiva de %(class)s en %(phase)s. Pida a los jurados "
                "que terminen."
            ),
            params={"group": entry.code, "class": one.name, "phase": phase.name},
        )


def _by_class(phase: Phase, sheets: tuple[CountedSheet, ...]) -> Mapping[str, tuple[CountedSheet, ...]]:
    if not phase.classes:
        return {"": sheets}
    found = {one.code: tuple(s for s in sheets if s.evaluator_class == one.code) for one in phase.classes}
    return {code: own for code, own in found.items() if own}


def _scale(phase: Phase, class_code: str, share: Fraction) -> Fraction:
    """Give what a point of a class's sheet is worth in the phase; without classes the sheet is the phase's."""
    if not phase.classes:
        return Fraction(1)
    return phase.max_points * share / (100 * phase.sheet_maximum(class_code))


def _contribution(phase: Phase, given: CriterionMark) -> Fraction:
    return given.mark.points * phase.factor(phase.criterion(given.criterion))
