"""Ask that a group may still send after the closing: the first of two persons."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import ask_together
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Scope, permit
from contest_portal.applications.late_code_fit import LATE_CODE, AskedCode, require_fit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.kernel.identifiers import clean_text

log = logging.getLogger(__name__)


def ask_late_code(
    session: Session, act: Act, *, contest_id: int, group_id: int, reason: str, valid_until: datetime
) -> JointAct:
    """Ask for a code for one group and one use. There is none before somebody else confirms.

    Refused when the rules know no codes, the evaluation is open, the group sent already, on paper too, or has an unused
    code; NotFound for a group that is not of the contest's districts; WrongState when it was asked for already.
    """
    permit(act.actor, LATE_CODE.ask, Scope(contest_id=contest_id))
    contest = hold_contest(session, contest_id)
    reason = clean_text(reason)
    name = require_fit(session, act, contest, group_id, reason, valid_until)
    joint = ask_together(
        session,
        act,
        LATE_CODE,
        subject=f"group:{group_id}/contest:{contest_id}",
        contest_id=contest_id,
        content=AskedCode(group_id, name, reason, valid_until),
    )
    log.info("late code asked for", extra={"contest_id": contest_id, "group_id": group_id})
    return joint
