"""Measure what the search index adds to writing: `python -m benchmarks.writing --households 100000`."""

import argparse

from alembic import command
from sqlalchemy import Connection, text

from benchmarks.invented_register import HOUSEHOLD, PERSON, fill_territory, household_rows, person_rows, write
from benchmarks.search import an_empty_database, say, timed
from contest_portal.cli.database import alembic_config
from contest_portal.kernel.database import make_engine

WITHOUT = {
    "postgresql": (
        "DROP INDEX ix_person_words",
        "DROP TRIGGER person_words_added ON person",
        "DROP TRIGGER person_words_changed ON person",
    ),
    "sqlite": ("DROP TRIGGER person_words_added", "DROP TRIGGER person_words_changed"),
}


def main() -> None:
    """Write the same persons with the index and without it, from a staging table in one statement."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--households", type=int, default=10_000)
    households = asked.parse_args().households
    for kind in WITHOUT:
        for is_kept in (False, True):
            with an_empty_database(kind) as url:
                seconds = write_persons(url, households, dropped=() if is_kept else WITHOUT[kind])
            say(
                f"{kind}: {households * 4} persons {'with' if is_kept else 'without'} the index {seconds:.1f} s"
            )


def write_persons(url: str, households: int, *, dropped: tuple[str, ...]) -> float:
    """Write them and give the seconds of the statement that writes into the register."""
    command.upgrade(alembic_config(url), "head")
    engine = make_engine(url)
    with engine.begin() as connection:
        for statement in dropped:
            connection.execute(text(statement))
        fill_territory(connection)
        write(connection, "household", HOUSEHOLD, household_rows(households, 1))
        _stage(connection, households)
        columns = ", ".join(PERSON)
        insert = text(f"INSERT INTO person ({columns}) SELECT {columns} FROM staged")
        seconds, _ = timed(lambda: connection.execute(insert))
    engine.dispose()
    return seconds


def _stage(connection: Connection, households: int) -> None:
    connection.execute(
        text(f"CREATE TEMPORARY TABLE staged AS SELECT {', '.join(PERSON)} FROM person WHERE id < 0")
    )
    write(connection, "staged", PERSON, person_rows(households, 1))


if __name__ == "__main__":
    main()
