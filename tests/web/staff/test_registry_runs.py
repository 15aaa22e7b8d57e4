"""A synchronisation on its page: a few pages per request, over a real socket, whatever happens to the source."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.register import Household
from contest_portal.registry.models.sources import RegistrySource, SourceRun
from contest_portal.registry.reference.server import Misbehaviour, ReferenceServer
from contest_portal.web.staff.registry_runs import HURRIED
from tests.factories.accounts import make_user
from tests.factories.registry_files import HOUSEHOLDS, import_territory, imported
from tests.factories.sources import make_run, make_source, reference_server, served
from tests.factories.syncing import hasty_feed
from tests.page_client import PageClient

RUNS = "/oficina/padron/sincronizaciones"


@pytest.fixture
def server() -> ReferenceServer:
    return reference_server(size=9, page_size=2)


@pytest.fixture
def source(app: Flask, session: Session, server: ReferenceServer) -> Iterator[RegistrySource]:
    import_territory(session)
    app.extensions["registry_feed"] = hasty_feed()
    with served(server) as address:
        source = make_source(session, address=address)
        session.commit()
        yield source
    del app.extensions["registry_feed"]


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    session.commit()
    return client.sign_in(user.id)


def start(client: PageClient, source: RegistrySource) -> str:
    answer = client.post(f"/oficina/padron/fuentes/{source.id}/sincronizar")
    assert answer.status_code == 303
    return answer.location


def state(session: Session) -> tuple[str, int, str | None]:
    session.expire_all()
    run = session.scalars(select(SourceRun).order_by(SourceRun.id.desc()).limit(1)).one()
    return run.state, run.pages, run.error_code


def households(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Household)) or 0


def test_each_press_fetches_a_few_pages_and_the_last_one_applies_them(
    staff: PageClient, session: Session, source: RegistrySource
) -> None:
    address = start(staff, source)

    seen = [(state(session), households(session))]
    for _ in range(3):
        assert staff.post(address).location == address
        seen.append((state(session), households(session)))

    assert seen == [
        (("fetching", 0, None), 0),
        (("fetching", 3, None), 0),
        (("fetched", 5, None), 0),
        (("applied", 5, None), 9),
    ]
    assert "El padrón está al día con esta fuente." in staff.get(address).text


def test_progress_is_written_beside_the_bar(staff: PageClient, source: RegistrySource) -> None:
    address = start(staff, source)
    before = staff.get(address).text
    staff.post(address)
    halfway = staff.get(address).text

    assert ("Todavía no llegó ninguna página." in before, "Pide todo el padrón." in before) == (True, True)
    assert ("66 %" in halfway, "6 hogares de 9" in halfway, "3 páginas" in halfway) == (True, True, True)


def test_the_button_works_alone_and_a_script_may_press_it(staff: PageClient, source: RegistrySource) -> None:
    address = start(staff, source)

    page = staff.get(address).text

    form = re.search(rf'<form[^>]*action="{address}"[^>]*>', page)
    assert form is not None
    assert 'data-component="busy-submit advance"' in form[0]
    assert re.findall(r'<button[^>]*type="submit"[^>]*>Continuar<', page) != []


def test_an_outage_leaves_the_register_and_offers_to_go_on(
    staff: PageClient, session: Session, source: RegistrySource, server: ReferenceServer
) -> None:
    imported(session, "households", HOUSEHOLDS)
    session.commit()
    address = start(staff, source)
    server.faults.extend([Misbehaviour.UNAVAILABLE] * 3)
    staff.post(address)

    page = staff.get(address).text

    assert (state(session), households(session)) == (("failed", 0, "source.busy"), 2)
    for sentence in (
        "El padrón sigue como estaba",
        "La fuente está ocupada o en mantenimiento.",
        "El padrón que usamos es de hoy, 23 de noviembre de 2026, según «Archivos importados».",
        "Continuar donde se detuvo",
    ):
        assert sentence in page
    assert start(staff, source) == address


def test_rejected_rows_are_listed_with_their_reason_and_no_dni(
    staff: PageClient, session: Session, source: RegistrySource, server: ReferenceServer
) -> None:
    server.population = type(server.population)(2, 3, ("0999999999",))
    address = start(staff, source)
    staff.post(address)
    staff.post(address)

    page = staff.get(address).text

    assert (state(session), households(session)) == (("failed", 1, "rows.rejected"), 0)
    assert ("RR-3-000000" in page, "El centro poblado «0999999999» no está en el padrón." in page) == (
        True,
        True,
    )
    assert (re.findall(r"\b9[4-9]\d{6}\b", page), "Sincronizar de nuevo" in page) == ([], True)


def test_nothing_changed_is_said(staff: PageClient, source: RegistrySource) -> None:
    for _ in range(2):
        address = start(staff, source)
        for _ in range(3):
            staff.post(address)

    assert "Nada había cambiado desde la última vez." in staff.get(address).text


def test_cancelling_asks_first_and_leaves_the_register(
    staff: PageClient, session: Session, source: RegistrySource
) -> None:
    address = start(staff, source)
    staff.post(address)
    asks = "Se pierden las páginas recibidas" in staff.get(address).text

    answer = staff.post(f"{address}/cancelar")

    assert (asks, answer.location, state(session)) == (True, address, ("failed", 3, "run.cancelled"))
    assert "La sincronización se canceló." in staff.get(address).text


def test_a_press_after_the_end_is_no_fault(
    staff: PageClient, session: Session, source: RegistrySource
) -> None:
    address = start(staff, source)
    for _ in range(3):
        staff.post(address)

    assert (staff.post(address).status_code, state(session)) == (303, ("applied", 5, None))


def test_cancelling_what_is_over_is_refused(
    staff: PageClient, session: Session, source: RegistrySource
) -> None:
    run = make_run(session, source, state="applied")
    session.commit()

    assert staff.post(f"{RUNS}/{run.id}/cancelar").status_code == 409


def test_without_a_token_the_page_says_who_can_help(
    staff: PageClient, app: Flask, session: Session, source: RegistrySource
) -> None:
    del app.extensions["registry_feed"]
    address = start(staff, source)
    staff.post(address)
    app.extensions["registry_feed"] = hasty_feed()

    assert state(session) == ("failed", 0, "token.missing")
    assert "El servidor del portal no tiene la clave de acceso." in staff.get(address).text


def test_a_request_waits_a_few_seconds_at_most(staff: PageClient) -> None:
    assert HURRIED.attempts == 2
    assert HURRIED.longest_wait_ms + 2 * HURRIED.silence_ms < 20_000


def test_others_of_the_office_see_the_progress_without_a_button(
    client: PageClient, session: Session, source: RegistrySource
) -> None:
    run = make_run(session, source)
    secretary = make_user(session, Role.SECRETARY)
    session.commit()

    page = client.sign_in(secretary.id).get(f"{RUNS}/{run.id}").text

    assert ("Recibiendo hogares" in page, "Continuar" in page) == (True, False)


@pytest.mark.parametrize("ending", ["", "/cancelar"])
def test_an_unknown_run_is_not_found(staff: PageClient, ending: str) -> None:
    assert staff.post(f"{RUNS}/999{ending}").status_code == 404
