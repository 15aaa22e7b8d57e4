"""Signing in, changing the own password, replacing a forgotten one."""

from functools import cache

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import ANONYMOUS, OPERATOR, Act, Role
from contest_portal.accounts.services.authenticate import authenticate
from contest_portal.accounts.services.change_password import change_password
from contest_portal.accounts.services.reset_password import reset_password
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.passwords import hash_password, matches
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from tests.accounts.conftest import AT, Trail
from tests.factories.accounts import CREATED, act_of, make_user
from tests.page_client import TEST_PASSWORD

VISITOR = Act(ANONYMOUS, AT)
NEW = "sombrero quinua rio martes"


@cache
def known_hash() -> str:
    return hash_password(TEST_PASSWORD)


def person(session: Session, *roles: Role, active: bool = True, temporary: bool = False) -> User:
    user = make_user(session, *roles)
    user.password_hash = known_hash()
    user.is_active = active
    user.must_change_password = temporary
    session.flush()
    return user


def test_right_password_gives_the_user(session: Session, trail: Trail) -> None:
    user = person(session, Role.STAFF)

    assert authenticate(session, VISITOR, email=user.email.upper(), password=TEST_PASSWORD) is user
    assert trail() == [("session.opened", f"user:{user.id}", user.id, "null")]


def test_wrong_password_gives_nobody_and_stays_on_record(session: Session, trail: Trail) -> None:
    user = person(session, Role.STAFF)

    assert authenticate(session, VISITOR, email=user.email, password=NEW) is None
    assert trail() == [("session.refused", f"user:{user.id}", None, "null")]


def test_closed_account_gives_nobody_even_with_its_password(session: Session, trail: Trail) -> None:
    user = person(session, Role.STAFF, active=False)

    assert authenticate(session, VISITOR, email=user.email, password=TEST_PASSWORD) is None
    assert trail() == [("session.refused", f"user:{user.id}", None, "null")]


def test_a_refused_sign_in_asks_the_database_alike_whoever_is_tried(session: Session) -> None:
    wrong, closed, lapsed = person(session, Role.STAFF), person(session, active=False), person(session)
    lapsed.must_change_by = CREATED
    session.flush()
    tried = [
        ("nadie@fondos.example", NEW),
        (wrong.email, NEW),
        (closed.email, TEST_PASSWORD),
        (lapsed.email, TEST_PASSWORD),
    ]
    asked: list[list[str]] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked[-1].append(statement)

    wait_for_turn(session)
    event.listen(session.connection(), "before_cursor_execute", note)
    for email, password in tried:
        session.flush()
        session.expunge_all()
        asked.append([])
        assert authenticate(session, VISITOR, email=email, password=password) is None
        session.flush()

    assert asked[0]
    assert asked[1:] == [asked[0]] * 3


def test_unknown_address_stays_on_record_without_the_address(
    session: Session, trail: Trail, caplog: pytest.LogCaptureFixture
) -> None:
    assert authenticate(session, VISITOR, email="nadie@x.example", password=TEST_PASSWORD) is None
    assert trail() == [("session.refused", "user:unknown", None, "null")]
    assert "nadie" not in caplog.text


def test_own_password_is_changed_and_open_sessions_end(session: Session, trail: Trail) -> None:
    user = person(session, Role.STAFF, temporary=True)

    change_password(session, act_of(user, AT), current=TEST_PASSWORD, password=NEW)

    assert (user.session_epoch, user.must_change_password) == (1, False)
    assert (matches(user.password_hash, NEW), matches(user.password_hash, TEST_PASSWORD)) == (True, False)
    assert trail() == [("user.password_changed", f"user:{user.id}", user.id, "null")]


@pytest.mark.parametrize(
    ("current", "password", "problems"),
    [
        pytest.param(NEW, NEW + " x", [("password.current_wrong", "current")], id="wrong present one"),
        pytest.param(TEST_PASSWORD, "corta", [("password.length", "password")], id="too short"),
        pytest.param(TEST_PASSWORD, "contrasena123", [("password.weak", "password")], id="easy to guess"),
        pytest.param(TEST_PASSWORD, TEST_PASSWORD, [("password.same", "password")], id="the same again"),
        pytest.param(
            "", "corta", [("password.current_wrong", "current"), ("password.length", "password")], id="both"
        ),
    ],
)
def test_change_that_breaks_a_rule_changes_nothing(
    session: Session, trail: Trail, current: str, password: str, problems: list[tuple[str, str]]
) -> None:
    user = person(session, Role.STAFF, temporary=True)

    with pytest.raises(Refused) as refusal:
        change_password(session, act_of(user, AT), current=current, password=password)

    assert [(problem.code, problem.field) for problem in refusal.value.problems] == problems
    assert (user.password_hash, user.session_epoch, user.must_change_password) == (known_hash(), 0, True)
    assert trail() == []


def test_visitor_has_no_password_to_change(session: Session) -> None:
    with pytest.raises(NotPermitted):
        change_password(session, VISITOR, current=TEST_PASSWORD, password=NEW)


def test_forgotten_password_is_replaced_by_a_temporary_one(session: Session, trail: Trail) -> None:
    admin, user = make_user(session, Role.ADMIN), person(session, Role.STAFF)

    password = reset_password(session, act_of(admin, AT), user_id=user.id)

    assert (matches(user.password_hash, password), matches(user.password_hash, TEST_PASSWORD)) == (
        True,
        False,
    )
    assert (user.must_change_password, user.session_epoch) == (True, 1)
    assert trail() == [("user.password_reset", f"user:{user.id}", admin.id, '{"second":null}')]


@pytest.mark.parametrize(
    ("role", "target", "may"),
    [
        (Role.ADMIN, Role.AUDITOR, True),
        (Role.ADMIN, Role.REPRESENTATIVE, True),
        (Role.STAFF, Role.REPRESENTATIVE, True),
        (Role.SECRETARY, Role.REPRESENTATIVE, True),
        (Role.SECRETARY, Role.JUROR, True),
        (Role.STAFF, Role.JUROR, False),
        (Role.STAFF, Role.SECRETARY, False),
        (Role.STAFF, Role.ADMIN, False),
        (Role.SECRETARY, Role.ADMIN, False),
        (Role.AUDITOR, Role.REPRESENTATIVE, False),
        (Role.JUROR, Role.REPRESENTATIVE, False),
        (Role.REPRESENTATIVE, Role.REPRESENTATIVE, False),
    ],
)
def test_who_may_replace_whose_password(session: Session, role: Role, target: Role, *, may: bool) -> None:
    act, user = act_of(make_user(session, role), AT), person(session, target)

    try:
        reset_password(session, act, user_id=user.id)
    except NotPermitted:
        assert not may
    else:
        assert may
    assert user.must_change_password is may


def test_own_password_is_not_replaced_but_changed(session: Session, trail: Trail) -> None:
    admin = person(session, Role.ADMIN)

    with pytest.raises(Refused) as refusal:
        reset_password(session, act_of(admin, AT), user_id=admin.id)

    assert [problem.code for problem in refusal.value.problems] == ["user.own_password"]
    assert (admin.password_hash, trail()) == (known_hash(), [])


def test_password_of_nobody_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        reset_password(session, Act(OPERATOR, AT), user_id=999_999)
