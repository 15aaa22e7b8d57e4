"""Ask that a contest be published: the first of two persons."""

import logging
from collections.abc import Collection

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import ask_together
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Scope, permit
from contest_portal.contests.publishing import PUBLISHING, AskedRules, require_publishable
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.canonical import sha256_hex

log = logging.getLogger(__name__)


def ask_publication(
    session: Session, act: Act, *, contest_id: int, expected_version: int, allocation_rules: Collection[str]
) -> JointAct:
    """Ask for it, for the rules as they stand. Nothing is frozen before somebody else confirms.

    Refused with everything still missing, WrongState when it is no draft or was asked for already, Stale when it was
    changed since the page was read.
    """
    permit(act.actor, PUBLISHING.ask, Scope(contest_id=contest_id))
    wait_for_turn(session)
    contest = contest_by_id(session, contest_id)
    require_publishable(contest, act.at, expected_version=expected_version, allocation_rules=allocation_rules)
    joint = ask_together(
        session,
        act,
        PUBLISHING,
        subject=f"contest:{contest_id}",
        contest_id=contest_id,
        content=AskedRules(contest.version, sha256_hex(contest.draft)),
    )
    log.info("publication asked for", extra={"contest_id": contest_id})
    return joint
