"""The list of the own open sessions, and ending one of them."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import OpenSession, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.database import Database
from tests.conftest import StandingClock
from tests.page_client import TEST_PASSWORD, PageClient, words
from tests.web.account.test_sessions import other_client
from tests.web.account.test_sign_in import WRONG, actions, person

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0 Mobile Safari/537.36"}
DESK = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0"}
ROWS = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
OTHERS = re.compile(r'name="which"[^>]*value="([0-9]+)"')


@pytest.fixture
def user(session: Session) -> User:
    return person(session, Role.ADMIN)


def opened(app: Flask, user: User, headers: dict[str, str]) -> PageClient:
    client = other_client(app)
    credentials = {"email": user.email, "password": TEST_PASSWORD}
    assert client.post("/ingresar", data=credentials, headers=headers).status_code == 303
    return client


def listed(client: PageClient) -> list[str]:
    return [words(row).strip() for row in ROWS.findall(client.get("/cuenta").text)[1:]]


def others(client: PageClient) -> list[str]:
    return OTHERS.findall(client.get("/cuenta").text)


def rows(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(OpenSession)) or 0


def test_each_open_session_is_listed_with_its_device_and_its_times(
    app: Flask, session: Session, user: User, clock: StandingClock
) -> None:
    opened(app, person(session, Role.STAFF), DESK)
    phone = opened(app, user, PHONE)
    clock.advance(minutes=20)
    desk = opened(app, user, DESK)

    assert listed(desk) == [
        "Computadora con Windows esta sesión 23 nov. 2026, 12:20 ahora",
        "Teléfono Android 23 nov. 2026, 12:00 23 nov. 2026, 12:00",
    ]
    clock.advance(minutes=14)
    desk.get("/cuenta")
    phone.get("/cuenta")
    assert listed(desk)[1] == "Teléfono Android 23 nov. 2026, 12:00 23 nov. 2026, 12:34"
    assert listed(phone)[1] == "Computadora con Windows 23 nov. 2026, 12:20 23 nov. 2026, 12:20"


def test_one_session_is_ended_and_the_others_go_on(app: Flask, session: Session, user: User) -> None:
    phone, third, desk = (opened(app, user, headers) for headers in (PHONE, PHONE, DESK))
    (of_phone,) = set(others(desk)) & set(others(third))

    answer = desk.post("/cuenta/sesiones", data={"which": of_phone, "current": TEST_PASSWORD})

    assert answer.location == "/cuenta"
    assert "Esa sesión quedó cerrada." in desk.read("/cuenta")
    assert phone.get("/cuenta").location == "/ingresar?next=/cuenta"
    assert (len(listed(desk)), len(listed(third)), rows(session)) == (2, 2, 2)
    assert actions(session)[-1] == ("session.one_ended", f"user:{user.id}", user.id)
    again = desk.post("/cuenta/sesiones", data={"which": of_phone, "current": TEST_PASSWORD})
    assert (again.status_code, "Esa sesión ya no está abierta." in again.text) == (422, True)


@pytest.mark.parametrize(
    ("which", "current", "said"),
    [
        ("", TEST_PASSWORD, "Elija qué sesión quiere cerrar."),
        ("all", "", "Escriba su contraseña actual."),
        ("all", WRONG, "La contraseña actual no es esa."),
        ("other's", TEST_PASSWORD, "Esa sesión ya no está abierta."),
        ("9" * 12, TEST_PASSWORD, "Esa sesión ya no está abierta."),
        ("-1", TEST_PASSWORD, "Esa sesión ya no está abierta."),
    ],
)
def test_no_session_ends_without_the_password_nor_one_of_somebody_else(
    app: Flask, session: Session, user: User, which: str, current: str, said: str
) -> None:
    theirs = opened(app, person(session, Role.STAFF), PHONE)
    number = session.scalars(select(OpenSession.id)).one()
    elsewhere, here = opened(app, user, PHONE), opened(app, user, DESK)

    sent = {"which": str(number) if which == "other's" else which, "current": current}
    answer = here.post("/cuenta/sesiones", data=sent)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert {one.get("/cuenta").status_code for one in (theirs, elsewhere, here)} == {200}


def test_the_password_is_not_guessed_on_an_open_telephone(app: Flask, user: User) -> None:
    client = opened(app, user, PHONE)
    guess = {"which": "all", "current": WRONG, "password": WRONG}

    statuses = [client.post(("/cuenta", "/cuenta/sesiones")[turn % 2], data=guess) for turn in range(11)]

    assert [one.status_code for one in statuses] == [422] * 10 + [429]


def test_rows_go_with_their_sessions(app: Flask, session: Session, user: User, clock: StandingClock) -> None:
    """Left, ended by an administrator with the account, and forgotten when their time is over."""
    other = person(session, Role.STAFF)
    admin = opened(app, user, DESK)
    for headers in (PHONE, DESK):
        theirs = opened(app, other, headers)
    assert rows(session) == 3
    theirs.post("/salir")
    assert rows(session) == 2

    admin.post(f"/cuentas/{other.id}", data={"roles": ["staff"]})

    assert (rows(session), other.id in session.scalars(select(OpenSession.user_id))) == (1, False)
    clock.advance(hours=2, minutes=15)
    opened(app, user, PHONE)
    assert rows(session) == 2
    clock.advance(seconds=1)
    opened(app, user, PHONE)
    assert rows(session) == 2


def test_a_look_is_answered_though_its_use_cannot_be_noted(
    app: Flask, session: Session, user: User, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = opened(app, user, PHONE)
    before, audit = session.scalars(select(OpenSession.seen_at)).one(), len(actions(session))
    clock.advance(minutes=15)
    looked = Database.transaction

    def locked(self: Database, *, hurried: bool = False):  # type: ignore[no-untyped-def]
        if hurried:
            raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))
        return looked(self)

    with monkeypatch.context() as patched:
        patched.setattr(Database, "transaction", locked)
        assert client.get("/cuenta").status_code == 200
    assert session.scalars(select(OpenSession.seen_at)).one() == before

    client.get("/cuenta")

    session.expire_all()
    assert session.scalars(select(OpenSession.seen_at)).one() == before + timedelta(minutes=15)
    assert session.scalar(select(func.count()).select_from(AuditRow)) == audit
