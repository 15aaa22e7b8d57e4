"""Decide whether a contest screens what it receives, and how."""

from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import ScreeningRules
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


def edit_screening(
    session: Session, act: Act, *, contest_id: int, expected_version: int, screening: ScreeningRules | None
) -> Contest:
    """Set the rules of screening; None admits all that is received."""
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.SCREENING,
        change=lambda book: replace(book, screening=screening),
    )
