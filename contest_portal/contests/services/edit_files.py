"""Decide which files a contest asks for."""

from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.asked_files import AskedFile
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


def edit_files(
    session: Session, act: Act, *, contest_id: int, expected_version: int, files: tuple[AskedFile, ...]
) -> Contest:
    """Set the kinds of files, in the order in which groups see them."""
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.FILES,
        change=lambda book: replace(book, files=files),
    )
