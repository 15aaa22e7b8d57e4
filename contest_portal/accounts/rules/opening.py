"""Whose accounts a person may open, and hand a new password to."""

from collections.abc import Iterable

from contest_portal.accounts.rules.actor import Actor, Role
from contest_portal.accounts.rules.permissions import NO_SCOPE, Action, Scope, can
from contest_portal.kernel.problems import NotPermitted

_ALONE = {
    Role.REPRESENTATIVE: Action.REPRESENTATIVE_INVITE,
    Role.PROMOTER: Action.PROMOTER_APPOINT,
    Role.JUROR: Action.JURY_SEAT,
}


def account_action(roles: Iterable[Role]) -> Action:
    """Name the right that an account with these roles asks for.

    The office opens the accounts of representatives and promoters, a group that of its promoter and the secretary
    those of jurors, as long as the account is nothing else besides; every other account is the administrator's.
    """
    held = frozenset(roles)
    if len(held) != 1:
        return Action.USERS_MANAGE
    return _ALONE.get(next(iter(held)), Action.USERS_MANAGE)


def permit_account(actor: Actor, roles: Iterable[Role], scope: Scope = NO_SCOPE) -> None:
    """Raise NotPermitted unless the actor may open an account with these roles, or reset its password."""
    action = account_action(roles)
    if not (can(actor, Action.USERS_MANAGE) or can(actor, action, scope)):
        raise NotPermitted(f"user {actor.user_id} may not {action}")
