"""The mean of a phase over its sheets, by classes of evaluators where it has them. Everything is exact.

A class gives its share of the phase's points times what its sheets reach of their maximum, on the mean. What becomes
of the share of a class without sheets the class itself declares.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from contest_portal.contests.rules.sheets import Criterion, EvaluatorClass, Phase, WhenEmpty
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


def phase_mean(phase: Phase, sheets: tuple[CountedSheet, ...]) -> PhaseMean:
    """Give the mean of a phase; there is at least one sheet."""
    if not phase.classes:
        return PhaseMean(phase.code, _mean(phase, sheets), len(sheets))
    parts = tuple(_class_parts(phase, sheets))
    return PhaseMean(phase.code, sum((part.points for part in parts), Fraction(0)), len(sheets), parts)


def criterion_means(phase: Phase, sheets: tuple[CountedSheet, ...]) -> Iterator[CriterionMean]:
    """Give what each criterion that gives points adds to the mean of its phase; together they are that mean."""
    by_class = _by_class(phase, sheets)
    scales = {code: _scale(phase, code, share) for code, share in effective_shares(phase, by_class).items()}
    for criterion in phase.criteria if sheets else ():
        if not criterion.disqualifies:
            added = (scales[code] * _criterion_mean(phase, criterion, own) for code, own in by_class.items())
            yield CriterionMean(phase.code, criterion.code, sum(added, Fraction(0)))


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
            message=N_("El grupo %(group)s no tiene ninguna ficha definitiva de %(class)s en %(phase)s."),
            params={"group": entry.code, "class": one.name, "phase": phase.name},
        )


def _class_parts(phase: Phase, sheets: tuple[CountedSheet, ...]) -> Iterator[ClassPart]:
    by_class = _by_class(phase, sheets)
    for code, share in effective_shares(phase, by_class).items():
        mean = _mean(phase, by_class[code])
        points = mean * _scale(phase, code, share)
        yield ClassPart(code, len(by_class[code]), mean, share, points)


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


def _mean(phase: Phase, sheets: tuple[CountedSheet, ...]) -> Fraction:
    return sum((sheet_points(sheet, phase) for sheet in sheets), Fraction(0)) / len(sheets)


def _criterion_mean(phase: Phase, criterion: Criterion, sheets: tuple[CountedSheet, ...]) -> Fraction:
    given = [g for sheet in sheets for g in sheet.marks if g.criterion == criterion.code]
    return sum((_contribution(phase, mark) for mark in given), Fraction(0)) / len(sheets)


def _contribution(phase: Phase, given: CriterionMark) -> Fraction:
    return given.mark.points * phase.factor(phase.criterion(given.criterion))
