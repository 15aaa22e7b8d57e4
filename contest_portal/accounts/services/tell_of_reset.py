"""Tell a person that somebody took the second factor off."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.factor_codes import untold_reset
from contest_portal.accounts.models import FactorReset
from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record, wait_for_turn


def tell_of_reset(session: Session, act: Act, *, user_id: int) -> FactorReset | None:
    """Give the newest of which the person was not told, and count all as told."""
    wait_for_turn(session)
    reset = untold_reset(session, user_id)
    if reset is None:
        return None
    session.execute(
        update(FactorReset)
        .where(FactorReset.user_id == user_id, FactorReset.told_at.is_(None))
        .values(told_at=act.at)
    )
    record(session, at=act.at, actor_id=user_id, action="second_factor.reset_told", subject=f"user:{user_id}")
    return reset
