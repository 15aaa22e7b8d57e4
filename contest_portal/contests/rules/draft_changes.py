"""What each part of the designer makes of the rules: the same whether it is saved or only checked while typing."""

from dataclasses import dataclass, replace
from fractions import Fraction

from contest_portal.contests.rules.envelope_tree import with_shares
from contest_portal.contests.rules.pots import Pot
from contest_portal.contests.rules.rulebook import (
    Calendar,
    Category,
    Criterion,
    Phase,
    Rulebook,
    ScoringRules,
    TieBreak,
)
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.contests.rules.sheets import AxisShare, EvaluatorClass, Weighting
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PhaseOutline:
    """A phase without its sheet. `former_code` names the phase of the draft whose sheet it keeps, if any."""

    code: str
    name: str
    max_points: int
    attendance_minimum: Fraction | None = None
    former_code: str | None = None
    categories: tuple[str, ...] = ()
    scorers: int = 0


@dataclass(frozen=True, slots=True)
class SheetOutline:
    """The sheet of a phase: its criteria in order, what weights are, whose sheets count how much, and how many of them.

    `quorum` and `own_panel` are those of the phase.
    """

    criteria: tuple[Criterion, ...]
    weighting: Weighting = Weighting.FACTOR
    classes: tuple[EvaluatorClass, ...] = ()
    axis_shares: tuple[AxisShare, ...] = ()
    quorum: int = 0
    own_panel: bool = False


def with_calendar(book: Rulebook, calendar: Calendar) -> Rulebook:
    """Set the dates."""
    return replace(book, calendar=calendar)


def with_categories(book: Rulebook, fund: Money, categories: tuple[Category, ...]) -> Rulebook:
    """Set what the contest takes of its fund and how the categories share it; shares of these follow."""
    return with_shares(replace(book, fund=fund, categories=categories))


def with_pots(book: Rulebook, pots: tuple[Pot, ...]) -> Rulebook:
    """Set the envelopes inside and beside those of the categories; those told as a share are worked out."""
    return with_shares(replace(book, pots=pots))


def with_phases(book: Rulebook, outlines: tuple[PhaseOutline, ...], total_points: int) -> Rulebook:
    """Set the phases in order; one that is left out goes with its sheet, a new one starts with an empty sheet."""
    former = {phase.code: phase for phase in book.phases}
    phases = tuple(_outlined(outline, former.get(outline.former_code or "")) for outline in outlines)
    renamed = {outline.former_code: outline.code for outline in outlines if outline.former_code}
    chain = tuple(_follow(link, renamed) for link in book.scoring.tie_breaks)
    return replace(
        book, phases=phases, scoring=replace(book.scoring, total_points=total_points, tie_breaks=chain)
    )


def with_sheet(book: Rulebook, phase_code: str, sheet: SheetOutline) -> Rulebook:
    """Set the sheet of a phase of either scoring; KeyError when the contest has none of this code."""
    changed = replace(
        book.phase(phase_code),
        criteria=sheet.criteria,
        weighting=sheet.weighting,
        classes=sheet.classes,
        axis_shares=sheet.axis_shares,
        quorum=sheet.quorum,
        own_panel=sheet.own_panel,
    )
    if book.second is not None and book.is_second(phase_code):
        return replace(book, second=replace(book.second, phases=_exchanged(book.second.phases, changed)))
    return replace(book, phases=_exchanged(book.phases, changed))


def with_second(
    book: Rulebook, outlines: tuple[PhaseOutline, ...], *, pass_mark: Score, quorum: int, total_points: int
) -> Rulebook:
    """Set the second scoring, its phases in order with their sheets; without any phase there is none."""
    if not outlines:
        return replace(book, second=None)
    former = {phase.code: phase for phase in (book.second.phases if book.second else ())}
    phases = tuple(_outlined(outline, former.get(outline.former_code or "")) for outline in outlines)
    return replace(book, second=SecondRules(phases, pass_mark, quorum, total_points))


def with_scoring(book: Rulebook, scoring: ScoringRules) -> Rulebook:
    """Set how sheets become a total; what the phases add up to is set with the phases."""
    return replace(book, scoring=replace(scoring, total_points=book.scoring.total_points))


def _exchanged(phases: tuple[Phase, ...], changed: Phase) -> tuple[Phase, ...]:
    return tuple(changed if phase.code == changed.code else phase for phase in phases)


def _outlined(outline: PhaseOutline, former: Phase | None) -> Phase:
    begun = former or Phase(outline.code, outline.name, outline.max_points, ())
    return replace(
        begun,
        code=outline.code,
        name=outline.name,
        max_points=outline.max_points,
        attendance_minimum=outline.attendance_minimum,
        categories=outline.categories,
        scorers=outline.scorers,
    )


def _follow(link: TieBreak, renamed: dict[str, str]) -> TieBreak:
    return link if link.phase is None else replace(link, phase=renamed.get(link.phase, link.phase))
