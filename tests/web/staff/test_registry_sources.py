"""The pages of the sources: what is registered, how old it is, and what a secretary reads when something is wrong."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.sources import FILES, RegistrySource
from contest_portal.registry.queries.sources import source_by_code
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.registry_files import import_register
from tests.factories.sources import VARIABLE, make_run, make_source
from tests.page_client import PageClient

LIST = "/oficina/padron/fuentes"
NEW = {
    "code": "sisfoh",
    "name": "Padrón general",
    "base_address": "https://padron.example",
    "token_variable": VARIABLE,
    "precedence": "10",
}


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    session.commit()
    return client.sign_in(user.id)


def cells(page: str, label: str) -> list[str]:
    found = re.findall(rf'data-label="{label}">(.*?)</td>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def test_without_outside_sources_the_page_says_what_one_is_for(staff: PageClient) -> None:
    page = staff.get(LIST).text

    assert (cells(page, "Orden de confianza"), cells(page, "Última vez completa")) == (["50"], ["Nunca"])
    assert "Todavía no hay fuentes fuera del portal" in page


def test_every_source_shows_its_age_and_its_next_step(
    staff: PageClient, session: Session, clock: StandingClock
) -> None:
    import_register(session)
    names = ["nueva", "detenida", "en-curso", "con-rechazos"]
    new, stopped, live, rejected = (
        make_source(session, name, precedence=place) for place, name in enumerate(names, 1)
    )
    make_run(session, stopped, state="failed", fault="source.slow")
    make_run(session, live)
    make_run(session, rejected, state="failed", fault="rows.rejected")
    idle = make_source(session, "sin-uso", precedence=60)
    idle.is_active = False
    new.last_complete_at = clock.instant
    session.commit()
    clock.advance(days=12)

    page = staff.get(LIST).text

    assert cells(page, "Última vez completa") == [
        "23 nov. 2026, 12:00 (hace 12 días)",
        *["Nunca"] * 3,
        "23 nov. 2026, 12:00 (hace 12 días)",
        "Nunca",
    ]
    assert cells(page, "Estado") == [
        "Sin sincronizar",
        "Detenida",
        "En curso",
        "Con filas rechazadas",
        "Se importa a mano",
        "Fuera de uso",
    ]
    assert cells(page, "Acción") == [
        "Sincronizar ahora",
        "Continuar",
        "Ver el avance",
        "Sincronizar ahora",
        "Importar un archivo",
        "—",
    ]


def test_a_source_is_registered(staff: PageClient, session: Session) -> None:
    answer = staff.post(f"{LIST}/nueva", data=NEW)

    source = source_by_code(session, "sisfoh")
    assert (answer.status_code, answer.location) == (303, f"{LIST}/{source.id}")
    assert "La fuente «Padrón general» quedó registrada." in staff.get(answer.location).text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", "", "Escriba un código corto para la fuente."),
        ("code", FILES, "Otra fuente ya tiene ese código."),
        ("name", " ", "Escriba el nombre de la fuente."),
        ("base_address", "http://padron.example", "Escriba una dirección que empiece con https://"),
        ("token_variable", "SECRET_KEY", "empieza con REGISTRY_TOKEN_"),
        ("precedence", "uno", "«uno» no vale aquí."),
        ("precedence", "50", "La fuente «Archivos importados» ya tiene ese orden."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    staff: PageClient, session: Session, field: str, value: str, sentence: str
) -> None:
    answer = staff.post(f"{LIST}/nueva", data={**NEW, field: value})

    errors = re.findall(rf'id="{field}-error">(.*?)</p>', answer.text, re.DOTALL)
    assert (answer.status_code, len(errors), sentence in errors[0]) == (422, 1, True)
    assert session.scalars(select(RegistrySource.code)).all() == [FILES]


def test_a_source_is_corrected_and_put_out_of_use(staff: PageClient, session: Session) -> None:
    source = make_source(session)
    session.commit()

    answer = staff.post(
        f"{LIST}/{source.id}/editar", data={**NEW, "name": "Otro nombre", "version": source.version}
    )

    session.refresh(source)
    assert (answer.status_code, source.name, source.is_active) == (303, "Otro nombre", False)
    assert "Sincronizar ahora" not in staff.get(f"{LIST}/{source.id}").text


def test_a_stale_correction_is_shown_and_not_stored(staff: PageClient, session: Session) -> None:
    source = make_source(session)
    session.commit()

    answer = staff.post(f"{LIST}/{source.id}/editar", data={**NEW, "version": source.version + 1})

    session.refresh(source)
    assert (answer.status_code, source.name) == (409, "Padrón vecino")
    assert "Otra persona guardó cambios mientras usted escribía." in answer.text


def test_files_have_a_place_and_no_address(staff: PageClient, session: Session) -> None:
    files = source_by_code(session, FILES)

    page = staff.get(f"{LIST}/{files.id}/editar").text
    answer = staff.post(
        f"{LIST}/{files.id}/editar", data={"name": "Archivos", "precedence": "5", "version": files.version}
    )

    session.refresh(files)
    assert ("Dirección" in page, answer.status_code, files.precedence, files.name) == (
        False,
        303,
        5,
        "Archivos",
    )
    assert "Importar un archivo" in staff.get(f"{LIST}/{files.id}").text


def test_a_source_shows_every_synchronisation(staff: PageClient, session: Session) -> None:
    source = make_source(session)
    for fault in ("source.slow", "run.cancelled", "rows.rejected"):
        make_run(session, source, state="failed", fault=fault)
    session.commit()

    page = staff.get(f"{LIST}/{source.id}").text

    assert cells(page, "Estado") == ["Con filas rechazadas", "Cancelada", "Detenida"]
    assert "línea de comandos" in page


def test_a_source_never_synchronised_says_what_will_happen(staff: PageClient, session: Session) -> None:
    source = make_source(session)
    session.commit()

    assert "La primera vez llega todo el padrón de la fuente" in staff.get(f"{LIST}/{source.id}").text


def test_the_token_has_no_field_and_no_place_on_a_page(staff: PageClient, session: Session) -> None:
    source = make_source(session)
    session.commit()

    page = staff.get(f"{LIST}/{source.id}/editar").text

    assert re.findall(r'<input[^>]*type="password"', page) == []
    assert re.findall(r'value="(REGISTRY[^"]*)"', page) == [VARIABLE]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_others_of_the_office_only_look(client: PageClient, session: Session, role: Role) -> None:
    user = make_user(session, role)
    source = make_source(session)
    session.commit()
    client.sign_in(user.id)

    pages = client.get(LIST).text + client.get(f"{LIST}/{source.id}").text

    found = [word for word in ("Sincronizar ahora", "Registrar una fuente", "Cambiar") if word in pages]
    assert (found, client.post(f"{LIST}/nueva", data=NEW).status_code) == ([], 403)


@pytest.mark.parametrize("address", [f"{LIST}/999", f"{LIST}/999/editar"])
def test_an_unknown_source_is_not_found(staff: PageClient, address: str) -> None:
    assert staff.get(address).status_code == 404


def test_the_register_shows_its_age_and_the_way_to_the_differences(
    staff: PageClient, session: Session, clock: StandingClock
) -> None:
    import_register(session)
    session.commit()
    today = staff.get("/oficina/padron").text
    clock.advance(days=1)
    tomorrow = staff.get("/oficina/padron").text

    assert "El padrón que usamos es de hoy, 23 de noviembre de 2026, según «Archivos importados»." in today
    assert (
        "El padrón que usamos es del 23 de noviembre de 2026 (hace 1 día), según «Archivos importados»."
        in tomorrow
    )
    assert f'href="{LIST}"' in today
