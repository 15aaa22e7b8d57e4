"""Change the dates of a draft."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.draft_changes import with_calendar
from contest_portal.contests.rules.rulebook import Calendar
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


def edit_calendar(
    session: Session, act: Act, *, contest_id: int, expected_version: int, calendar: Calendar
) -> Contest:
    """Set the dates; they must follow one another as the contest does."""
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.CALENDAR,
        change=lambda book: with_calendar(book, calendar),
    )
