"""Whoever watches over the server is told whether it lives and whether it can serve."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.config import Settings
from contest_portal.kernel.database import Database
from tests.page_client import PageClient

WELL = {"database": True, "structure": True, "storage": True}


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

    assert (answer.status_code, answer.json) == (503, WELL | {"structure": False})


def test_no_database_and_no_folder_are_not_ready(
    app: Flask, client: PageClient, settings: Settings, away: Database
) -> None:
    nowhere = settings.storage_dir / "not" / "there"
    app.extensions |= {"database": away, "settings": replace(settings, storage_dir=nowhere)}

    answer = client.get("/listo")

    assert (answer.status_code, answer.json) == (503, dict.fromkeys(WELL, False))
