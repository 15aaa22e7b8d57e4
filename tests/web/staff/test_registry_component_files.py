"""A file of what households received: checked, looked at, stored; then shown with its file and line."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.components import ComponentRecord
from tests.factories.accounts import make_user
from tests.factories.import_jobs import ImportDesk
from tests.factories.registry_files import COMPONENTS, import_register
from tests.page_client import PageClient
from tests.web.staff.test_registry_imports import cells


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> ImportDesk:
    import_register(session)
    user = make_user(session, Role.STAFF)
    session.commit()
    return ImportDesk(app, client.sign_in(user.id))


def test_what_was_checked_is_stored_and_shown_with_its_line(desk: ImportDesk, session: Session) -> None:
    report = desk.check("components", COMPONENTS, "entregas.csv")
    desk.press(report.request.path, "importar")

    record_id = session.scalars(select(ComponentRecord.id).order_by(ComponentRecord.id)).first()
    page = desk.client.get(f"/oficina/componentes/{record_id}").text
    assert "Filas que traen solo el año: 1 (la primera, la línea 3)." in report.text
    assert "entregas.csv, línea 2" in page


def test_a_row_of_an_unknown_kind_says_what_to_do(desk: ImportDesk, session: Session) -> None:
    text = desk.check("components", COMPONENTS + "H-1,llamas,2024,,,,,,,\n").text

    assert cells(text, "Problemas por clase") == ["Tipo que el catálogo no tiene", "1"]
    assert session.scalars(select(ComponentRecord.id)).all() == []


def test_the_page_of_components_leads_to_the_import(desk: ImportDesk) -> None:
    text = desk.client.get("/oficina/padron/componentes").text

    assert 'href="/oficina/padron/importar?clase=components"' in text


def test_whoever_may_not_import_is_not_led_there(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.AUDITOR)
    session.commit()

    text = client.sign_in(user.id).get("/oficina/padron/componentes").get_data(as_text=True)

    assert "Importar un archivo" not in text


def test_the_command_does_the_same(desk: ImportDesk, tmp_path: Path) -> None:
    path = tmp_path / "entregas.csv"
    path.write_text(COMPONENTS)

    arguments = ["registry", "import", "components", str(path), "--apply"]
    result = desk.app.test_cli_runner().invoke(args=arguments)

    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "leídas 3 · nuevas 3 · cambiadas 0 · sin cambio 0 · retiradas 0 · rechazadas 0",
            "Importado.",
        ],
    )
