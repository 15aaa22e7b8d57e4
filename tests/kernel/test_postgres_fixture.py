"""The embedded PostgreSQL server that the other tests stand on."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import NullPool, create_engine, inspect, make_url, text

from tests.postgres import FOLDER_PREFIX, PostgresUnavailableError, embedded_postgres, fresh_database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    with embedded_postgres() as url:
        yield url


def ask(url: str, statement: str) -> object:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return connection.execute(text(statement)).scalar_one()


def create_table(url: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text("CREATE TABLE crop (name text)"))


def tables(url: str) -> list[str]:
    return inspect(create_engine(url, poolclass=NullPool)).get_table_names()


def folder_of_a_killed_run() -> Path:
    program = "import tests.postgres as p\nwith p.embedded_postgres() as url: print(url, flush=True); input()"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) as run:
        assert run.stdout is not None
        url = make_url(run.stdout.readline().strip())
        run.kill()
    return Path(str(url.query["host"]))


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def own_folders() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}{os.getpid()}-*"))


def test_a_fresh_database_is_empty_and_speaks_utf8(server_url: str) -> None:
    with fresh_database(server_url) as url:
        answer = (tables(url), ask(url, "SELECT lower('PIÑA Ñ')"), ask(url, "SHOW server_encoding"))

    assert answer == ([], "piña ñ", "UTF8")


def test_two_fresh_databases_do_not_see_each_other(server_url: str) -> None:
    with fresh_database(server_url) as first, fresh_database(server_url) as second:
        create_table(first)

        assert (tables(first), tables(second)) == (["crop"], [])


def test_a_copy_of_a_template_has_its_tables(server_url: str) -> None:
    with fresh_database(server_url) as original:
        create_table(original)

        with fresh_database(server_url, template=original.rpartition("/")[2].partition("?")[0]) as copy:
            assert tables(copy) == ["crop"]


def test_a_fresh_database_is_dropped_while_a_connection_is_open(server_url: str) -> None:
    count = "SELECT count(*) FROM pg_database WHERE datname LIKE 'portal_%'"
    before = ask(server_url, count)

    with fresh_database(server_url) as url:
        left_open = create_engine(url, poolclass=NullPool).raw_connection()

    assert ask(server_url, count) == before
    left_open.close()


def test_the_server_leaves_no_folder_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    before = own_folders()

    with embedded_postgres() as url:
        running = ask(url, "SELECT 1")

    assert (running, own_folders()) == (1, before)


def test_a_killed_run_takes_its_server_along_and_the_next_run_its_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    folder = folder_of_a_killed_run()
    socket = folder / ".s.PGSQL.5432"

    stopped = eventually(lambda: not socket.exists())
    with embedded_postgres():
        pass

    assert (stopped, folder.exists()) == (True, False)


def test_a_folder_without_a_server_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))

    with pytest.raises(PostgresUnavailableError, match=str(tmp_path)), embedded_postgres():
        pass


def test_a_given_server_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://tester:secret@db.example/postgres")

    with embedded_postgres() as url:
        assert url == "postgresql+psycopg://tester:secret@db.example/postgres"
