"""Giving and taking roles."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import user_line
from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.accounts.services.set_grants import set_grants
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from tests.accounts.conftest import AT, Trail
from tests.factories.accounts import act_of, make_user


def grants(*roles: Role | tuple[Role, int]) -> frozenset[Grant]:
    return frozenset(Grant(*role) if isinstance(role, tuple) else Grant(role) for role in roles)


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(grants(Role.SECRETARY), id="another"),
        pytest.param(grants(Role.STAFF, Role.SECRETARY), id="one more"),
        pytest.param(grants((Role.STAFF, 5)), id="the same in one contest"),
        pytest.param(grants(Role.STAFF, (Role.STAFF, 5), (Role.SECRETARY, 6)), id="several reaches"),
        pytest.param(grants(Role.STAFF), id="the same"),
        pytest.param(grants(), id="none"),
    ],
)
def test_roles_are_exactly_those_set(session: Session, wanted: frozenset[Grant]) -> None:
    admin, user = make_user(session, Role.ADMIN), make_user(session, Role.STAFF)

    set_grants(session, act_of(admin, AT), user_id=user.id, grants=wanted, is_active=True)
    session.expunge_all()

    assert user_line(session, user.id).grants == wanted


def test_change_ends_open_sessions_and_is_noted_with_before_and_after(session: Session, trail: Trail) -> None:
    admin, user = make_user(session, Role.ADMIN), make_user(session, Role.STAFF)

    set_grants(session, act_of(admin, AT), user_id=user.id, grants=grants(Role.SECRETARY), is_active=False)

    assert (user.session_epoch, user.is_active) == (1, False)
    assert trail() == [
        (
            "user.grants_set",
            f"user:{user.id}",
            admin.id,
            '{"active":false,"after":["secretary"],"before":["staff"]}',
        )
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_an_administrator_sets_roles(session: Session, role: Role) -> None:
    actor, user = make_user(session, role), make_user(session, Role.STAFF)

    with pytest.raises(NotPermitted):
        set_grants(session, act_of(actor, AT), user_id=user.id, grants=grants(Role.ADMIN), is_active=True)


def test_roles_that_exclude_one_another_are_refused(session: Session, trail: Trail) -> None:
    admin, user = make_user(session, Role.ADMIN), make_user(session, Role.STAFF)

    with pytest.raises(Refused) as refusal:
        set_grants(
            session,
            act_of(admin, AT),
            user_id=user.id,
            grants=grants(Role.AUDITOR, (Role.JUROR, 5)),
            is_active=True,
        )

    assert [problem.code for problem in refusal.value.problems] == ["roles.auditor_alone"]
    assert (user_line(session, user.id).roles, trail()) == (("staff",), [])


@pytest.mark.parametrize(
    ("wanted", "is_active"), [(grants(Role.ADMIN), False), (grants(Role.AUDITOR), True), (grants(), True)]
)
def test_administrator_does_not_lock_the_own_account(
    session: Session, wanted: frozenset[Grant], *, is_active: bool
) -> None:
    admin = make_user(session, Role.ADMIN)

    with pytest.raises(Refused) as refusal:
        set_grants(session, act_of(admin, AT), user_id=admin.id, grants=wanted, is_active=is_active)

    assert [problem.code for problem in refusal.value.problems] == ["user.own_account"]


def test_unknown_user_is_not_found(session: Session) -> None:
    admin = make_user(session, Role.ADMIN)

    with pytest.raises(NotFound):
        set_grants(session, act_of(admin, AT), user_id=999_999, grants=grants(), is_active=True)
