"""The one scoring function: from final sheets to a group's total.

Rules of the real committees: a sheet is the sum of mark × weight; a phase is the mean over the final sheets that
exist for it; the phases are added. Everything is exact; the contest's declared rounding is applied once, at the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from contest_portal.contests.rules.rulebook import Criterion, DecidesOn, Phase, Rulebook, ScoringRules
from contest_portal.contests.rules.scales import SCALES
from contest_portal.kernel.marks import Mark, Score
from contest_portal.kernel.problems import N_, Problem, refuse


@dataclass(frozen=True, slots=True)
class CriterionMark:
    """What a juror gave for one criterion."""

    criterion: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """A final sheet as the totals need it: whose, of which phase, with every criterion marked."""

    juror: int
    phase: str
    marks: tuple[CriterionMark, ...]


@dataclass(frozen=True, slots=True)
class PhaseAttendance:
    """How many of a group's households were there in a phase that asks for it."""

    phase: str
    present: int
    households: int


@dataclass(frozen=True, slots=True)
class ScoredEntry:
    """A group's entry with everything that its total is made of."""

    code: str
    sheets: tuple[CountedSheet, ...]
    attendance: tuple[PhaseAttendance, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseMean:
    """The exact mean of a phase over its sheets."""

    phase_code: str
    mean: Fraction
    sheets: int


@dataclass(frozen=True, slots=True)
class CriterionMean:
    """The exact mean contribution (mark × weight) of a criterion over the sheets of its phase."""

    phase_code: str
    criterion_code: str
    mean: Fraction


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group's score. A disqualified group has its `absence` and no total; its means are for the record only."""

    code: str
    phase_means: tuple[PhaseMean, ...]
    criterion_means: tuple[CriterionMean, ...]
    exact_total: Fraction | None
    total: Score | None
    absence: PhaseAttendance | None = None

    def phase_mean(self, phase_code: str) -> Fraction:
        """Give the exact mean of a phase; zero for a phase without sheets, which only a disqualified group has."""
        return next((m.mean for m in self.phase_means if m.phase_code == phase_code), Fraction(0))


def score_group(entry: ScoredEntry, rulebook: Rulebook) -> GroupScore:
    """Turn the final sheets of one group into its score.

    Raises Refused, with every problem found, for a sheet that is not complete or outside the scale, for a phase
    without sheets and for attendance that was not recorded.
    """
    refuse(problem for sheet in entry.sheets for problem in sheet_problems(entry.code, sheet, rulebook))
    refuse(_repeated_sheets(entry))
    refuse(_missing_attendance(entry, phase) for phase in rulebook.phases)
    absence = absence_of(entry.attendance, rulebook)
    means = tuple(_phase_mean(entry, phase) for phase in rulebook.phases if _sheets_of(entry, phase))
    criteria = tuple(_criterion_means(entry, rulebook))
    if absence is not None:
        return GroupScore(entry.code, means, criteria, None, None, absence)
    refuse(_no_sheets(entry, phase) for phase in rulebook.phases)
    exact = sum((mean.mean for mean in means), Fraction(0))
    return GroupScore(entry.code, means, criteria, exact, rounded(exact, rulebook.scoring))


def sheet_points(sheet: CountedSheet, phase: Phase) -> Fraction:
    """Add mark × weight over the criteria of one sheet, exactly."""
    return sum((_contribution(phase, given) for given in sheet.marks), Fraction(0))


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


def absence_of(attendance: Iterable[PhaseAttendance], rulebook: Rulebook) -> PhaseAttendance | None:
    """Give the first attendance that is strictly below its phase's minimum share, or None."""
    for figures in attendance:
        minimum = rulebook.phase(figures.phase).attendance_minimum
        if minimum is not None and figures.present < minimum * figures.households:
            return figures
    return None


def sheet_problems(entry_code: str, sheet: CountedSheet, rulebook: Rulebook) -> Iterator[Problem]:
    """Name what keeps a sheet from counting: skipped criteria (a skipped one is not a zero) and bad marks."""
    phase = rulebook.phase(sheet.phase)
    marks = {given.criterion: given.mark for given in sheet.marks}
    for criterion in phase.criteria:
        if criterion.code not in marks:
            yield _skipped(entry_code, phase, criterion)
    for code, mark in marks.items():
        problem = mark_problem(phase, code, mark, rulebook.scoring.marks_per_point)
        if problem is not None:
            yield problem


def mark_problem(phase: Phase, criterion_code: str, mark: Mark, per_point: int) -> Problem | None:
    """Check one mark against its criterion's scale and the contest's steps."""
    criterion = next((c for c in phase.criteria if c.code == criterion_code), None)
    if criterion is None:
        return Problem(
            "mark.unknown_criterion",
            field=criterion_code,
            message=N_("La ficha no tiene el criterio %(criterion)s. Vuelva a cargar la página."),
            params={"criterion": criterion_code},
        )
    if mark.per_point != per_point:
        return Problem(
            "mark.other_scale",
            field=criterion_code,
            message=N_("El criterio %(criterion)s se califica en pasos de 1/%(steps)s de punto."),
            params={"criterion": criterion_code, "steps": str(per_point)},
        )
    return SCALES[criterion.scale].check(criterion, mark)


def _contribution(phase: Phase, given: CriterionMark) -> Fraction:
    return given.mark.points * phase.criterion(given.criterion).weight


def _sheets_of(entry: ScoredEntry, phase: Phase) -> tuple[CountedSheet, ...]:
    return tuple(sheet for sheet in entry.sheets if sheet.phase == phase.code)


def _phase_mean(entry: ScoredEntry, phase: Phase) -> PhaseMean:
    sheets = _sheets_of(entry, phase)
    total = sum((sheet_points(sheet, phase) for sheet in sheets), Fraction(0))
    return PhaseMean(phase.code, total / len(sheets), len(sheets))


def _criterion_means(entry: ScoredEntry, rulebook: Rulebook) -> Iterator[CriterionMean]:
    for phase in rulebook.phases:
        sheets = _sheets_of(entry, phase)
        for criterion in phase.criteria if sheets else ():
            given = [g for sheet in sheets for g in sheet.marks if g.criterion == criterion.code]
            total = sum((_contribution(phase, mark) for mark in given), Fraction(0))
            yield CriterionMean(phase.code, criterion.code, total / len(sheets))


def _skipped(entry_code: str, phase: Phase, criterion: Criterion) -> Problem:
    return Problem(
        "sheet.criterion_skipped",
        field=criterion.code,
        message=N_(
            "Falta calificar «%(criterion)s» en la ficha de %(phase)s del grupo %(group)s. Un criterio sin "
            "puntaje no vale cero: escriba su puntaje."
        ),
        params={"criterion": criterion.text, "phase": phase.name, "group": entry_code},
    )


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
    if phase.attendance_minimum is None or any(a.phase == phase.code for a in entry.attendance):
        return None
    return Problem(
        "attendance.missing",
        field=phase.code,
        message=N_("Falta registrar la asistencia del grupo %(group)s en %(phase)s."),
        params={"group": entry.code, "phase": phase.name},
    )


def _no_sheets(entry: ScoredEntry, phase: Phase) -> Problem | None:
    if _sheets_of(entry, phase):
        return None
    return Problem(
        "scoring.phase_without_sheets",
        field=phase.code,
        message=N_(
            "El grupo %(group)s no tiene ninguna ficha definitiva en %(phase)s. Pida a los jurados que terminen."
        ),
        params={"group": entry.code, "phase": phase.name},
    )
