"""Change how the sheets of a contest become a total and an order."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.draft_changes import with_scoring
from contest_portal.contests.rules.rulebook import ScoringRules
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


def edit_scoring(
    session: Session, act: Act, *, contest_id: int, expected_version: int, scoring: ScoringRules
) -> Contest:
    """Set pass mark, quorum, rounding and tie-break chain; what the phases add up to is set with the phases."""

    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.SCORING,
        change=lambda book: with_scoring(book, scoring),
    )
