"""Change how the progress of the groups is scored before their second transfer, or leave it out."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


def edit_second(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    expected_version: int,
    change: Callable[[Rulebook], Rulebook],
) -> Contest:
    """Change the second scoring of a draft: phases, pass mark and quorum set, put in from a template, or taken out."""
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.SECOND,
        change=change,
    )
