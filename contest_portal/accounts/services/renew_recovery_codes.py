"""Make new recovery codes."""

from sqlalchemy.orm import Session

from contest_portal.accounts.account_changes import ChangeKind, note_change
from contest_portal.accounts.factor_codes import keep_recovery_codes
from contest_portal.accounts.models import SecondFactor
from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import NotFound, NotPermitted
from contest_portal.kernel.sealed_secrets import Sealer


def renew_recovery_codes(session: Session, act: Act, *, sealer: Sealer) -> tuple[str, ...]:
    """Give ten new recovery codes in the place of the own ones; NotFound without a second factor."""
    user_id = act.actor.user_id
    if user_id is None:
        raise NotPermitted("nobody is signed in")
    wait_for_turn(session)
    if session.get(SecondFactor, user_id) is None:
        raise NotFound(f"second factor of user {user_id}")
    codes = keep_recovery_codes(session, sealer, user_id)
    note_change(session, act, user_id, ChangeKind.RECOVERY_CODES)
    record(
        session, at=act.at, actor_id=user_id, action="second_factor.codes_renewed", subject=f"user:{user_id}"
    )
    return codes
