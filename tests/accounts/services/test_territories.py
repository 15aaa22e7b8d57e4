"""Limiting an account to territories: kept with its grants, noted, taken back."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, User
from contest_portal.accounts.queries import active_user
from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.accounts.services.set_grants import set_grants
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import Refused
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user


@pytest.fixture
def admin(session: Session) -> User:
    return make_user(session, Role.ADMIN)


def limit(session: Session, admin: User, user: User, *territories: str, role: Role = Role.STAFF) -> None:
    grants = frozenset({Grant(role, territories=territories)})
    set_grants(session, act_of(admin, NOON), user_id=user.id, grants=grants, is_active=True)


def kept(session: Session) -> list[str]:
    return list(session.scalars(select(GrantTerritory.prefix).order_by(GrantTerritory.prefix)))


def test_territories_are_kept_and_read_with_the_rights(session: Session, admin: User) -> None:
    user = make_user(session, Role.STAFF)

    limit(session, admin, user, "0903", "10")
    session.expire_all()

    account = active_user(session, user.id)
    assert account is not None
    assert account.actor.grants == {Grant(Role.STAFF, territories=("0903", "10"))}


def test_territories_are_changed_and_taken_back(session: Session, admin: User) -> None:
    user = make_user(session, Role.STAFF)
    found = []
    for territories in (("0903", "10"), ("10", "1101"), ()):
        limit(session, admin, user, *territories)
        found.append(kept(session))

    assert found == [["0903", "10"], ["10", "1101"], []]


def test_losing_the_role_loses_its_territories(session: Session, admin: User) -> None:
    user = make_user(session, Role.STAFF)
    limit(session, admin, user, "0903")

    set_grants(
        session, act_of(admin, NOON), user_id=user.id, grants=frozenset({Grant(Role.JUROR)}), is_active=True
    )

    assert kept(session) == []


def test_limits_are_noted_before_and_after(session: Session, admin: User) -> None:
    user = make_user(session, Role.STAFF)
    limit(session, admin, user, "0903")
    limit(session, admin, user)

    notes = session.scalars(
        select(AuditRow.data).where(AuditRow.action == "user.grants_set").order_by(AuditRow.seq)
    ).all()
    assert ['"territories_after":["0903"],"territories_before":[]' in notes[0]] == [True]
    assert ['"territories_after":[],"territories_before":["0903"]' in notes[1]] == [True]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE])
def test_other_roles_are_not_limited(session: Session, admin: User, role: Role) -> None:
    user = make_user(session, role)

    with pytest.raises(Refused) as refusal:
        limit(session, admin, user, "0903", role=role)

    assert [problem.code for problem in refusal.value.problems] == ["grant.territory_of_role"]
    assert kept(session) == []


@pytest.mark.parametrize("prefix", ["9", "090", "0903011"[:5], ""])
def test_the_database_refuses_what_is_no_territory(session: Session, prefix: str) -> None:
    user = make_user(session, Role.STAFF)
    session.add(GrantTerritory(grant_id=user.grants[0].id, prefix=prefix))

    with pytest.raises(IntegrityError):
        session.flush()
