"""What a group's marks come to, worked out the long way: every mark a fraction, every sheet on its own."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from contest_portal.contests.rules.rulebook import Disqualifies, Phase, Rulebook
from contest_portal.scoring.rules.entries import CountedSheet, ScoredEntry
from contest_portal.scoring.rules.shares import effective_shares, sheet_points
from contest_portal.scoring.rules.totals import with_computed

Means = dict[str, Fraction]
_OUT: dict[Disqualifies, Callable[[list[bool]], bool]] = {
    Disqualifies.MAJORITY: lambda answers: answers.count(False) > answers.count(True),
    Disqualifies.ANY: lambda answers: not all(answers),
    Disqualifies.ALL: lambda answers: not any(answers),
}


def plain_means(entry: ScoredEntry, rulebook: Rulebook) -> tuple[Means, Means]:
    """Give the means of the phases and of their criteria, by code."""
    phases = rulebook.phases_of(entry.category)
    complete = with_computed(entry, phases, rulebook.scoring)
    means = {phase.code: _mean(phase, complete.sheets_of(phase)) for phase in phases}
    criteria = {
        one.code: _mean(phase, tuple(_only(one.code, sheet) for sheet in complete.sheets_of(phase)))
        for phase in phases
        for one in phase.criteria
        if not one.disqualifies
    }
    return means, criteria


def plainly_out(entry: ScoredEntry, rulebook: Rulebook) -> bool:
    """Tell whether some question leaves the group out."""
    return any(
        _OUT[rulebook.scoring.disqualifies](answers)
        for phase in rulebook.phases
        for criterion in phase.criteria
        if criterion.disqualifies
        and (
            answers := [
                given.mark.units > 0
                for sheet in entry.sheets_of(phase)
                for given in sheet.marks
                if given.criterion == criterion.code
            ]
        )
    )


def _only(criterion: str, sheet: CountedSheet) -> CountedSheet:
    return replace(sheet, marks=tuple(given for given in sheet.marks if given.criterion == criterion))


def _mean(phase: Phase, sheets: tuple[CountedSheet, ...]) -> Fraction:
    if not phase.classes:
        return _average(phase, sheets)
    own = {one.code: tuple(s for s in sheets if s.evaluator_class == one.code) for one in phase.classes}
    shares = effective_shares(phase, [code for code, given in own.items() if given])
    return sum(
        (
            _average(phase, own[code]) * phase.max_points * share / 100 / phase.sheet_maximum(code)
            for code, share in shares.items()
        ),
        Fraction(0),
    )


def _average(phase: Phase, sheets: tuple[CountedSheet, ...]) -> Fraction:
    return sum((sheet_points(sheet, phase) for sheet in sheets), Fraction(0)) / len(sheets)
