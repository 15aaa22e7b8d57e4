"""The mean of a phase over its sheets, by classes of evaluators where it has them. Everything is exact.

Marks are added up as whole numbers and become a fraction once for each mean. A class gives its share of the phase's
points times what its sheets reach of their maximum, on the mean. What becomes of the share of a class without sheets
the class itself declares.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from contest_portal.contests.rules.sheets import EvaluatorClass, Phase, WhenEmpty
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.records import added_later
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark, ScoredEntry


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


@dataclass(frozen=True, slots=True)
class Tally:
    """The sheets of one class added up: how many, and the units that each criterion got on all of them."""

    sheets: int
    units: Mapping[str, int]


class PhaseWorth:
    """What the marks of a phase are worth, worked out once for any number of groups.

    A unit of the mark of a criterion is `_worth[code]` of `_denominator` parts of a point. Its marks are all on the
    contest's scale, of which `per_point` units make one point.
    """

    def __init__(self, phase: Phase, per_point: int) -> None:
        factors = {criterion.code: phase.factor(criterion) / per_point for criterion in phase.criteria}
        self._phase = phase
        self._denominator = lcm(*(factor.denominator for factor in factors.values()))
        self._worth = {code: int(factor * self._denominator) for code, factor in factors.items()}
        self._giving = tuple(criterion.code for criterion in phase.criteria if not criterion.disqualifies)
        self._scales: dict[tuple[str, ...], tuple[tuple[str, Fraction, Fraction], ...]] = {}
        self._known: dict[tuple[str, tuple[tuple[str, int, int], ...]], CriterionMean] = {}

    def tallies(self, sheets: tuple[CountedSheet, ...]) -> Mapping[str, Tally]:
        """Add up the sheets of a group, by class of evaluators; without classes all under the empty code."""
        return {code: self._tally(own) for code, own in _by_class(self._phase, sheets).items()}

    def mean(self, tallies: Mapping[str, Tally]) -> PhaseMean:
        """Give the mean of the phase; there is at least one sheet."""
        code, count = self._phase.code, sum(tally.sheets for tally in tallies.values())
        if not self._phase.classes:
            return PhaseMean(code, self._class_mean(tallies[""]), count)
        parts = tuple(self._class_parts(tallies))
        return PhaseMean(code, sum((part.points for part in parts), Fraction(0)), count, parts)

    def criterion_means(self, tallies: Mapping[str, Tally]) -> Iterator[CriterionMean]:
        """Give what each criterion that gives points adds to the mean; together they are that mean."""
        for code in self._giving:
            got = tuple([(one, tally.sheets, tally.units[code]) for one, tally in tallies.items()])
            known = self._known.get((code, got))
            if known is None:
                known = self._known[code, got] = self._criterion_mean(code, tallies)
            yield known

    def _tally(self, sheets: tuple[CountedSheet, ...]) -> Tally:
        units = dict.fromkeys(self._worth, 0)
        for sheet in sheets:
            for given in sheet.marks:
                units[given.criterion] += given.mark.units
        return Tally(len(sheets), units)

    def _class_mean(self, tally: Tally) -> Fraction:
        parts = sum(self._worth[code] * units for code, units in tally.units.items())
        return Fraction(parts, self._denominator * tally.sheets)

    def _class_parts(self, tallies: Mapping[str, Tally]) -> Iterator[ClassPart]:
        for code, share, scale in self._scales_of(tuple(tallies)):
            mean = self._class_mean(tallies[code])
            yield ClassPart(code, tallies[code].sheets, mean, share, mean * scale)

    def _criterion_mean(self, code: str, tallies: Mapping[str, Tally]) -> CriterionMean:
        added = (
            scale
            * Fraction(self._worth[code] * tallies[one].units[code], self._denominator * tallies[one].sheets)
            for one, _, scale in self._scales_of(tuple(tallies))
        )
        return CriterionMean(self._phase.code, code, sum(added, Fraction(0)))

    def _scales_of(self, present: tuple[str, ...]) -> tuple[tuple[str, Fraction, Fraction], ...]:
        """Give the share of each class with sheets, and what a point of its sheets is worth in the phase."""
        if present not in self._scales:
            shares = effective_shares(self._phase, present)
            self._scales[present] = tuple(
                (code, share, _scale(self._phase, code, share)) for code, share in shares.items()
            )
        return self._scales[present]


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
