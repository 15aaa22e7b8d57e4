"""Ask that an amendment be published: the first of two persons."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import ask_together
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Scope, permit
from contest_portal.applications.amending import AMENDING, require_amendable
from contest_portal.contests.publishing import AskedRules
from contest_portal.kernel.canonical import sha256_hex

log = logging.getLogger(__name__)


def ask_amendment(session: Session, act: Act, *, contest_id: int, expected_version: int) -> JointAct:
    """Ask for it, as it is prepared. Nothing changes and nobody is told before somebody else confirms.

    Refused with everything that may not change, WrongState when it was asked for already, Stale when it is not the
    one that was previewed, NotFound when there is none.
    """
    permit(act.actor, AMENDING.ask, Scope(contest_id=contest_id))
    amendment = require_amendable(session, act, contest_id, expected_version).amendment
    joint = ask_together(
        session,
        act,
        AMENDING,
        subject=f"contest:{contest_id}",
        contest_id=contest_id,
        content=AskedRules(amendment.version, sha256_hex(amendment.data)),
    )
    log.info("amendment asked for", extra={"contest_id": contest_id})
    return joint
