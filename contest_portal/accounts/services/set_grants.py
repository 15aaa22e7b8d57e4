"""Give and take roles."""

import logging
from collections.abc import Iterable

from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, RoleGrant, User
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act, Grant, Role
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.accounts.rules.separation import conflicting_roles
from contest_portal.accounts.rules.territory import territory_problem
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, refuse

log = logging.getLogger(__name__)


def set_grants(
    session: Session, act: Act, *, user_id: int, grants: frozenset[Grant], is_active: bool
) -> User:
    """Set a user's roles and whether the account is open. Open sessions end, so that rights are read anew."""
    permit(act.actor, Action.USERS_MANAGE)
    user = user_with_grants(session, user_id)
    roles = [grant.role for grant in grants]
    refuse(
        [
            *conflicting_roles(roles),
            *(territory_problem(grant) for grant in grants),
            _own_account(act, user, roles=roles, is_active=is_active),
        ]
    )
    before = sorted(grant.role for grant in user.grants)
    limits_before = _limits(user.grants)
    _replace(user, grants)
    user.is_active = is_active
    user.session_epoch += 1
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="user.grants_set",
        subject=f"user:{user.id}",
        data={
            "before": before,
            "after": sorted(role.value for role in roles),
            "active": is_active,
            **_changed_limits(limits_before, user.grants),
        },
    )
    log.info("roles set", extra={"user_id": user.id})
    return user


def _replace(user: User, grants: frozenset[Grant]) -> None:
    wanted = {(grant.role.value, grant.contest_id) for grant in grants}
    user.grants[:] = [grant for grant in user.grants if (grant.role, grant.contest_id) in wanted]
    held = {(grant.role, grant.contest_id) for grant in user.grants}
    user.grants.extend(
        RoleGrant(role=role, contest_id=contest) for role, contest in sorted(wanted - held, key=str)
    )
    limits = {(grant.role.value, grant.contest_id): grant.territories for grant in grants}
    for grant in user.grants:
        _limit(grant, limits[grant.role, grant.contest_id])


def _limits(grants: Iterable[RoleGrant]) -> list[str]:
    return sorted({prefix for grant in grants for prefix in grant.prefixes})


def _changed_limits(before: list[str], grants: Iterable[RoleGrant]) -> dict[str, list[str]]:
    after = _limits(grants)
    return {"territories_before": before, "territories_after": after} if before or after else {}


def _limit(grant: RoleGrant, prefixes: tuple[str, ...]) -> None:
    held = {territory.prefix: territory for territory in grant.territories}
    grant.territories[:] = [held.get(prefix) or GrantTerritory(prefix=prefix) for prefix in prefixes]


def _own_account(act: Act, user: User, *, roles: Iterable[Role], is_active: bool) -> Problem | None:
    if user.id != act.actor.user_id or (is_active and Role.ADMIN in roles):
        return None
    return Problem(
        "user.own_account",
        field="roles",
        message=N_("No puede quitarse a sí mismo la administración. Pídalo a otra persona administradora."),
    )
