"""The one scoring function: from final sheets to a group's total.

Rules of the real committees: a sheet is the sum of what its marks are worth; a phase is the mean over the final sheets
that exist for it, or the means of its classes of evaluators by their shares; the phases of the group's category are
added. Everything is exact; the contest's declared rounding is applied once, at the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise

from contest_portal.contests.rules.rulebook import DecidesOn, Phase, Rulebook, ScoringRules
from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.scoring.rules.entries import (
    CountedSheet,
    CriterionMark,
    FactFigure,
    PhaseAttendance,
    ScoredEntry,
)
from contest_portal.scoring.rules.facts import computed_marks, filled_in, missing_facts
from contest_portal.scoring.rules.questions import FailedQuestion, failed_question
from contest_portal.scoring.rules.shares import (
    CriterionMean,
    PhaseMean,
    PhaseWorth,
    class_problems,
    sheet_points,
)
from contest_portal.scoring.rules.sheet_rules import SheetChecks, Tally, mark_problem, sheet_problems

__all__ = [
    "CountedSheet",
    "CriterionMark",
    "CriterionMean",
    "FactFigure",
    "GroupScore",
    "PhaseAttendance",
    "PhaseMean",
    "ScoredEntry",
    "Scorer",
    "absence_of",
    "deciding",
    "mark_problem",
    "printed_points",
    "rounded",
    "score_group",
    "sheet_points",
    "sheet_problems",
    "with_computed",
]


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group's score. A disqualified group has no total, and its `absence` or the question it `failed`.

    Its means are for the record only.
    """

    code: str
    phase_means: tuple[PhaseMean, ...]
    criterion_means: tuple[CriterionMean, ...]
    exact_total: Fraction | None
    total: Score | None
    absence: PhaseAttendance | None = None
    failed: FailedQuestion | None = None

    def phase_mean(self, phase_code: str) -> Fraction:
        """Give the exact mean of a phase; zero for a phase without sheets, which only a disqualified group has."""
        return next((m.mean for m in self.phase_means if m.phase_code == phase_code), Fraction(0))


def score_group(entry: ScoredEntry, rulebook: Rulebook) -> GroupScore:
    """Turn the final sheets of one group into its score. Raises Refused as `Scorer.score` does."""
    return Scorer(rulebook).score(entry)


class Scorer:
    """The scoring function for many groups: what the rules say is worked out once, not for every group again."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._checks = SheetChecks(rulebook)
        self._worth: dict[str, PhaseWorth] = {}
        self._asking = {phase.code for phase in rulebook.phases if phase.asks_attendance}
        self._computing = {
            phase.code for phase in rulebook.phases if any(c.is_computed for c in phase.criteria)
        }
        self._has_questions = any(c.disqualifies for phase in rulebook.phases for c in phase.criteria)

    def score(self, entry: ScoredEntry) -> GroupScore:
        """Turn the final sheets of one group into its score.

        Raises Refused, with every problem found, for a sheet that is not complete or outside the scale, for a phase
        or a class of evaluators without sheets, for attendance and facts that were not recorded.
        """
        rulebook, phases = self._rulebook, self._rulebook.phases_of(entry.category)
        added = self._checks.tallies(entry.sheets)
        if added is None:
            refuse(chain.from_iterable([self._checks.problems(entry.code, sheet) for sheet in entry.sheets]))
        if len({(sheet.phase, sheet.juror) for sheet in entry.sheets}) < len(entry.sheets):
            refuse(_repeated_sheets(entry))
        refuse([_missing_attendance(entry, phase) for phase in phases if phase.code in self._asking])
        computing = [phase for phase in phases if phase.code in self._computing]
        refuse([problem for phase in computing for problem in missing_facts(entry, phase)])
        complete = with_computed(entry, phases, rulebook.scoring) if computing else entry
        known = {} if added is None or computing else added
        means, criteria = self._means(complete, phases, known)
        absence = absence_of(entry.attendance, phases)
        if absence is not None:
            return GroupScore(entry.code, means, criteria, None, None, absence)
        if len(means) < len(phases):
            refuse([_no_sheets(entry, phase) for phase in phases])
        refuse([problem for phase in phases if phase.classes for problem in class_problems(entry, phase)])
        failed = failed_question(complete, rulebook) if self._has_questions else None
        if failed is not None:
            return GroupScore(entry.code, means, criteria, None, None, failed=failed)
        exact = means[0].mean if len(means) == 1 else sum([mean.mean for mean in means], Fraction(0))
        return GroupScore(entry.code, means, criteria, exact, rounded(exact, rulebook.scoring))

    def _means(
        self,
        complete: ScoredEntry,
        phases: tuple[Phase, ...],
        known: Mapping[tuple[str, str], Tally],
    ) -> tuple[tuple[PhaseMean, ...], tuple[CriterionMean, ...]]:
        """Give the means of the phases that have sheets, and those of their criteria."""
        means: list[PhaseMean] = []
        criteria: list[CriterionMean] = []
        for phase in phases:
            if sheets := complete.sheets_of(phase):
                worth = self._worth_of(phase)
                tallies = worth.tallies(sheets, known)
                means.append(worth.mean(tallies))
                criteria.extend(worth.criterion_means(tallies))
        return tuple(means), tuple(criteria)

    def _worth_of(self, phase: Phase) -> PhaseWorth:
        if phase.code not in self._worth:
            self._worth[phase.code] = PhaseWorth(phase, self._rulebook.scoring.marks_per_point)
        return self._worth[phase.code]


def rounded(points: Fraction, rules: ScoringRules) -> Score:
    """Round exact points by the contest's declared policy."""
    return Score.rounded(points, rules.decimals, rules.rounding)


def deciding(points: Fraction, rules: ScoringRules) -> Fraction:
    """Give the value that is compared with the pass mark and with others: the printed one or the exact one."""
    return points if rules.decides_on is DecidesOn.EXACT else rounded(points, rules).points


def printed_points(values: Iterable[Fraction], rules: ScoringRules) -> Mapping[Fraction, Score]:
    """Write exact points that stand together, by their exact value, so that no print contradicts a decision.

    When rounded points decide, they are what is printed. When exact ones decide, decimals are added until all can be
    told from the pass mark and from each other: 69.996 is not printed as 70.00 beside a pass mark of 70.
    """
    exact = set(values)
    decimals = _telling_decimals(exact, rules)
    return {points: Score.rounded(points, decimals, rules.rounding) for points in exact}


def _telling_decimals(values: Iterable[Fraction], rules: ScoringRules) -> int:
    if rules.decides_on is DecidesOn.ROUNDED:
        return rules.decimals
    exact = sorted(values)
    decimals = rules.decimals
    while not _tells(exact, decimals, rules):
        decimals += 1
    return decimals


def _tells(exact: list[Fraction], decimals: int, rules: ScoringRules) -> bool:
    """Rounding keeps the order, so it is enough that neighbours differ and that each stays on its side of the mark."""
    written = [Score.rounded(points, decimals, rules.rounding).points for points in exact]
    mark = rules.pass_mark.points
    sides = all(
        (one > mark) == (other > mark) and (one < mark) == (other < mark)
        for one, other in zip(exact, written, strict=True)
    )
    return sides and all(one < other for one, other in pairwise(written))


def absence_of(attendance: Iterable[PhaseAttendance], phases: Iterable[Phase]) -> PhaseAttendance | None:
    """Give the first attendance that is strictly below the minimum share of its phase, or None.

    `phases` are those of the group: what was recorded in others is not looked at.
    """
    minima = {phase.code: phase.attendance_minimum for phase in phases}
    for figures in attendance:
        minimum = minima.get(figures.phase)
        if minimum is not None and figures.present < minimum * figures.households:
            return figures
    return None


def with_computed(entry: ScoredEntry, phases: tuple[Phase, ...], rules: ScoringRules) -> ScoredEntry:
    """Add to every sheet what the register fills in. Sheets of phases that are not the group's do not count."""
    sheets: list[CountedSheet] = []
    for phase in phases:
        computed = computed_marks(phase, entry.facts_in(phase), per_point=rules.marks_per_point)
        own = entry.sheets_of(phase)
        sheets.extend([filled_in(sheet, phase, computed) for sheet in own] if computed else own)
    return entry.with_sheets(sheets)


def _repeated_sheets(entry: ScoredEntry) -> Iterator[Problem]:
    owners = sorted((sheet.phase, sheet.juror) for sheet in entry.sheets)
    for first, second in pairwise(owners):
        if first == second:
            yield Problem(
                "sheet.repeated",
                field=first[0],
                message=N_(
                    "El grupo %(group)s tiene dos fichas del mismo jurado en la fase %(phase)s. Anule una de ellas."
                ),
                params={"group": entry.code, "phase": first[0]},
            )


def _missing_attendance(entry: ScoredEntry, phase: Phase) -> Problem | None:
    if not phase.asks_attendance or any(a.phase == phase.code for a in entry.attendance):
        return None
    return Problem(
        "attendance.missing",
        field=phase.code,
        message=N_("Falta registrar la asistencia del grupo %(group)s en %(phase)s."),
        params={"group": entry.code, "phase": phase.name},
    )


def _no_sheets(entry: ScoredEntry, phase: Phase) -> Problem | None:
    if entry.sheets_of(phase):
        return None
    return Problem(
        "scoring.phase_without_sheets",
        field=phase.code,
        message=N_(
            "El grupo %(group)s no tiene ninguna ficha definitiva en %(phase)s. Pida a los jurados que terminen."
        ),
        params={"group": entry.code, "phase": phase.name},
    )
