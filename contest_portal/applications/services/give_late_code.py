"""Give a group a code with which it may still send after the closing, as the second of two persons."""

import logging
import secrets

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import confirm_together
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.late_code_fit import LATE_CODE, require_fit
from contest_portal.applications.late_code_models import LateCode
from contest_portal.applications.rules.late_codes import LETTERS
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.documents.rules.verification import ALPHABET
from contest_portal.kernel.audit import record

log = logging.getLogger(__name__)


def give_late_code(session: Session, act: Act, *, contest_id: int, joint_id: int, sha256: str) -> LateCode:
    """Give the code that somebody else asked for. Its reason is public, without the name.

    Raises NotPermitted to whoever asked; refused as `ask_late_code` does, by what is so now.
    """
    contest = hold_contest(session, contest_id)
    _, asked = confirm_together(
        session, act, LATE_CODE, contest_id=contest_id, joint_id=joint_id, sha256=sha256
    )
    require_fit(session, act, contest, asked.group_id, asked.reason, asked.valid_until)
    code = LateCode(
        contest_id=contest_id,
        group_id=asked.group_id,
        code="".join(secrets.choice(ALPHABET) for _ in range(LETTERS)),
        reason=asked.reason,
        valid_until=asked.valid_until,
        state="given",
        given_at=act.at,
        given_by=act.actor.user_id,
    )
    session.add(code)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="late_code.given",
        subject=f"group:{asked.group_id}",
        data={
            "contest_id": contest_id,
            "late_code_id": code.id,
            "valid_until": asked.valid_until.isoformat(),
        },
    )
    log.info("late code given", extra={"contest_id": contest_id, "group_id": asked.group_id})
    return code
