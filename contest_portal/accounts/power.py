"""Deeds on accounts: what is asked for, what speaks against it, whether another administrator has to confirm it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import WaitingAct, waiting_acts
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import User
from contest_portal.accounts.new_accounts import new_account_problems
from contest_portal.accounts.queries import user_with_grants, users_with_role
from contest_portal.accounts.rules.actor import Act, Grant, Role
from contest_portal.accounts.rules.joint_acts import JointKind
from contest_portal.accounts.rules.permissions import Action, Scope, can
from contest_portal.accounts.rules.power import (
    NOBODY,
    WAITS,
    AskedPower,
    PowerDeed,
    Standing,
    gives_power,
    left_alone_problem,
    opens_administration,
    own_account_problem,
    own_password_problem,
    standing,
    told_first,
    two_administrators,
)
from contest_portal.accounts.rules.second_factor import none_problem, own_reset_problem, reset_reason_problem
from contest_portal.accounts.rules.separation import conflicting_roles
from contest_portal.accounts.rules.territory import territory_problem
from contest_portal.kernel.canonical import Json, sha256_hex
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import Problem, Refused, refuse

POWER = JointKind("user.power", AskedPower, Action.USERS_MANAGE, Action.POWER_CONFIRM, waits=WAITS)


def opening(email: str, full_name: str, grants: frozenset[Grant]) -> AskedPower:
    """Describe an account to be opened. The address is the key, whatever the case typed."""
    address, name = clean_text(email).casefold(), clean_text(full_name)
    return AskedPower(PowerDeed.OPEN, None, name, address, NOBODY, standing(grants))


def change_of_roles(user: User, grants: frozenset[Grant], *, is_active: bool) -> AskedPower:
    """Describe new roles of an account, or that it is closed or opened again."""
    return _deed(PowerDeed.ROLES, user, after=standing(grants, is_active=is_active))


def factor_reset(user: User, reason: str) -> AskedPower:
    """Describe that the second factor of an account is taken off."""
    return _deed(PowerDeed.FACTOR, user, reason=clean_text(reason))


def password_reset(user: User) -> AskedPower:
    """Describe that an account gets a temporary password."""
    return _deed(PowerDeed.PASSWORD, user)


def refuse_power(session: Session, act: Act, asked: AskedPower, *others: Problem | None) -> None:
    """Raise Refused with all that speaks against a deed, and with `others` that the caller found."""
    if asked.user_id is None:
        found = new_account_problems(session, asked.email, asked.full_name)
        refuse([*found, *others, *conflicting_roles(grant.role for grant in asked.after.grants)])
    else:
        user = user_with_grants(session, asked.user_id)
        alone = left_alone_problem() if _leaves_alone(session, act, asked) else None
        refuse([*_problems(user, asked, is_own=act.actor.user_id == user.id), alone, *others])


def _problems(user: User, asked: AskedPower, *, is_own: bool) -> Iterable[Problem | None]:
    if asked.deed is PowerDeed.ROLES:
        roles = [grant.role for grant in asked.after.grants]
        is_lost = is_own and not (asked.after.is_active and Role.ADMIN in roles)
        limits = (territory_problem(grant) for grant in asked.after.grants)
        return (*conflicting_roles(roles), *limits, own_account_problem() if is_lost else None)
    if asked.deed is PowerDeed.PASSWORD:
        return (own_password_problem() if is_own else None,)
    missing = None if user.has_second_factor else none_problem()
    return (own_reset_problem() if is_own else None, missing, reset_reason_problem(asked.reason))


def _leaves_alone(session: Session, act: Act, asked: AskedPower) -> bool:
    """Tell whether the last who could confirm beside the actor loses the administration. The machine asks nobody."""
    if act.actor.user_id is None or _administers(asked.after) or not _administers(asked.before):
        return False
    return has_second_administrator(session, act, None) and not has_second_administrator(
        session, act, asked.user_id
    )


def _administers(standing: Standing) -> bool:
    return standing.is_active and any(grant.role is Role.ADMIN for grant in standing.grants)


def takes_two(session: Session, act: Act, asked: AskedPower) -> bool:
    """Tell whether a deed gives power and another administrator is able to confirm it."""
    return _gives_power(session, asked) and has_second_administrator(session, act, asked.user_id)


def has_to_wait(session: Session, act: Act, asked: AskedPower) -> bool:
    """Tell whether it opens the way into the account of the only other administrator: who is told, and has a day."""
    return (
        opens_administration(asked)
        and _gives_power(session, asked)
        and not has_second_administrator(session, act, asked.user_id)
    )


def stoppable(session: Session, now: datetime) -> tuple[WaitingAct[AskedPower], ...]:
    """List the deeds that wait and would open the way into an administrator's account."""
    waiting = waiting_acts(session, POWER, JointAct.contest_id.is_(None))
    return tuple(one for one in waiting if not one.is_over(now) and opens_administration(one.content))


def word_of_one(session: Session, act: Act, asked: AskedPower) -> Mapping[str, Json]:
    """Give what the log says of a deed done by one person: nothing, unless it gives power.

    Raises Refused where another administrator has to confirm it. The machine's command line asks nobody, and is told.
    """
    if not _gives_power(session, asked):
        return {}
    if act.actor.user_id is None:
        return {"by": "command_line"}
    if has_second_administrator(session, act, asked.user_id):
        raise Refused([two_administrators()])
    refuse([told_first() if opens_administration(asked) else None])
    return {"second": None}


def has_second_administrator(session: Session, act: Act, user_id: int | None) -> bool:
    """Tell whether another administrator could sign in and confirm.

    One without a second factor counts where whoever asks has none either: the portal asks none of them.
    """
    scope = power_scope(act.actor.user_id, user_id)
    administrators = users_with_role(session, Role.ADMIN)
    asks_none = not any(one.has_second_factor for one in administrators if one.id == act.actor.user_id)
    return any(
        can(one.actor, POWER.confirm, scope) and (asks_none or one.has_second_factor)
        for one in administrators
    )


def power_subject(asked: AskedPower) -> str:
    """Name what waits: one deed at a time for an account, or for an address without one."""
    return f"address:{sha256_hex(asked.email)[:32]}" if asked.user_id is None else f"user:{asked.user_id}"


def power_scope(asked_by: int | None, user_id: int | None) -> Scope:
    """Give the scope of a confirmation: neither whoever asked nor whose account it is."""
    return Scope(proposer_id=asked_by, earlier_ids=frozenset() if user_id is None else frozenset({user_id}))


def _deed(deed: PowerDeed, user: User, *, after: Standing | None = None, reason: str = "") -> AskedPower:
    before = standing(user.granted, is_active=user.is_active)
    return AskedPower(deed, user.id, user.full_name, user.email, before, after or before, reason)


def _gives_power(session: Session, asked: AskedPower) -> bool:
    has_factor = asked.user_id is not None and user_with_grants(session, asked.user_id).has_second_factor
    return gives_power(asked, has_second_factor=has_factor)
