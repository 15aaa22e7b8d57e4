"""Sessions: how long they last, that they end where they are left, and that others can be ended."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import EndedSession, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.lasting import TEMPORARY_DAYS
from contest_portal.kernel.audit import AuditRow
from contest_portal.web.shared.session import KEY
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.page_client import TEST_PASSWORD, PageClient
from tests.web.account.test_sign_in import person, sign_in
from tests.web.account.test_users import PASSWORD

HOME, CLOSED = "/cuentas", "/ingresar?next=/cuentas"
ALL_OTHERS = {"which": "all", "current": TEST_PASSWORD}


@pytest.fixture
def user(session: Session) -> User:
    return person(session, Role.ADMIN)


def other_client(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


def cookie(client: PageClient) -> str:
    found = client.get_cookie("session")
    assert found is not None
    return found.value


def steps_of(clock: StandingClock, client: PageClient, minutes: int, times: int) -> Iterator[int]:
    for _ in range(times):
        clock.advance(minutes=minutes)
        yield client.get(HOME).status_code


def test_a_cookie_kept_from_before_signing_out_opens_nothing(
    app: Flask, client: PageClient, session: Session, user: User
) -> None:
    sign_in(client, user.email)
    thief, elsewhere = other_client(app), other_client(app)
    thief.set_cookie("session", cookie(client))
    sign_in(elsewhere, user.email)
    assert thief.get(HOME).status_code == 200

    client.post("/salir")

    assert thief.get(HOME).location == CLOSED
    assert elsewhere.get(HOME).status_code == 200
    last = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (last.action, last.subject, last.actor_id) == ("session.ended", f"user:{user.id}", user.id)


@pytest.mark.parametrize(("minutes", "status"), [(120, 200), (121, 303)])
def test_a_session_without_a_request_for_two_hours_ends(
    client: PageClient, user: User, clock: StandingClock, minutes: int, status: int
) -> None:
    sign_in(client, user.email)

    assert [*steps_of(clock, client, minutes, 1)] == [status]


def test_a_session_in_use_ends_after_twelve_hours(
    client: PageClient, user: User, clock: StandingClock
) -> None:
    sign_in(client, user.email)

    assert [*steps_of(clock, client, 90, 9)] == [200] * 8 + [303]


def test_each_sign_in_has_a_long_random_key_of_its_own(
    app: Flask, client: PageClient, session: Session, user: User
) -> None:
    with client.session_transaction() as planted:
        planted[KEY] = "0" * 32
    keys = []
    for one in (client, other_client(app), other_client(app)):
        sign_in(one, user.email)
        with one.session_transaction() as kept:
            keys.append(kept[KEY])

    assert (len({*keys, "0" * 32}), {len(bytes.fromhex(key)) for key in keys}) == (4, {16})


@pytest.mark.parametrize("missing", [KEY, "opened_at", "seen_at"])
def test_a_cookie_that_lacks_a_part_is_nobodys(client: PageClient, user: User, missing: str) -> None:
    sign_in(client, user.email)
    with client.session_transaction() as kept:
        del kept[missing]

    assert client.get(HOME).location == CLOSED


def test_who_ends_the_other_sessions_goes_on_no_longer_than_before(
    app: Flask, client: PageClient, user: User, clock: StandingClock
) -> None:
    elsewhere = other_client(app)
    for one in (elsewhere, client):
        sign_in(one, user.email)
    before = cookie(client)
    assert "Una sesión dura 12 horas como máximo y se cierra tras 2 horas sin uso." in client.read("/cuenta")

    assert client.post("/cuenta/sesiones", data=ALL_OTHERS).location == "/cuenta"

    assert (client.get(HOME).status_code, elsewhere.get(HOME).location) == (200, CLOSED)
    elsewhere.set_cookie("session", before)
    assert elsewhere.get(HOME).location == CLOSED
    assert [*steps_of(clock, client, 90, 9)] == [200] * 8 + [303]


def test_an_administrator_ends_the_sessions_of_an_account_and_of_nobody_else(
    app: Flask, client: PageClient, session: Session, user: User
) -> None:
    other = person(session, Role.AUDITOR)
    theirs = other_client(app)
    sign_in(theirs, other.email)
    assert theirs.post(f"/cuentas/{user.id}/sesiones").status_code == 403
    sign_in(client, user.email)

    assert client.post(f"/cuentas/{other.id}/sesiones").location == f"/cuentas/{other.id}"

    assert theirs.get("/cuenta").location == "/ingresar?next=/cuenta"
    assert client.get(HOME).status_code == 200
    assert sign_in(theirs, other.email).status_code == 303


def test_sessions_that_nobody_can_come_back_to_are_forgotten(
    client: PageClient, session: Session, user: User, clock: StandingClock
) -> None:
    for _ in range(2):
        sign_in(client, user.email)
        client.post("/salir")
        clock.advance(hours=24, seconds=1)

    assert session.scalar(select(func.count()).select_from(EndedSession)) == 1


@pytest.mark.parametrize(("late", "opens"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_a_temporary_password_opens_the_account_for_two_weeks_and_until_it_is_changed(
    app: Flask, client: PageClient, session: Session, clock: StandingClock, late: timedelta, *, opens: bool
) -> None:
    admin, lost = make_user(session, Role.ADMIN), make_user(session, Role.REPRESENTATIVE)
    session.commit()
    page = other_client(app).sign_in(admin.id).post(f"/cuentas/{lost.id}/contrasena").text
    (password,) = PASSWORD.findall(page)
    clock.set(clock.instant + timedelta(days=TEMPORARY_DAYS) + late)

    answer = sign_in(client, lost.email, password)

    assert (answer.status_code == 303, "Una contraseña temporal vale 14 días" in answer.text) == (
        opens,
        not opens,
    )
    if opens:
        client.post("/cuenta", data={"current": password, "password": TEST_PASSWORD})
        clock.advance(days=40)
        assert sign_in(other_client(app), lost.email, password).status_code == 422
        assert sign_in(other_client(app), lost.email).status_code == 303
