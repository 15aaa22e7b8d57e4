"""Check the code of a person's second factor."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.factor_codes import PassedBy, recovery_codes_left, spend_code
from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.sealed_secrets import Sealer

log = logging.getLogger(__name__)


def pass_second_factor(
    session: Session, act: Act, *, sealer: Sealer, user_id: int, code: str, opens_session: bool
) -> PassedBy | None:
    """Tell by what a person passed, or None; both are noted in the audit chain.

    `opens_session`: the code follows a password; otherwise it confirms an act of somebody who is signed in. It returns
    None instead of raising, because a failed try must stay on record.
    """
    wait_for_turn(session)
    passed = spend_code(session, sealer, user_id, code, act.at)
    facts = {"by": passed.value, "codes_left": recovery_codes_left(session, user_id)} if passed else None
    record(
        session,
        at=act.at,
        actor_id=user_id if passed else None,
        action=("session.opened" if opens_session else "session.confirmed")
        if passed
        else "session.code_refused",
        subject=f"user:{user_id}",
        data=facts if passed is PassedBy.RECOVERY else None,
    )
    log.info("second factor passed" if passed else "second factor refused", extra={"user_id": user_id})
    return passed
