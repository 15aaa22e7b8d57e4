"""Set the terms that the allocation rule of a draft reads."""

from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.allocation_terms import AllocationTerms
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


def edit_allocation_terms(
    session: Session, act: Act, *, contest_id: int, expected_version: int, terms: AllocationTerms
) -> Contest:
    """Set the terms of every rule; the contest's rule reads its own."""
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.ALLOCATION,
        change=lambda book: replace(book, allocation=terms),
    )
