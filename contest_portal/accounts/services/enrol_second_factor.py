"""Take an application on a telephone as a person's second factor."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.account_changes import ChangeKind, note_change
from contest_portal.accounts.factor_codes import SECRET, keep_recovery_codes
from contest_portal.accounts.models import SecondFactor, User
from contest_portal.accounts.open_sessions import close_sessions
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.second_factor import code_problem
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.one_time_codes import matching_step
from contest_portal.kernel.passwords import matches, wrong_current
from contest_portal.kernel.problems import NotPermitted, refuse
from contest_portal.kernel.sealed_secrets import Sealer

log = logging.getLogger(__name__)


def enrol_second_factor(
    session: Session, act: Act, *, sealer: Sealer, current: str, secret: str, code: str
) -> tuple[User, tuple[str, ...]]:
    """Enrol the own application, once a code of it shows that it holds the secret; every open session ends.

    `current` is the password of today. An application of before is replaced, and so are its recovery codes. Gives the
    user, grants loaded, with the ten new recovery codes, shown once.
    """
    if act.actor.user_id is None:
        raise NotPermitted("nobody is signed in")
    wait_for_turn(session)
    user = user_with_grants(session, act.actor.user_id)
    step = matching_step(secret, code, act.at, after=0)
    refuse(
        [
            None if matches(user.password_hash, current) else wrong_current(),
            code_problem("code") if step is None else None,
        ]
    )
    session.merge(
        SecondFactor(
            user_id=user.id,
            secret=sealer.seal(secret, purpose=f"{SECRET} {user.id}"),
            last_step=step or 0,
            enrolled_at=act.at,
        )
    )
    codes = keep_recovery_codes(session, sealer, user.id)
    close_sessions(session, user)
    note_change(session, act, user.id, ChangeKind.TELEPHONE)
    session.flush()
    session.refresh(user, ["has_second_factor"])
    record(session, at=act.at, actor_id=user.id, action="second_factor.enrolled", subject=f"user:{user.id}")
    log.info("second factor enrolled", extra={"user_id": user.id})
    return user, codes
