"""Set the terms that the allocation rule of a draft reads, and who approves what it gives."""

from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.allocation_terms import AllocationTerms
from contest_portal.contests.rules.approval_chain import ApprovalStep
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


def edit_allocation_terms(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    expected_version: int,
    terms: AllocationTerms,
    approvals: tuple[ApprovalStep, ...],
) -> Contest:
    """Set the terms of every rule, of which the contest's reads its own, and the steps of the approval in order."""
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.ALLOCATION,
        change=lambda book: replace(book, allocation=terms, approvals=approvals),
    )
