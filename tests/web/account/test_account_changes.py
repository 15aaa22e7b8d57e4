"""Whose password, telephone or recovery codes changed reads it at the next sign-in and on the own page."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import AccountChange, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.one_time_codes import code_at, step_of
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.page_client import TEST_PASSWORD, PageClient, words
from tests.web.account.test_own_account import NEW
from tests.web.account.test_sessions import other_client
from tests.web.account.test_sign_in import actions, person, sign_in
from tests.web.account.test_users import PASSWORD

OFFERED = re.compile(r'name="offered"[^>]*value="([^"]+)"')
WHAT_TO_DO = "Si no fue usted ni lo pidió, cambie hoy su contraseña en Mi cuenta, cierre sus demás sesiones"


def told(client: PageClient) -> str:
    """Give the message that waits for the next page, and no more than that."""
    with client.session_transaction() as kept:
        return " ".join(text for tone, text in kept.get("_flashes", ()) if tone == "warn")


@pytest.fixture
def user(session: Session) -> User:
    return person(session, Role.ADMIN)


def test_a_changed_password_is_told_once_at_the_next_sign_in(
    app: Flask, client: PageClient, session: Session, user: User, clock: StandingClock
) -> None:
    sign_in(client, user.email)
    assert "Cambios de mi cuenta" not in client.read("/cuenta")
    client.post("/cuenta", data={"current": TEST_PASSWORD, "password": NEW})
    clock.advance(hours=1)
    elsewhere, again = other_client(app), other_client(app)

    sign_in(elsewhere, user.email, NEW)
    sign_in(again, user.email, NEW)

    assert told(elsewhere).startswith(f"Su contraseña cambió el 23 nov. 2026, 12:00. {WHAT_TO_DO}")
    assert told(again) == ""
    assert actions(session)[-2][0] == "user.changes_told"
    assert "Cambios de mi cuenta Su contraseña cambió el 23 nov. 2026, 12:00." in again.read("/cuenta")


def test_a_temporary_password_is_told_with_who_gave_it(
    app: Flask, client: PageClient, session: Session, user: User
) -> None:
    lost = make_user(session, Role.REPRESENTATIVE)
    user.full_name = "Hugo Salas"
    session.commit()
    page = client.sign_in(user.id).post(f"/cuentas/{lost.id}/contrasena").text
    (password,) = PASSWORD.findall(page)
    theirs = other_client(app)

    sign_in(theirs, lost.email, password)

    assert "Hugo Salas le dio una contraseña temporal el 23 nov. 2026, 12:00." in theirs.read("/cuenta")
    assert told(client) == ""


def test_a_telephone_and_new_recovery_codes_are_told_after_the_code(
    app: Flask, client: PageClient, user: User, clock: StandingClock
) -> None:
    sign_in(client, user.email)
    page = client.get("/cuenta/segundo-factor").text
    key = words(page).partition("escriba esta clave en la aplicación:")[2].split("Código")[0].replace(" ", "")
    sent = {"offered": OFFERED.findall(page)[0], "current": TEST_PASSWORD}
    client.post("/cuenta/segundo-factor", data={**sent, "code": code_at(key, step_of(clock.instant))})
    client.post("/cuenta/codigos-de-recuperacion")
    clock.advance(minutes=1)
    elsewhere = other_client(app)

    sign_in(elsewhere, user.email)
    assert told(elsewhere) == ""
    elsewhere.post("/ingresar/codigo", data={"code": code_at(key, step_of(clock.instant))})

    said = (
        "Se hicieron códigos de recuperación nuevos el 23 nov. 2026, 12:00.",
        "Se activó un teléfono como su segundo factor el 23 nov. 2026, 12:00.",
    )
    assert told(elsewhere).startswith(f"{' '.join(said)} {WHAT_TO_DO}")
    assert all(f"<li>{one}</li>" in elsewhere.get("/cuenta").text for one in said)


def test_changes_of_more_than_a_year_ago_go(
    client: PageClient, session: Session, user: User, clock: StandingClock
) -> None:
    for current, password in ((TEST_PASSWORD, NEW), (NEW, TEST_PASSWORD)):
        sign_in(client, user.email, current)
        client.post("/cuenta", data={"current": current, "password": password})
        client.post("/salir")
        clock.advance(days=365, seconds=1)

    assert session.scalar(select(func.count()).select_from(AccountChange)) == 1
