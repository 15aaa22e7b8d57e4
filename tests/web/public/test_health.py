"""Whoever watches over the server is told whether it lives and whether it can serve."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.config import ROOT, Settings
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage
from tests.page_client import PageClient

WELL = {"database": True, "structure": True, "data_key": True, "storage": True, "clock": True}


@pytest.fixture
def away() -> Iterator[Database]:
    database = Database("sqlite://")
    yield database
    database.engine.dispose()


def test_a_process_that_lives_says_so_without_its_database(
    app: Flask, client: PageClient, away: Database
) -> None:
    app.extensions["database"] = away

    answer = client.get("/salud")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_portal_that_can_serve_is_ready(client: PageClient, settings: Settings) -> None:
    settings.storage_dir.mkdir()

    answer = client.get("/listo")

    assert (answer.status_code, answer.json) == (200, WELL)


def test_an_old_structure_is_not_ready(session: Session, client: PageClient) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    session.commit()

    answer = client.get("/listo")

    assert (answer.status_code, answer.json) == (503, WELL | {"structure": False, "data_key": False})


def test_a_file_in_the_place_of_the_folder_is_not_ready(client: PageClient, settings: Settings) -> None:
    settings.storage_dir.touch()

    answer = client.get("/listo")

    assert (answer.status_code, answer.json) == (503, WELL | {"storage": False})


def test_no_database_and_no_folder_are_not_ready(
    app: Flask, client: PageClient, settings: Settings, away: Database
) -> None:
    nowhere = settings.storage_dir / "not" / "there"
    app.extensions |= {"database": away, "storage": Storage(nowhere)}

    answer = client.get("/listo")

    assert (answer.status_code, answer.json) == (503, dict.fromkeys(WELL, False))


def test_figures_are_told_to_who_bears_the_token_alone(
    app: Flask, client: PageClient, settings: Settings
) -> None:
    closed = client.get("/metricas", headers={"Authorization": "Bearer "}).status_code
    app.extensions["settings"] = replace(settings, metrics_token="ficha-del-vigia")
    bearer = {"Authorization": "Bearer ficha-del-vigia"}
    client.get("/convocatorias/999999")

    refused = [
        client.get("/metricas", headers={"Authorization": told}).status_code for told in ("", "Bearer x")
    ]
    answer = client.get("/metricas", headers=bearer)

    assert (closed, refused, answer.status_code) == (404, [404, 404], 200)
    assert 'portal_requests_total{endpoint="public.metrics",status="404"}' in answer.text
    assert 'portal_request_milliseconds_count{audience="public"}' in answer.text
    assert "portal_log_rows " in answer.text
    assert "portal_storage_free_bytes " in answer.text


FORKED = """
import os
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from contest_portal.web.shared.metrics import count_request
for _ in range(2):
    child = os.fork()
    if not child:
        count_request("public.home", 200, 7)
        os._exit(0)
    os.waitpid(child, 0)
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def test_several_serving_processes_are_added_up(tmp_path: Path) -> None:
    env = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}

    told = subprocess.run(
        [sys.executable, "-c", FORKED], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert 'portal_requests_total{endpoint="public.home",status="200"} 2.0' in told.stdout
