"""Change the form in which groups write their profile."""

from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.form_checks import form_draft_problems
from contest_portal.contests.rules.profile_form import ProfileForm
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


def edit_form(
    session: Session, act: Act, *, contest_id: int, expected_version: int, form: ProfileForm
) -> Contest:
    """Set the form. A part of the contest's own may still lack questions; publication asks for them."""
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.FORM,
        change=lambda book: replace(book, form=form),
        check=form_draft_problems,
    )
