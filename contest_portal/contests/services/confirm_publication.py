"""Confirm that a contest be published: the second of two persons."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import confirm_together
from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.publishing import PUBLISHING, publish


def confirm_publication(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    joint_id: int,
    sha256: str,
    allocation_rules: Collection[str],
) -> Contest:
    """Publish the rules that somebody else asked to be published, as they were then.

    Raises Stale when they were changed since, NotPermitted to whoever asked, and what `publish` does besides.
    """
    _, asked = confirm_together(
        session, act, PUBLISHING, contest_id=contest_id, joint_id=joint_id, sha256=sha256
    )
    return publish(
        session,
        act,
        contest_id=contest_id,
        expected_version=asked.version,
        allocation_rules=allocation_rules,
    )
