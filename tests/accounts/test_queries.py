"""Named reads of accounts."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import (
    UserLine,
    active_user,
    count_users,
    names_of_users,
    office_by_id,
    offices,
    user_by_email,
    user_line,
    user_with_grants,
    users,
    users_with_role,
)
from contest_portal.accounts.rules.actor import Actor, Grant, Role
from contest_portal.kernel.problems import NotFound
from tests.factories.accounts import CREATED, make_office, make_user


def names(lines: tuple[UserLine, ...]) -> list[str]:
    return [line.full_name for line in lines]


@pytest.fixture
def people(session: Session) -> None:
    make_user(session, Role.STAFF, full_name="Zoila Ñaupari")
    make_user(session, Role.REPRESENTATIVE, full_name="Álvaro Quispe")
    make_user(session, Role.REPRESENTATIVE, full_name="Benita Ñahui")
    closed = make_user(session, Role.JUROR, full_name="Ana Luz Rojas")
    closed.is_active = False
    session.flush()
    session.expunge_all()


def test_active_user_has_the_rights_of_the_moment(session: Session) -> None:
    user = make_user(session, Role.SECRETARY, contest_id=5)
    user.must_change_password = True
    session.flush()
    session.expunge_all()

    account = active_user(session, user.id)

    assert account is not None
    assert account.actor == Actor(user.id, frozenset({Grant(Role.SECRETARY, 5)}))
    assert account.must_change_password is True


def test_closed_or_unknown_user_is_none(session: Session) -> None:
    user = make_user(session, Role.STAFF)
    user.is_active = False
    session.flush()

    assert (active_user(session, user.id), active_user(session, 999_999)) == (None, None)


@pytest.mark.parametrize("typed", ["ana@x.example", " ANA@X.example ", "ana@x.example\u200b"])
def test_address_is_found_however_it_is_typed(session: Session, typed: str) -> None:
    user = make_user(session)
    user.email = "ana@x.example"
    session.flush()

    assert user_by_email(session, typed) is user


def test_unknown_address_is_none(session: Session) -> None:
    assert user_by_email(session, "nadie@x.example") is None


@pytest.mark.parametrize("read", [user_with_grants, user_line])
def test_unknown_user_is_not_found(session: Session, read: object) -> None:
    with pytest.raises(NotFound):
        read(session, 999_999)  # type: ignore[operator]


def test_line_shows_a_user_whole(session: Session) -> None:
    user = make_user(session, Role.STAFF, Role.SECRETARY, full_name="Irma Solís")

    assert user_line(session, user.id) == UserLine(
        id=user.id,
        email=user.email,
        full_name="Irma Solís",
        roles=("secretary", "staff"),
        grants=frozenset({Grant(Role.STAFF), Grant(Role.SECRETARY)}),
        is_active=True,
        must_change_password=False,
        created_at=CREATED,
    )


@pytest.mark.usefixtures("people")
def test_users_are_listed_in_spanish_order_closed_ones_included(session: Session) -> None:
    assert names(users(session, limit=10)) == [
        "Álvaro Quispe",
        "Ana Luz Rojas",
        "Benita Ñahui",
        "Zoila Ñaupari",
    ]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("alvaro", ["Álvaro Quispe"]),
        ("ÁLVARO", ["Álvaro Quispe"]),
        ("ñahui", ["Benita Ñahui"]),
        ("ÑA", ["Benita Ñahui", "Zoila Ñaupari"]),
        ("@fondos", ["Álvaro Quispe", "Ana Luz Rojas", "Benita Ñahui", "Zoila Ñaupari"]),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_text_is_looked_for_in_name_and_address(session: Session, text: str, found: list[str]) -> None:
    assert names(users(session, text=text, limit=10)) == found
    assert count_users(session, text=text) == len(found)


@pytest.mark.usefixtures("people")
def test_role_narrows_the_list(session: Session) -> None:
    assert names(users(session, role=Role.REPRESENTATIVE, limit=10)) == ["Álvaro Quispe", "Benita Ñahui"]
    assert count_users(session, role=Role.REPRESENTATIVE) == 2


@pytest.mark.usefixtures("people")
def test_pages_follow_one_another(session: Session) -> None:
    pages = [names(users(session, limit=3, offset=offset)) for offset in (0, 3, 6)]

    assert pages == [["Álvaro Quispe", "Ana Luz Rojas", "Benita Ñahui"], ["Zoila Ñaupari"], []]


@pytest.mark.usefixtures("people")
def test_only_active_people_hold_a_role(session: Session) -> None:
    assert users_with_role(session, Role.JUROR) == ()
    assert [one.full_name for one in users_with_role(session, Role.REPRESENTATIVE)] == [
        "Álvaro Quispe",
        "Benita Ñahui",
    ]


def test_names_by_number(session: Session) -> None:
    ana, rosa = make_user(session, full_name="Ana"), make_user(session, full_name="Rosa")

    assert names_of_users(session, frozenset({ana.id, rosa.id, 999_999})) == {ana.id: "Ana", rosa.id: "Rosa"}


def test_offices_are_listed_by_code(session: Session) -> None:
    puno, ayacucho = make_office(session, "UT-PUNO"), make_office(session, "UT-AYACUCHO")

    assert offices(session) == (ayacucho, puno)
    assert office_by_id(session, puno.id) is puno


def test_unknown_office_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        office_by_id(session, 999_999)
