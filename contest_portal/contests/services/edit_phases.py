"""Change which phases a contest has, in which order, and what each is worth."""

from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Phase, Rulebook, TieBreak
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


@dataclass(frozen=True, slots=True)
class PhaseOutline:
    """A phase without its sheet. `former_code` names the phase of the draft whose sheet it keeps, if any."""

    code: str
    name: str
    max_points: int
    attendance_minimum: Fraction | None = None
    former_code: str | None = None


def edit_phases(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    expected_version: int,
    phases: tuple[PhaseOutline, ...],
    total_points: int,
) -> Contest:
    """Set the phases in order; a phase that is left out goes with its sheet, a new one starts with an empty sheet."""
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.PHASES,
        change=lambda book: _with_phases(book, phases, total_points),
    )


def _with_phases(book: Rulebook, outlines: tuple[PhaseOutline, ...], total_points: int) -> Rulebook:
    sheets = {phase.code: phase.criteria for phase in book.phases}
    phases = tuple(
        Phase(
            code=outline.code,
            name=outline.name,
            max_points=outline.max_points,
            criteria=sheets.get(outline.former_code or "", ()),
            attendance_minimum=outline.attendance_minimum,
        )
        for outline in outlines
    )
    renamed = {outline.former_code: outline.code for outline in outlines if outline.former_code}
    chain = tuple(_follow(link, renamed) for link in book.scoring.tie_breaks)
    return replace(
        book, phases=phases, scoring=replace(book.scoring, total_points=total_points, tie_breaks=chain)
    )


def _follow(link: TieBreak, renamed: dict[str, str]) -> TieBreak:
    return link if link.phase is None else replace(link, phase=renamed.get(link.phase, link.phase))
