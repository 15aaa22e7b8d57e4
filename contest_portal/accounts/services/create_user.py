"""Open an account."""

import logging
import re
from collections.abc import Iterable

from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.queries import user_by_email
from contest_portal.accounts.rules.actor import Act, Grant, Role
from contest_portal.accounts.rules.opening import permit_account
from contest_portal.accounts.rules.permissions import NO_SCOPE, Scope
from contest_portal.accounts.rules.separation import conflicting_roles
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.passwords import hash_password, weakness
from contest_portal.kernel.problems import N_, Problem, refuse

log = logging.getLogger(__name__)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")


def create_user(
    session: Session,
    act: Act,
    *,
    email: str,
    full_name: str,
    password: str,
    grants: frozenset[Grant],
    scope: Scope = NO_SCOPE,
    must_change_password: bool = False,
) -> User:
    """Open an account with its first roles. The address is the key, whatever the case typed.

    `scope` is the contest on whose behalf a juror is invited; `must_change_password` is for a password that the
    person did not choose.
    """
    roles = [grant.role for grant in grants]
    permit_account(act.actor, roles, scope)
    address, name = clean_text(email).casefold(), clean_text(full_name)
    words = (address.partition("@")[0], *name.split())
    shape = [_bad_address(address), _taken(session, address), _no_name(name)]
    refuse([*shape, weakness(password, user_words=words), *conflicting_roles(roles)])
    user = User(
        email=address,
        full_name=name,
        password_hash=hash_password(password),
        must_change_password=must_change_password,
        created_at=act.at,
        grants=[
            RoleGrant(role=grant.role.value, contest_id=grant.contest_id) for grant in sorted(grants, key=str)
        ],
    )
    session.add(user)
    session.flush()
    _note(session, act, user, roles)
    log.info("account opened", extra={"user_id": user.id})
    return user


def _note(session: Session, act: Act, user: User, roles: Iterable[Role]) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="user.created",
        subject=f"user:{user.id}",
        data={"roles": sorted(role.value for role in roles)},
    )


def _bad_address(address: str) -> Problem | None:
    if _EMAIL.fullmatch(address) and len(address) <= 160:
        return None
    return Problem(
        "user.email_invalid",
        field="email",
        message=N_("Escriba un correo electrónico completo, por ejemplo nombre@dominio.pe."),
    )


def _taken(session: Session, address: str) -> Problem | None:
    if user_by_email(session, address) is None:
        return None
    return Problem(
        "user.email_taken",
        field="email",
        message=N_("Ya hay una cuenta con ese correo. Búsquela en la lista o use otro correo."),
    )


def _no_name(name: str) -> Problem | None:
    if 3 <= len(name) <= 160:
        return None
    return Problem("user.name_missing", field="full_name", message=N_("Escriba nombres y apellidos."))
