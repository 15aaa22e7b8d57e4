"""Change which phases a contest has, in which order, and what each is worth."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.draft_changes import PhaseOutline, with_phases
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


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
        change=lambda book: with_phases(book, phases, total_points),
    )
