"""`flask registry sync`: what a script can rely on, over a real socket."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.config import ROOT
from contest_portal.registry.models.register import Person
from contest_portal.registry.models.sources import SourceRun
from contest_portal.registry.reference.server import Misbehaviour, ReferenceServer
from tests.conftest import StandingClock
from tests.factories.registry_files import HOUSEHOLDS, import_territory, imported
from tests.factories.sources import TOKEN, feed, free_port, make_source, reference_server, served
from tests.factories.syncing import hasty_feed
from tests.registry.sources.test_http_pages import every_page

Sync = Callable[..., Result]


@pytest.fixture
def server() -> ReferenceServer:
    return reference_server(size=5, page_size=2)


@pytest.fixture
def sync(app: Flask, session: Session, server: ReferenceServer) -> Iterator[Sync]:
    import_territory(session)
    app.extensions["registry_feed"] = hasty_feed()
    with served(server) as address:
        make_source(session, address=address)
        session.commit()
        yield lambda *options: app.test_cli_runner().invoke(
            args=["registry", "sync", "padron-vecino", *options]
        )
    del app.extensions["registry_feed"]


def persons(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Person)) or 0


def test_everything_arrives_and_ends_with_0(sync: Sync, session: Session) -> None:
    result = sync()

    run = session.scalars(select(SourceRun)).one()
    assert (result.exit_code, run.state, persons(session)) == (0, "applied", run.persons)
    assert result.stdout.splitlines()[-2:] == [
        f"páginas 3 · hogares 5 · personas {run.persons} · nuevas {run.persons} · cambiadas 0 · sin cambio 0 · "
        "rechazadas 0",
        "Aplicado.",
    ]


def test_rejected_rows_end_with_1_and_say_where(
    sync: Sync, session: Session, server: ReferenceServer
) -> None:
    server.population = type(server.population)(5, 3, ("0999999999",))

    result = sync()

    first = result.stderr.splitlines()[0]
    assert (result.exit_code, persons(session)) == (1, 0)
    assert first.startswith(
        "hogar RR-3-000000, columna codigo_centro: El centro poblado «0999999999» no está"
    )
    assert result.stdout.splitlines()[-1] == "No se guardó nada en el padrón."


def test_an_outage_ends_with_2_and_says_what_is_in_use(
    sync: Sync, session: Session, server: ReferenceServer, clock: StandingClock
) -> None:
    imported(session, "households", HOUSEHOLDS)
    session.commit()
    clock.advance(days=12)
    server.faults.extend([Misbehaviour.UNAVAILABLE] * 3)

    result = sync()

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-3:] == [
        "La fuente está ocupada o en mantenimiento. Vuelva a intentarlo más tarde.",
        "Se sigue usando el padrón del 23/11/2026 (hace 12 días), de «Archivos importados».",
        "Repita la orden para continuar desde la página 1.",
    ]


def test_the_order_repeated_goes_on_where_it_stopped(
    sync: Sync, session: Session, server: ReferenceServer
) -> None:
    server.faults.extend([Misbehaviour.CURSOR_EXPIRED])
    refused = sync()
    server.faults.extend([Misbehaviour.SLOW, *[Misbehaviour.UNAVAILABLE] * 3])
    stopped, resumed = sync(), sync()

    runs = session.scalars(select(SourceRun).order_by(SourceRun.id)).all()
    assert [result.exit_code for result in (refused, stopped, resumed)] == [2, 2, 0]
    assert [(run.state, run.pages) for run in runs] == [("failed", 0), ("applied", 3)]


def test_json_is_one_object(sync: Sync, session: Session, server: ReferenceServer) -> None:
    server.faults.extend([Misbehaviour.TOKEN_EXPIRED])

    result = sync("--json")

    run = session.scalars(select(SourceRun)).one()
    assert (result.exit_code, json.loads(result.stdout)) == (
        2,
        {
            "run": run.id,
            "source": "padron-vecino",
            "state": "failed",
            "fault": "token.refused",
            "what_to_do": "La fuente no aceptó la clave de acceso: venció o no es la suya. Pida una nueva a quien "
            "la administra.",
            "pages": 0,
            "households": 0,
            "persons": 0,
            "new": 0,
            "changed": 0,
            "unchanged": 0,
            "rejected": 0,
            "details": [],
            "snapshot": None,
        },
    )


def test_json_of_a_good_run_names_the_snapshot(sync: Sync) -> None:
    data = json.loads(sync("--json").stdout)

    assert (data["state"], data["new"], data["snapshot"]["source"], data["snapshot"]["days"]) == (
        "applied",
        data["persons"],
        "padron-vecino",
        0,
    )


def test_an_unknown_source_says_where_to_register_it(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["registry", "sync", "nadie"])

    assert (result.exit_code, "Regístrela en /oficina/padron/fuentes." in result.stderr) == (2, True)


def test_files_are_not_synchronised(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["registry", "sync", "archivo"])

    assert (result.exit_code, "Esta fuente no se sincroniza" in result.stderr) == (2, True)


def test_no_token_is_printed(sync: Sync, server: ReferenceServer) -> None:
    server.faults.extend([Misbehaviour.TOKEN_EXPIRED])

    assert TOKEN not in sync().output


def test_reference_server_starts_by_one_command_and_stops_when_told(tmp_path) -> None:  # type: ignore[no-untyped-def]
    port = str(free_port())
    program = [sys.executable, "-m", "flask", "--app", "wsgi", "registry", "reference-server"]
    environment = {**os.environ, "PORTAL_INSTANCE": str(tmp_path), "REGISTRY_TOKEN_REFERENCE": TOKEN}
    running = subprocess.Popen(
        [*program, "--port", port, "--households", "3", "--page-size", "2", "--fault", "unavailable"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        line = running.stdout.readline()
        pages = every_page(feed(f"http://127.0.0.1:{port}"))
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=10)
        if running.stdout is not None:
            running.stdout.close()

    assert line.startswith(f"http://127.0.0.1:{port}/v1/households")
    assert [len(page.households) for page in pages] == [2, 1]
