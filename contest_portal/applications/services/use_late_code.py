"""Enter the code with which a group may still send after the closing."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.drafts import begin_draft
from contest_portal.applications.late_code_models import LateCode
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import own_group, refuse_two_sides
from contest_portal.applications.rules.late_codes import LATE_CODE, LateCodeFacts, LateCodeState, unknown_code
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import Refused

log = logging.getLogger(__name__)


def use_late_code(session: Session, act: Act, *, group_id: int, typed: str) -> Application:
    """Use a code up: its group works on its draft, a new one if it has none, until the hour of the code.

    Refused when it is not a code of this group, was used, or its hour has come.
    """
    refuse_two_sides(act)
    wait_for_turn(session)
    group = own_group(session, act, group_id)
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    code = session.scalars(
        select(LateCode).where(
            LateCode.group_id == group.id,
            LateCode.code == letters,
            LateCode.state == LateCodeState.GIVEN.value,
        )
    ).one_or_none()
    if code is None:
        raise Refused([unknown_code()])
    contest = hold_contest(session, code.contest_id)
    LATE_CODE.move(code, "use", LateCodeFacts(act.at, contest.state, code.valid_until))
    code.used_at = act.at
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="late_code.used",
        subject=f"group:{group.id}",
        data={"contest_id": contest.id, "late_code_id": code.id},
    )
    log.info("late code used", extra={"contest_id": contest.id, "late_code_id": code.id})
    own = select(Application).where(Application.contest_id == contest.id, Application.group_id == group.id)
    return session.scalars(own).one_or_none() or begin_draft(session, act, contest, group)
