"""The menu shows what a person may open, and the frame who is signed in."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.icons import icon_svg
from contest_portal.web.shared.navigation import ENTRIES
from tests.factories.accounts import make_user
from tests.page_client import PageClient


def menu(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'<a class="nav-link" href="([^"]+)"', page)))


def current(page: str) -> set[str]:
    return set(re.findall(r'<a class="nav-link" href="([^"]+)" aria-current="page"', page))


def signed_in(client: PageClient, session: Session, *roles: Role) -> PageClient:
    user = make_user(session, *roles, full_name="Irma Solís")
    session.commit()
    return client.sign_in(user.id)


@pytest.mark.parametrize("role", list(Role))
def test_every_entry_of_the_menu_opens(client: PageClient, session: Session, role: Role) -> None:
    signed_in(client, session, role)

    targets = menu(client.get("/cuenta").text)

    assert targets
    assert {target: client.get(target).status_code for target in targets} == dict.fromkeys(targets, 200)


def test_visitor_s_menu_opens(client: PageClient) -> None:
    targets = menu(client.get("/").text)

    assert {target: client.get(target).status_code for target in targets} == dict.fromkeys(targets, 200)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.AUDITOR, "/oficina/auditoria"),
        (Role.ADMIN, "/cuentas"),
        (Role.STAFF, "/oficina/representantes"),
        (Role.STAFF, "/oficina/"),
    ],
)
def test_open_page_is_marked_and_no_other(
    client: PageClient, session: Session, role: Role, path: str
) -> None:
    signed_in(client, session, role)

    assert current(client.get(path).text) == {path}


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/oficina/auditoria/cadena", "/oficina/auditoria"),
        ("/oficina/concursos/7/evaluacion", "/oficina/concursos"),
        ("/oficina/solicitudes/7", "/oficina/concursos"),
        ("/oficina/papel/7", "/oficina/concursos"),
        ("/oficina/observaciones/7", "/oficina/concursos"),
        ("/oficina/padron/nucleos", "/oficina/padron"),
        ("/oficina/distritos", "/oficina/centros"),
        ("/oficina/hogares/7", "/oficina/hogares"),
        ("/oficina/personas/7", "/oficina/hogares"),
    ],
)
def test_page_below_an_entry_marks_the_entry(
    client: PageClient, session: Session, path: str, entry: str
) -> None:
    signed_in(client, session, Role.AUDITOR)

    assert current(client.get(path).text) == {entry}


def test_page_beside_every_entry_marks_none(client: PageClient, session: Session) -> None:
    signed_in(client, session, Role.AUDITOR)

    assert current(client.get("/cuenta").text) == set()


def test_person_of_two_roles_sees_both_menus(client: PageClient, session: Session) -> None:
    signed_in(client, session, Role.STAFF, Role.REPRESENTATIVE)

    targets = menu(client.get("/cuenta").text)

    assert {"/oficina/", "/grupo/"} <= set(targets)


def test_frame_names_the_person_and_the_ways_out(client: PageClient, session: Session) -> None:
    signed_in(client, session, Role.STAFF)

    page = client.get("/cuenta").text

    assert '<span class="account-name">Irma Solís</span>' in page
    assert "Personal del programa" in page
    assert 'action="/salir"' in page
    assert 'href="/cuenta"' in page
    assert 'href="/verificar"' in page


def test_frame_offers_a_visitor_to_sign_in(client: PageClient) -> None:
    page = client.get("/").text

    assert 'href="/ingresar"' in page
    assert 'action="/salir"' not in page


def test_every_entry_has_an_icon_and_an_endpoint(app: Flask) -> None:
    missing = [entry.endpoint for entry in ENTRIES if entry.endpoint not in app.view_functions]

    assert missing == []
    assert all(icon_svg(entry.icon) for entry in ENTRIES)
