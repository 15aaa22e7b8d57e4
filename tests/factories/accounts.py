"""Offices and users."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, RoleGrant, User
from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from tests.factories.numbers import new_number

CREATED = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)


def make_office(session: Session, code: str = "UT-HUANCAVELICA") -> Office:
    office = Office(
        code=code,
        name="Unidad Territorial Huancavelica",
        programme="Programa de Emprendimientos Rurales",
        city="Huancavelica",
        address="Jirón Los Molles 123",
        ruc="20512333797",
        signer_name="Irma Solís Quinto",
        signer_title="Jefa de la Unidad Territorial",
    )
    session.add(office)
    session.flush()
    return office


def make_user(
    session: Session, *roles: Role, full_name: str = "Rosa Inga Paredes", contest_id: int | None = None
) -> User:
    """Make an active user. The stored hash matches no password: sign in with `client.sign_in(user.id)`."""
    number = new_number()
    user = User(
        email=f"persona{number}@fondos.example",
        full_name=full_name,
        password_hash="!",
        created_at=CREATED,
        grants=[RoleGrant(role=role.value, contest_id=contest_id) for role in roles],
    )
    session.add(user)
    session.flush()
    return user


def actor_of(user: User) -> Actor:
    """Give the actor of a user made here."""
    return Actor(user.id, frozenset(Grant(Role(grant.role), grant.contest_id) for grant in user.grants))


def act_of(user: User, at: datetime) -> Act:
    """Give a deed of this user at an instant."""
    return Act(actor_of(user), at)
