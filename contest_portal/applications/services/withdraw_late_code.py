"""Take back a code that its group did not enter yet."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.late_code_models import LateCode
from contest_portal.applications.rules.late_codes import LATE_CODE, LateCodeFacts
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound

log = logging.getLogger(__name__)


def withdraw_late_code(session: Session, act: Act, *, contest_id: int, code_id: int) -> LateCode:
    """Withdraw an unused code; WrongState once it was used."""
    permit(act.actor, Action.LATE_CODE_GIVE, Scope(contest_id=contest_id))
    contest = hold_contest(session, contest_id)
    code = session.get(LateCode, code_id, populate_existing=True)
    if code is None or code.contest_id != contest_id:
        raise NotFound(f"late code {code_id} of contest {contest_id}")
    LATE_CODE.move(code, "withdraw", LateCodeFacts(act.at, contest.state, code.valid_until))
    code.withdrawn_at, code.withdrawn_by = act.at, act.actor.user_id
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="late_code.withdrawn",
        subject=f"group:{code.group_id}",
        data={"contest_id": contest_id, "late_code_id": code.id},
    )
    log.info("late code withdrawn", extra={"contest_id": contest_id, "late_code_id": code.id})
    return code
