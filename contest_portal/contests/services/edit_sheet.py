"""Change the score sheet of one phase."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.draft_changes import SheetOutline, with_sheet
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.rules.second_checks import one_sheet_problems
from contest_portal.contests.services.change_draft import change_draft
from contest_portal.kernel.problems import NotFound, Problem


def edit_sheet(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    expected_version: int,
    phase_code: str,
    sheet: SheetOutline,
) -> Contest:
    """Set the criteria of a phase in order, what their weights are and who marks them; all must add up."""

    def change(book: Rulebook) -> Rulebook:
        if phase_code not in {phase.code for phase in book.every_phase}:
            raise NotFound(f"phase {phase_code} of contest {contest_id}")
        return with_sheet(book, phase_code, sheet)

    def check(book: Rulebook) -> Iterator[Problem]:
        yield from one_sheet_problems(book, phase_code)

    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.SHEET,
        change=change,
        check=check,
    )
