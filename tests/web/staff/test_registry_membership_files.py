"""A file of memberships: checked, looked at, stored; then shown with its file and line."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.register import Household, Person
from tests.factories.accounts import make_user
from tests.factories.import_jobs import ImportDesk
from tests.factories.memberships import all_memberships, make_membership
from tests.factories.registry_files import HOUSEHOLDS, MEMBERSHIPS, import_territory, imported
from tests.page_client import PageClient
from tests.query_count import counted_queries
from tests.web.staff.test_registry_imports import cells


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> ImportDesk:
    import_territory(session)
    imported(session, "households", HOUSEHOLDS)
    user = make_user(session, Role.STAFF)
    session.commit()
    return ImportDesk(app, client.sign_in(user.id))


def household_of(session: Session, code: str) -> Household:
    return session.query(Household).filter_by(code=code).one()


def test_what_was_checked_is_stored_and_shown_with_its_line(desk: ImportDesk, session: Session) -> None:
    report = desk.check("memberships", MEMBERSHIPS, "afiliados.csv")
    checked = all_memberships(session)
    desk.press(report.request.path, "importar")

    page = desk.client.get(f"/oficina/hogares/{household_of(session, 'H-2').id}").text
    assert (checked, len(all_memberships(session))) == ([], 2)
    assert ("Pensión 65" in page, "Archivo afiliados.csv, línea 3" in page) == (True, True)
    assert "30 de junio de 2024" in page


def test_a_row_that_cannot_be_says_what_to_do(desk: ImportDesk, session: Session) -> None:
    text = desk.check("memberships", MEMBERSHIPS + "H-1,,Qali,2019-03-01,\nH-1,,juntos,2020-01-01,\n").text

    assert cells(text, "Problemas por clase") == [
        *("Períodos del mismo programa que comparten días", "1"),
        *("Programa que el catálogo no tiene", "1"),
    ]
    assert "Ya consta en este programa desde el 01/03/2019" in text
    assert all_memberships(session) == []


def test_a_person_the_register_does_not_have_is_named_as_such(desk: ImportDesk) -> None:
    text = desk.check("memberships", MEMBERSHIPS + ",70009999,juntos,2019-03-01,\n").text

    assert cells(text, "Problemas por clase") == ["DNI que el padrón no tiene", "1"]


def test_what_the_office_noted_is_kept_and_said(desk: ImportDesk, session: Session) -> None:
    row = make_membership(session, household_of(session, "H-1"))
    session.commit()

    text = desk.check(
        "memberships", "codigo_hogar,programa,desde,hasta\nH-1,juntos,2019-03-01,2020-01-01\n"
    ).text

    session.refresh(row)
    assert ("Se conserva lo anotado" in text, row.until) == (True, None)


def test_the_catalogue_leads_to_the_import(desk: ImportDesk) -> None:
    text = desk.client.get("/oficina/padron/programas").text

    assert 'href="/oficina/padron/importar?clase=memberships"' in text
    assert (
        "Pertenencia a programas sociales"
        in desk.client.get("/oficina/padron/importar?clase=memberships").text
    )


def test_the_command_does_the_same(desk: ImportDesk, tmp_path: Path) -> None:
    path = tmp_path / "afiliados.csv"
    path.write_text(MEMBERSHIPS)

    result = desk.app.test_cli_runner().invoke(
        args=["registry", "import", "memberships", str(path), "--apply"]
    )

    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "leídas 2 · nuevas 2 · cambiadas 0 · sin cambio 0 · retiradas 0 · rechazadas 0",
            "Importado.",
        ],
    )


def test_a_file_costs_the_same_however_many_programmes_it_shows(desk: ImportDesk, session: Session) -> None:
    home = household_of(session, "H-1")
    person = session.query(Person).filter_by(dni="70000001").one()
    make_membership(session, home)
    session.commit()
    with counted_queries(session) as one:
        desk.client.get(f"/oficina/hogares/{home.id}")
    for code in ("contigo", "cuna-mas", "beca-18"):
        make_membership(session, person, code)
    session.commit()

    with counted_queries(session) as four:
        desk.client.get(f"/oficina/hogares/{home.id}")

    assert one.total == four.total
