"""The first version of a contest's rules comes to be: its draft, frozen as it stands, and its envelopes."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest, ContestRulebook, Envelope
from contest_portal.contests.rules.envelope_tree import tree_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.money import ZERO


def freeze_draft(
    session: Session, contest: Contest, book: Rulebook, *, at: datetime, by: int | None
) -> ContestRulebook:
    """Freeze the draft of a contest, which is `book`, exactly as stored."""
    frozen = ContestRulebook(
        contest_id=contest.id,
        version=1,
        data=contest.draft,
        sha256=sha256_hex(contest.draft),
        frozen_at=at,
        frozen_by=by,
    )
    session.add(frozen)
    for node in tree_of(book):
        session.add(
            Envelope(
                contest_id=contest.id,
                category_code=node.code,
                amount=node.own,
                committed=ZERO,
                by_rules=node.own,
            )
        )
        session.flush()  # envelopes are read in the order they were made
    return frozen
