"""The second factor on pages: enrolling, signing in, being asked once more."""

import re
from dataclasses import replace
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import SecondFactor, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.power import TOLD_FOR
from contest_portal.kernel.one_time_codes import code_at, step_of
from contest_portal.kernel.passwords import hash_password
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.second_factors import NO_CODE, enrolled, shown_code
from tests.page_client import TEST_PASSWORD, PageClient, words

REASON = "Perdió el teléfono y vino con su DNI."
NEW_USER = {"full_name": "Elsa Roque", "email": "elsa@fondos.example", "roles": ["juror"]}


@cache
def known_hash() -> str:
    return hash_password(TEST_PASSWORD)


def person(session: Session, role: Role = Role.ADMIN) -> User:
    user = make_user(session, role, full_name="Irma Solís")
    user.password_hash = known_hash()
    session.commit()
    return user


@pytest.fixture
def user(session: Session) -> User:
    user = person(session)
    enrolled(session, user)
    session.commit()
    return user


@pytest.fixture
def asking(app: Flask) -> None:
    """Ask a second factor of administrators, as in production."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, second_factor_roles=("admin",))


def give_password(client: PageClient, user: User, **query: str):  # type: ignore[no-untyped-def]
    data = {"email": user.email, "password": TEST_PASSWORD}
    return client.post("/ingresar", data=data, query_string=query)


def sign_in(client: PageClient, user: User, clock: StandingClock) -> None:
    give_password(client, user)
    client.post("/ingresar/codigo", data={"code": shown_code(clock.instant)})


def test_sign_in_asks_for_the_code_after_the_password(
    client: PageClient, user: User, clock: StandingClock
) -> None:
    answer = give_password(client, user, next="/cuentas?texto=a")

    assert answer.location == "/ingresar/codigo?next=/cuentas?texto%3Da"
    assert client.get("/cuentas").location == "/ingresar?next=/cuentas"
    wrong = client.post(answer.location, data={"code": NO_CODE})
    assert (wrong.status_code, "Ese código no vale." in wrong.text) == (422, True)
    right = client.post(answer.location, data={"code": shown_code(clock.instant)})
    assert (right.status_code, right.location) == (303, "/cuentas?texto=a")
    assert client.get("/cuentas").status_code == 200


def test_a_code_that_was_used_opens_no_second_session(
    app: Flask, client: PageClient, user: User, clock: StandingClock
) -> None:
    sign_in(client, user, clock)
    other = app.test_client()
    assert isinstance(other, PageClient)

    sign_in(other, user, clock)

    assert other.get("/cuentas").location == "/ingresar?next=/cuentas"


def test_the_code_page_without_a_password_before_it_leads_to_sign_in(client: PageClient) -> None:
    assert client.get("/ingresar/codigo").location == "/ingresar"


def test_a_right_password_waits_ten_minutes_for_its_code(
    client: PageClient, user: User, clock: StandingClock
) -> None:
    give_password(client, user)
    clock.advance(minutes=10, seconds=1)

    answer = client.post("/ingresar/codigo", data={"code": shown_code(clock.instant)})

    assert answer.location == "/ingresar"
    assert client.get("/cuentas").status_code == 303


def test_the_sixth_wrong_code_in_a_minute_waits(client: PageClient, user: User, clock: StandingClock) -> None:
    give_password(client, user)

    statuses = [client.post("/ingresar/codigo", data={"code": NO_CODE}).status_code for _ in range(6)]

    assert statuses == [422] * 5 + [429]
    right = client.post("/ingresar/codigo", data={"code": shown_code(clock.instant)})
    assert right.status_code == 429


def test_a_session_without_a_code_is_nobodys(client: PageClient, user: User) -> None:
    client.sign_in(user.id)

    assert client.get("/cuentas").location == "/ingresar?next=/cuentas"


def test_another_password_asks_for_no_code_but_counts_as_none_either(
    client: PageClient, user: User, clock: StandingClock
) -> None:
    sign_in(client, user, clock)
    clock.advance(minutes=16)

    client.post("/cuenta", data={"current": TEST_PASSWORD, "password": "sombrero quinua rio martes"})

    assert "Confirme que es usted" in client.post("/cuentas/nueva", data=NEW_USER).text


def test_an_act_of_weight_asks_again_after_a_quarter_of_an_hour_and_sends_what_was_typed(
    client: PageClient, user: User, clock: StandingClock
) -> None:
    sign_in(client, user, clock)
    clock.advance(minutes=15, seconds=1)

    asked = client.post("/cuentas/nueva", data=NEW_USER)

    assert (asked.status_code, "Confirme que es usted" in asked.text) == (200, True)
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    assert sent["full_name"] == "Elsa Roque"
    wrong = client.post("/cuentas/nueva", data={**NEW_USER, "factor_code": NO_CODE})
    assert (wrong.status_code, "Ese código no vale." in wrong.text) == (422, True)
    right = client.post("/cuentas/nueva", data={**NEW_USER, "factor_code": shown_code(clock.instant)})
    assert "Contraseña temporal" in right.text
    assert (
        "Contraseña temporal"
        in client.post("/cuentas/nueva", data={**NEW_USER, "email": "otra@fondos.example"}).text
    )


def test_within_a_quarter_of_an_hour_nothing_is_asked(
    client: PageClient, user: User, clock: StandingClock
) -> None:
    sign_in(client, user, clock)
    clock.advance(minutes=15)

    assert "Contraseña temporal" in client.post("/cuentas/nueva", data=NEW_USER).text


@pytest.mark.usefixtures("asking")
def test_who_must_have_one_enrols_before_anything_else(
    client: PageClient, session: Session, clock: StandingClock
) -> None:
    user = person(session)
    assert give_password(client, user).location == "/inicio"
    assert [client.get(path).location for path in ("/inicio", "/cuentas")] == ["/cuenta/segundo-factor"] * 2
    page = client.get("/cuenta/segundo-factor").text
    assert "<svg" in page
    key = words(page).partition("escriba esta clave en la aplicación:")[2].split("Código")[0].replace(" ", "")
    offered = re.search(r'name="offered"[^>]*value="([^"]+)"', page)
    assert offered is not None

    code = code_at(key, step_of(clock.instant))
    answer = client.post(
        "/cuenta/segundo-factor",
        data={"offered": offered.group(1), "code": code, "current": TEST_PASSWORD},
    )

    printed = re.findall(r"<li><code>(\w{5}-\w{5})</code></li>", answer.text)
    assert (len(printed), answer.headers["Cache-Control"]) == (10, "no-store")
    assert client.get("/cuentas").status_code == 200
    assert printed[0] not in client.get("/cuenta/segundo-factor").text
    assert session.get(SecondFactor, user.id) is not None


@pytest.mark.usefixtures("asking")
def test_others_are_left_alone_and_may_have_one(client: PageClient, session: Session) -> None:
    user = person(session, Role.REPRESENTATIVE)
    give_password(client, user)

    assert client.get("/inicio").location == "/grupo/"
    assert client.get("/cuenta/segundo-factor").status_code == 200


def test_an_offer_of_somebody_else_is_not_taken(
    app: Flask, client: PageClient, session: Session, clock: StandingClock
) -> None:
    users = [person(session), person(session)]
    page = client.sign_in(users[0].id).get("/cuenta/segundo-factor").text
    offered = re.search(r'name="offered"[^>]*value="([^"]+)"', page)
    assert offered is not None
    key = words(page).partition("escriba esta clave en la aplicación:")[2].split("Código")[0].replace(" ", "")
    other = app.test_client()
    assert isinstance(other, PageClient)

    data = {
        "offered": offered.group(1),
        "code": code_at(key, step_of(clock.instant)),
        "current": TEST_PASSWORD,
    }
    answer = other.sign_in(users[1].id).post("/cuenta/segundo-factor", data=data)

    assert (answer.status_code, session.get(SecondFactor, users[1].id)) == (422, None)
    assert answer.text.count(TEST_PASSWORD) == 0


def test_new_recovery_codes_are_shown_once(client: PageClient, user: User, clock: StandingClock) -> None:
    sign_in(client, user, clock)

    page = client.post("/cuenta/codigos-de-recuperacion").text

    (code, *_) = re.findall(r"<li><code>(\w{5}-\w{5})</code></li>", page)
    client.post("/salir")
    give_password(client, user)
    assert client.post("/ingresar/codigo", data={"code": code}).location == "/inicio"
    assert "Le quedan 9 códigos" in client.get("/cuenta/segundo-factor").text


def test_who_lost_everything_is_told_at_the_next_sign_in_who_took_it_off_and_why(
    app: Flask, client: PageClient, session: Session, user: User, clock: StandingClock
) -> None:
    admin = make_user(session, Role.ADMIN, full_name="Hugo Salas")
    session.commit()
    keeper = app.test_client()
    assert isinstance(keeper, PageClient)
    keeper.sign_in(admin.id)
    address = f"/cuentas/{user.id}/segundo-factor"
    assert "Escriba el motivo, en 10 a 300 letras" in keeper.post(address, data={"reason": "corto"}).text

    assert (
        keeper.post(address, data={"reason": REASON}).location == "/cuentas"
    )  # they are two: it takes a day
    clock.instant += TOLD_FOR
    joint = session.scalars(select(JointAct)).one()
    keeper.sign_in(admin.id)
    done = keeper.post(f"/cuentas/pedidos/{joint.id}/terminar", data={"sha256": joint.content_sha256})
    assert done.location == f"/cuentas/{user.id}"

    assert "No lo activó." in keeper.get(f"/cuentas/{user.id}").text
    assert give_password(client, user).location == "/inicio"
    told = words(client.get("/cuentas").text)
    assert "Hugo Salas retiró su segundo factor el 24 nov" in told
    assert f"Motivo: {REASON} Si no fue usted ni lo pidió, cambie hoy su contraseña" in told
    assert f"retiró su segundo factor el 24 nov. 2026, 12:00. Motivo: {REASON}" in client.read("/cuenta")
    client.post("/salir")
    give_password(client, user)
    assert "retiró su segundo factor" not in client.get("/cuentas").text


def test_wrong_codes_count_together_wherever_they_are_asked_for(
    client: PageClient, user: User, clock: StandingClock
) -> None:
    sign_in(client, user, clock)
    clock.advance(hours=1)
    asked = ["/cuentas/nueva", "/cuenta/codigos-de-recuperacion"]

    statuses = [client.post(asked[turn % 2], data={"factor_code": NO_CODE}).status_code for turn in range(5)]

    assert statuses == [422] * 4 + [429]  # the right one at signing in was the first
