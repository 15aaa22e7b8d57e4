"""Set the envelopes inside and beside those of the categories of a draft."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.draft_changes import with_pots
from contest_portal.contests.rules.pot_checks import draft_pots_problems
from contest_portal.contests.rules.pots import Pot
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft


def edit_pots(
    session: Session, act: Act, *, contest_id: int, expected_version: int, pots: tuple[Pot, ...]
) -> Contest:
    """Set them, each after the one it lies in; the amounts of those told as a share are worked out.

    What another page of the designer mends may wait until publication.
    """
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.POTS,
        change=lambda book: with_pots(book, pots),
        check=draft_pots_problems,
    )
