"""How long the import of a whole register takes beside the database's own bulk load of the same rows.

    .venv/bin/python -m benchmarks.import_households [--households 400000] [--database sqlite|postgresql]

Prints, for each database: the bare load (COPY on PostgreSQL, one executemany on SQLite) of the same rows into the
same tables in one transaction; the import from CSV with every rule checked row by row; their ratio; the import of
the same file once more, which changes nothing; and the peak memory of the importing process.
"""

import argparse
import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from sqlalchemy import Table, text
from sqlalchemy.orm import Session

from benchmarks.invented_files import as_csv, centres, districts, members, write_csv
from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.cli.database import alembic_config
from contest_portal.kernel.database import Database
from contest_portal.registry.imports.stores import table_of
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.source_file import SourceFile
from tests.postgres import embedded_postgres, fresh_database

STAFF = Act(Actor(user_id=None, grants=frozenset({Grant(Role.STAFF)})), datetime(2026, 11, 25, tzinfo=UTC))
MEBIBYTE = 1024


def main() -> None:
    """Measure on the databases asked for."""
    arguments = _arguments()
    if arguments.run:
        _import_only(arguments.run, Path(arguments.file), is_again=arguments.again)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "households.csv"
        write_csv(file, members(arguments.households))
        persons = arguments.households * 4
        print(
            f"{arguments.households} households, {persons} persons, {file.stat().st_size / 1e6:.0f} MB of CSV"
        )
        for kind in [arguments.database] if arguments.database else ["postgresql", "sqlite"]:
            with database_of(kind, Path(folder)) as url:
                _measure(kind, url, file)


def _measure(kind: str, url: str, file: Path) -> None:
    database = Database(url)
    _territory(database)
    database.engine.dispose()
    took, peak = _import_in_own_process(url, file)
    again, peak_again = _import_in_own_process(url, file, "--again")
    rows = _stored(database)
    bare = _bare_load(database, rows)
    print(
        f"{kind}: bare load {bare:.1f} s, import {took:.1f} s, ratio {took / bare:.2f}, "
        f"once more {again:.1f} s, peak memory {max(peak, peak_again)} MB"
    )
    database.engine.dispose()


def _import_in_own_process(url: str, file: Path, *options: str) -> tuple[float, int]:
    """Import in a process of its own, so that its peak memory is the import's."""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.import_households", "--run", url, "--file", str(file), *options],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    took, peak = answer.stdout.split()[-2:]
    return float(took), int(peak)


def _import_only(url: str, file: Path, *, is_again: bool) -> None:
    database = Database(url)
    started = time.perf_counter()
    with database.transaction() as session:
        report = import_file(
            session, STAFF, kind="households", source=SourceFile(file.name, lambda: file.open("rb"))
        )
    took = time.perf_counter() - started
    assert (report.unchanged if is_again else report.new) == report.read > 0
    print(f"{took:.2f} {_peak_memory()}")


def _peak_memory() -> int:
    """Give the most memory that this process held, in MB; `ru_maxrss` would count its parent's too."""
    status = Path("/proc/self/status").read_text()
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kibibytes) // MEBIBYTE


def _territory(database: Database) -> None:
    with database.transaction() as session:
        for kind, rows in (("districts", districts()), ("centres", centres())):
            import_file(session, STAFF, kind=kind, source=SourceFile.of_bytes(f"{kind}.csv", as_csv(rows)))


def _stored(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Take out what was imported, to load the very same rows again."""
    with database.reading() as session:
        return {
            model.__tablename__: [tuple(row) for row in session.execute(table_of(model).select())]
            for model in (Household, Person)
        }


def _bare_load(database: Database, rows: dict[str, list[tuple[object, ...]]]) -> float:
    with database.transaction() as session:
        for model in (Person, Household):
            session.execute(table_of(model).delete())
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM FULL"))
    gc.collect()
    with database.transaction() as session:
        started = time.perf_counter()
        for model in (Household, Person):
            _load(session, table_of(model), rows[model.__tablename__])
        session.commit()
        return time.perf_counter() - started


def _load(session: Session, table: Table, rows: list[tuple[object, ...]]) -> None:
    connection = session.connection()
    columns = ", ".join(table.c.keys())
    driver = connection.connection.driver_connection
    assert driver is not None
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(table.c))
    plain = [tuple(_plain(value) for value in row) for row in rows]
    driver.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", plain)


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


@contextmanager
def database_of(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty migrated database."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'bench.sqlite'}"
        command.upgrade(alembic_config(url), "head")
        yield url
        return
    with embedded_postgres() as server, fresh_database(server) as url:
        command.upgrade(alembic_config(url), "head")
        yield url


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=400_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    parser.add_argument("--again", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
