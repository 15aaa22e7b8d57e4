"""Named reads of accounts."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_portal.accounts.emergency_models import EmergencyAccess
from contest_portal.accounts.models import EndedSession, Office, OpenSession, RoleGrant, User
from contest_portal.accounts.rules.actor import Actor, Grant, Role
from contest_portal.kernel.identifiers import clean_text, sort_key
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class Account:
    """A user as the other floors see one."""

    id: int
    email: str
    full_name: str
    session_epoch: int
    actor: Actor
    must_change_password: bool = False
    has_second_factor: bool = False
    is_in_emergency: bool = False
    session_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user as lists show one; `roles` are codes in alphabetical order."""

    id: int
    email: str
    full_name: str
    roles: tuple[str, ...]
    grants: frozenset[Grant]
    is_active: bool
    must_change_password: bool
    created_at: datetime
    has_second_factor: bool = False


_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_IN_EMERGENCY = exists().where(
    EmergencyAccess.user_id == User.id,
    EmergencyAccess.ended_at.is_(None),
    EmergencyAccess.ends_at > bindparam("now"),
)
_SEEN_AT = select(OpenSession.seen_at).where(OpenSession.key_hash == bindparam("key_hash")).scalar_subquery()
_ACTIVE = (
    select(User, _IN_EMERGENCY, _SEEN_AT)
    .where(
        User.id == bindparam("user_id"),
        User.is_active,
        ~exists().where(EndedSession.key_hash == bindparam("key_hash")),
    )
    .options(joinedload(User.grants).joinedload(RoleGrant.territories))
)


def active_user(
    session: Session, user_id: int, now: datetime | None = None, *, key_hash: str = ""
) -> Account | None:
    """Give an active user with the rights of this moment, or None: one query, since every request begins with it.

    What an emergency access gives is not among them. Asked with an instant, `is_in_emergency` says whether
    `running_emergency` would find one then. Asked for a session by the hash of its key, None when that was left;
    `session_seen_at` says when its use was noted last.
    """
    asked = {"user_id": user_id, "now": now or _NEVER, "key_hash": key_hash}
    found = session.execute(_ACTIVE, asked).unique().one_or_none()
    if found is None:
        return None
    return replace(account_of(found[0]), is_in_emergency=found[1], session_seen_at=found[2])


def user_trying(session: Session, email: str) -> User | None:
    """Find who tries to sign in, without grants: the database is asked no more for an account that is there."""
    return session.scalars(select(User).where(User.email == clean_text(email).casefold())).one_or_none()


def user_by_email(session: Session, email: str) -> User | None:
    """Find a user by address, whatever the case typed; grants loaded."""
    return session.scalars(
        select(User).where(User.email == clean_text(email).casefold()).options(selectinload(User.grants))
    ).one_or_none()


def user_with_grants(session: Session, user_id: int) -> User:
    """Give a user's row to a service, grants loaded; NotFound when there is none."""
    user = session.scalars(
        select(User).where(User.id == user_id).options(selectinload(User.grants))
    ).one_or_none()
    if user is None:
        raise NotFound(f"user {user_id}")
    return user


def user_line(session: Session, user_id: int) -> UserLine:
    """Give a user as lists show one; NotFound when there is none."""
    return _line(user_with_grants(session, user_id))


def users(
    session: Session, *, text: str = "", role: Role | None = None, limit: int, offset: int = 0
) -> tuple[UserLine, ...]:
    """List users, closed accounts included, by name; `text` is looked for in name and address."""
    found = session.scalars(
        select(User)
        .where(*_matching(text, role))
        .options(selectinload(User.grants))
        .order_by(User.name_key, User.id)
        .limit(limit)
        .offset(offset)
    )
    return tuple(_line(user) for user in found)


def count_users(session: Session, *, text: str = "", role: Role | None = None) -> int:
    """Count what `users` lists without its limit."""
    return session.scalar(select(func.count()).select_from(User).where(*_matching(text, role))) or 0


def users_with_role(session: Session, role: Role) -> tuple[Account, ...]:
    """List active users who hold a role anywhere, by name."""
    found = session.scalars(
        select(User)
        .where(User.is_active, User.grants.any(RoleGrant.role == role.value))
        .options(selectinload(User.grants))
        .order_by(User.name_key, User.id)
    )
    return tuple(account_of(user) for user in found)


def names_of_users(session: Session, user_ids: frozenset[int]) -> dict[int, str]:
    """Give the names of these users by their number."""
    rows = session.execute(select(User.id, User.full_name).where(User.id.in_(user_ids)).order_by(User.id))
    return {row.id: row.full_name for row in rows}


def offices(session: Session) -> tuple[Office, ...]:
    """List the offices by code."""
    return tuple(session.scalars(select(Office).order_by(Office.code)))


def office_with_code(session: Session, code: str) -> Office | None:
    """Find an office by its code."""
    return session.scalars(select(Office).where(Office.code == code)).one_or_none()


def office_by_id(session: Session, office_id: int) -> Office:
    """Give an office; NotFound when there is none."""
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound(f"office {office_id}")
    return office


def account_of(user: User) -> Account:
    """Turn a user row with its grants loaded into an account."""
    return Account(
        id=user.id,
        email=user.email,
        full_name=user.full_name,
        session_epoch=user.session_epoch,
        actor=Actor(user_id=user.id, grants=user.granted),
        must_change_password=user.must_change_password,
        has_second_factor=user.has_second_factor,
    )


def _matching(text: str, role: Role | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if text:
        conditions.append(
            User.name_key.contains(sort_key(text), autoescape=True)
            | User.email.contains(text.casefold(), autoescape=True)
        )
    if role is not None:
        conditions.append(User.grants.any(RoleGrant.role == role.value))
    return conditions


def _line(user: User) -> UserLine:
    grants = user.granted
    return UserLine(
        id=user.id,
        email=user.email,
        full_name=user.full_name,
        roles=tuple(sorted({grant.role.value for grant in grants})),
        grants=grants,
        is_active=user.is_active,
        must_change_password=user.must_change_password,
        created_at=user.created_at,
        has_second_factor=user.has_second_factor,
    )
