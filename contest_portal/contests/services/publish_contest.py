"""Publish a contest as the only person of the programme."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Scope, permit
from contest_portal.accounts.second_person import require_alone
from contest_portal.contests.models import Contest
from contest_portal.contests.publishing import PUBLISHING, publish


def publish_contest(
    session: Session, act: Act, *, contest_id: int, expected_version: int, allocation_rules: Collection[str]
) -> Contest:
    """Freeze the draft and open its call, where nobody else could confirm it; else Refused.

    Raises what `publish` does besides.
    """
    permit(act.actor, PUBLISHING.ask, Scope(contest_id=contest_id))
    require_alone(session, act, PUBLISHING, contest_id)
    return publish(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        allocation_rules=allocation_rules,
    )
