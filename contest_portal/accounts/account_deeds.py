"""What is done to accounts once it was decided, by one person or by two. `word`: what the log says of who decided."""

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest_portal.accounts.account_changes import ChangeKind, note_change
from contest_portal.accounts.models import (
    AccountChange,
    EndedSession,
    GrantTerritory,
    OpenSession,
    RecoveryCode,
    RoleGrant,
    SecondFactor,
    User,
)
from contest_portal.accounts.open_sessions import close_sessions
from contest_portal.accounts.rules.actor import Act, Grant
from contest_portal.accounts.rules.lasting import SESSION_HOURS, temporary_until
from contest_portal.accounts.rules.power import AskedPower, PowerDeed, changed_since, standing
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.passwords import hash_password, temporary_password
from contest_portal.kernel.problems import WrongState

log = logging.getLogger(__name__)
Word = Mapping[str, Json]
_REMEMBERED = timedelta(hours=2 * SESSION_HOURS)
"""Longer than any cookie lasts."""


def open_account(
    session: Session, act: Act, asked: AskedPower, word: Word, *, password: str, must_change: bool
) -> User:
    """Open an account with its first roles."""
    user = User(
        email=asked.email,
        full_name=asked.full_name,
        password_hash=hash_password(password),
        must_change_password=must_change,
        must_change_by=temporary_until(act.at) if must_change else None,
        created_at=act.at,
        grants=[RoleGrant(role=one.role.value, contest_id=one.contest_id) for one in asked.after.grants],
    )
    session.add(user)
    session.flush()
    roles: list[Json] = [*sorted(grant.role.value for grant in asked.after.grants)]
    _note(session, act, user, {"roles": roles, **word}, action="user.created")
    log.info("account opened", extra={"user_id": user.id})
    return user


def put_grants(session: Session, act: Act, user: User, asked: AskedPower, word: Word) -> None:
    """Set the roles of an account and whether it is open. Open sessions end, so that rights are read anew."""
    before: list[Json] = [*sorted(grant.role for grant in user.grants)]
    limits_before = _limits(user.grants)
    _replace(user, asked.after.grants)
    user.is_active = asked.after.is_active
    close_sessions(session, user)
    session.flush()
    facts: dict[str, Json] = {
        "before": before,
        "after": [*sorted(grant.role.value for grant in asked.after.grants)],
        "active": asked.after.is_active,
        **_changed_limits(limits_before, user.grants),
    }
    _note(session, act, user, {**facts, **word}, action="user.grants_set")
    log.info("roles set", extra={"user_id": user.id})


def take_factor_off(session: Session, act: Act, user: User, reason: str, word: Word) -> AccountChange:
    """Take the second factor of an account off; open sessions end, and its person reads why."""
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    close_sessions(session, user)
    change = note_change(session, act, user.id, ChangeKind.FACTOR_OFF, reason=reason)
    session.flush()
    session.refresh(user, ["has_second_factor"])
    _note(session, act, user, {"reason": reason, **word}, action="second_factor.reset")
    log.info("second factor reset", extra={"user_id": user.id})
    return change


def hand_password(session: Session, act: Act, user: User, word: Word) -> str:
    """Give an account a temporary password, to be changed at the next sign-in; open sessions end."""
    password = temporary_password()
    user.password_hash = hash_password(password)
    user.must_change_password = True
    user.must_change_by = temporary_until(act.at)
    close_sessions(session, user)
    note_change(session, act, user.id, ChangeKind.HANDED_PASSWORD)
    _note(session, act, user, dict(word) or None, action="user.password_reset")
    log.info("password reset", extra={"user_id": user.id})
    return password


def do_as_asked(session: Session, act: Act, user: User, asked: AskedPower, word: Word) -> str:
    """Do what was asked for about an account that is there; give its temporary password if it got one.

    Raises WrongState when the account is not what was seen then.
    """
    now = (user.full_name, user.email, standing(user.granted, is_active=user.is_active))
    if (asked.full_name, asked.email, asked.before) != now:
        raise WrongState([changed_since()])
    if asked.deed is PowerDeed.PASSWORD:
        return hand_password(session, act, user, word)
    if asked.deed is PowerDeed.ROLES:
        put_grants(session, act, user, asked, word)
    else:
        take_factor_off(session, act, user, asked.reason, word)
    return ""


def end_all_sessions(session: Session, act: Act, user: User) -> None:
    """End every open session of an account."""
    close_sessions(session, user)
    _note(session, act, user, None, action="session.all_ended")
    log.info("sessions ended", extra={"user_id": user.id})


def leave_session(session: Session, act: Act, key_hash: str) -> bool:
    """Let the cookie of one session open nothing any more; False when it did not before."""
    session.execute(delete(EndedSession).where(EndedSession.ended_at < act.at - _REMEMBERED))
    session.execute(delete(OpenSession).where(OpenSession.key_hash == key_hash))
    if session.get(EndedSession, key_hash) is not None:
        return False
    session.add(EndedSession(key_hash=key_hash, ended_at=act.at))
    return True


def _note(session: Session, act: Act, user: User, data: Json, *, action: str) -> None:
    record(
        session, at=act.at, actor_id=act.actor.user_id, action=action, subject=f"user:{user.id}", data=data
    )


def _replace(user: User, grants: Iterable[Grant]) -> None:
    wanted = {(grant.role.value, grant.contest_id): grant.territories for grant in grants}
    user.grants[:] = [grant for grant in user.grants if (grant.role, grant.contest_id) in wanted]
    held = {(grant.role, grant.contest_id) for grant in user.grants}
    user.grants.extend(
        RoleGrant(role=role, contest_id=contest) for role, contest in sorted(set(wanted) - held, key=str)
    )
    for grant in user.grants:
        _limit(grant, wanted[grant.role, grant.contest_id])


def _limit(grant: RoleGrant, prefixes: tuple[str, ...]) -> None:
    held = {territory.prefix: territory for territory in grant.territories}
    grant.territories[:] = [held.get(prefix) or GrantTerritory(prefix=prefix) for prefix in prefixes]


def _limits(grants: Iterable[RoleGrant]) -> list[Json]:
    return [*sorted({prefix for grant in grants for prefix in grant.prefixes})]


def _changed_limits(before: list[Json], grants: Iterable[RoleGrant]) -> dict[str, Json]:
    after = _limits(grants)
    return {"territories_before": before, "territories_after": after} if before or after else {}
