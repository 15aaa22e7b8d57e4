"""A database without its tables, of another version, or away: each command says so in one sentence."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from contest_portal.config import MIGRATIONS, Settings
from contest_portal.kernel.database import Database
from contest_portal.kernel.revisions import apart_from, newest_revision

NEWEST = newest_revision(MIGRATIONS)
EMPTY = f"the database stands at nothing, not at {NEWEST}: run flask --app wsgi db upgrade."
LATER = f"the database stands at 9999, not at {NEWEST}: it is of a later version of the program. Install that version."


def over(app: Flask, settings: Settings, url: str) -> Iterator[Flask]:
    database = Database(url)
    app.extensions |= {"database": database, "settings": replace(settings, database_url=url)}
    yield app
    database.engine.dispose()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "portal.sqlite"


@pytest.fixture
def bare(app: Flask, settings: Settings, place: Path) -> Iterator[Flask]:
    """The portal over a database to which nobody has given tables."""
    yield from over(app, settings, f"sqlite:///{place}")


@pytest.fixture
def later(bare: Flask) -> Flask:
    """The portal over a database of a program that is not written yet."""
    database: Database = bare.extensions["database"]
    with database.transaction() as session:
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        session.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    return bare


@pytest.fixture
def junk(app: Flask, settings: Settings, place: Path) -> Iterator[Flask]:
    """The portal over a file that is no database."""
    place.write_bytes(b"no database " * 500)
    yield from over(app, settings, f"sqlite:///{place}")


@pytest.mark.parametrize(
    "words",
    [
        "verify invariants",
        "audit verify",
        "files check",
        "jobs work --once",
        "jobs work",
        "serve",
        "demo serve",
    ],
)
def test_commands_over_a_database_without_tables_say_what_to_run(bare: Flask, words: str) -> None:
    result = bare.test_cli_runner().invoke(args=words.split())

    assert (result.exit_code, result.output) == (1, f"Error: {EMPTY}\n")


@pytest.mark.parametrize("words", ["bundle schema", "verify invariants --help", "db current"])
def test_commands_that_ask_no_table_go_on_without_tables(bare: Flask, words: str) -> None:
    result = bare.test_cli_runner().invoke(args=words.split())

    assert result.exit_code == 0


@pytest.mark.parametrize("words", ["db upgrade", "db current", "audit verify"])
def test_a_later_database_asks_for_its_program(later: Flask, words: str) -> None:
    result = later.test_cli_runner().invoke(args=words.split())

    assert (result.exit_code, result.output) == (1, f"Error: {LATER}\n")


def test_the_check_asks_for_the_program_of_a_later_database(later: Flask) -> None:
    result = later.test_cli_runner().invoke(args=["settings", "check"])

    assert (result.exit_code, f"UNSAFE structure: {LATER}" in result.output) == (1, True)


def test_a_migration_that_is_none_is_named(bare: Flask) -> None:
    result = bare.test_cli_runner().invoke(args=["db", "upgrade", "zzz"])

    assert (result.exit_code, result.output.startswith("Error: zzz is no migration to upgrade to")) == (
        1,
        True,
    )


@pytest.mark.parametrize("words", ["audit verify", "db upgrade"])
def test_commands_say_that_a_file_is_no_database(junk: Flask, words: str) -> None:
    result = junk.test_cli_runner().invoke(args=words.split())

    assert (result.exit_code, result.output) == (
        1,
        "Error: the database of DATABASE_URL cannot be asked (file is not a database). "
        "Start it, or mend the address.\n",
    )


def test_the_check_keeps_what_it_found_when_the_database_does_not_answer(
    app: Flask, settings: Settings
) -> None:
    for made in over(app, settings, "postgresql+psycopg://portal@127.0.0.1:9/portal"):
        result = made.test_cli_runner().invoke(args=["settings", "check", "--json"])

    found = [(one["code"], one["unsafe"]) for one in json.loads(result.output)]
    assert (result.exit_code, found[0], found[-1]) == (1, ("environment", True), ("database_away", True))


def test_versions_are_compared() -> None:
    assert [apart_from(found, "0081") for found in ("0081", "0080", "0082", None)] == [
        None,
        "the database stands at 0080, not at 0081: run flask --app wsgi db upgrade.",
        "the database stands at 0082, not at 0081: it is of a later version of the program. Install that version.",
        "the database stands at nothing, not at 0081: run flask --app wsgi db upgrade.",
    ]
