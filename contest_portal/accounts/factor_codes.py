"""The codes of a second factor: which one was typed, and that it counts once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RecoveryCode, SecondFactor
from contest_portal.kernel.one_time_codes import composed, matching_step, new_recovery_codes
from contest_portal.kernel.sealed_secrets import CannotOpen, Sealer

SECRET = "second factor"  # noqa: S105 - the purpose of what is sealed
RECOVERY = "recovery code"


class PassedBy(StrEnum):
    """What a person showed."""

    APPLICATION = "application"
    RECOVERY = "recovery"


def spend_code(session: Session, sealer: Sealer, user_id: int, code: str, at: datetime) -> PassedBy | None:
    """Let a code count, once; None when it is not one of this person's codes, or counted before.

    Each kind is one guarded statement, so that of two who send the same code at once one passes.
    """
    factor = session.get(SecondFactor, user_id, populate_existing=True)
    if factor is None:
        return None
    if _spend_step(session, sealer, factor, code, at):
        return PassedBy.APPLICATION
    return PassedBy.RECOVERY if _spend_recovery(session, sealer, user_id, code, at) else None


def keep_recovery_codes(session: Session, sealer: Sealer, user_id: int) -> tuple[str, ...]:
    """Put ten new recovery codes in the place of those of before, and give them: nothing else keeps them."""
    codes = new_recovery_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.add_all(
        RecoveryCode(user_id=user_id, code_hash=sealer.keyed_hash(code, purpose=RECOVERY)) for code in codes
    )
    session.flush()
    return codes


def recovery_codes_left(session: Session, user_id: int) -> int:
    """Count the recovery codes that nobody used yet."""
    unused = (RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def _spend_step(session: Session, sealer: Sealer, factor: SecondFactor, code: str, at: datetime) -> bool:
    try:
        secret = sealer.open(factor.secret, purpose=f"{SECRET} {factor.user_id}")
    except CannotOpen:
        return False  # SECRET_KEY is another: somebody has to take the factor off
    step = matching_step(secret, code, at, after=factor.last_step)
    if step is None:
        return False
    spent = session.execute(
        update(SecondFactor)
        .where(SecondFactor.user_id == factor.user_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return spent.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _spend_recovery(session: Session, sealer: Sealer, user_id: int, code: str, at: datetime) -> bool:
    wanted = sealer.keyed_hash(composed(code), purpose=RECOVERY)
    spent = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id, RecoveryCode.code_hash == wanted, RecoveryCode.used_at.is_(None)
        )
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )
    return spent.rowcount == 1  # type: ignore[attr-defined, no-any-return]
