"""Measure finding: `python -m benchmarks.search --households 400000 --database postgresql` (or `sqlite`)."""

import argparse
import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, Row, bindparam, text
from sqlalchemy.orm import Session

from benchmarks.invented_register import fill
from contest_portal.accounts.rules.actor import Actor, Grant, Role
from contest_portal.cli.database import alembic_config
from contest_portal.kernel.database import Database
from contest_portal.registry.exporting import write_export
from contest_portal.registry.queries.finding import find
from contest_portal.registry.queries.household_lists import (
    Cursor,
    conditions,
    count_households,
    household_page,
)
from contest_portal.registry.rules.exports import Content, ExportOrder, FileFormat
from contest_portal.registry.rules.household_filter import HouseholdFilter, SisfohChoice
from contest_portal.registry.rules.name_likeness import search_words
from tests.postgres import embedded_postgres, fresh_database

LIMIT = 50
STAFF = Actor(user_id=None, grants=frozenset({Grant(Role.STAFF)}))


def main() -> None:
    """Make the register, then measure each kind of question."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--households", type=int, default=10_000)
    asked.add_argument("--queries", type=int, default=200)
    asked.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    options = asked.parse_args()
    with an_empty_database(options.database) as url:
        command.upgrade(alembic_config(url), "head")
        database = Database(url)
        seconds, persons = timed(lambda: fill_in(database, options.households))
        say(f"{options.database}: {options.households} households, {persons} persons in {seconds:.1f} s")
        with database.reading() as session:
            measure(session, options.queries, persons)
            measure_lists(session, persons)
        database.engine.dispose()


@contextmanager
def an_empty_database(kind: str) -> Iterator[str]:
    """Give the address of a database that is gone afterwards."""
    if kind == "postgresql":
        with embedded_postgres() as server, fresh_database(server) as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'register.sqlite'}"


def fill_in(database: Database, households: int) -> int:
    """Write the register and let the database gather its statistics, as it does by itself in the end."""
    with database.engine.begin() as connection:
        persons = fill(connection, households)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if _is_postgres(connection) else "ANALYZE"))
    return persons


def measure(session: Session, queries: int, persons: int) -> None:
    """Ask each kind of question of people drawn by lot."""
    draw = random.Random(3)
    people = _people(session, [draw.randint(1, persons) for _ in range(queries)])
    find(session, "juan quispe", limit=LIMIT)
    plain = [person.sort_key.replace("~", "") for person in people]
    typed = [misspelt(key, draw) for key in plain]
    for name, asked in (
        ("DNI", [person.dni for person in people]),
        ("household code", [person.code for person in people]),
        ("whole name", plain),
        ("two surnames", [" ".join(key.split()[:2]) for key in plain]),
        ("misspelt name", typed),
    ):
        report(name, [partial(find, session, words, limit=LIMIT) for words in asked])
    right = sum(is_found(session, key, words) for key, words in zip(plain, typed, strict=True))
    say(f"  a misspelt name found somebody of the name meant in {right} of {len(typed)}")


def measure_lists(session: Session, persons: int) -> None:
    """Open pages of the list, count, and write the whole register into a file."""
    deep = Cursor(after=persons // 4 * 3 // 4)
    narrowed = HouseholdFilter(territory="09", sisfoh=SisfohChoice.POOR, head_sex="F", age_from=30)
    rare = HouseholdFilter(head_sex="F", age_from=86, sisfoh=SisfohChoice.EXPIRED)
    for name, wanted, cursor in (
        ("first page", HouseholdFilter(), Cursor()),
        ("deep page", HouseholdFilter(), deep),
        ("narrowed page", narrowed, Cursor()),
        ("rare page", rare, Cursor()),
    ):
        asked = conditions(wanted, today=date(2026, 11, 23))
        report(name, [partial(household_page, session, asked, cursor, size=LIMIT)] * 20)
        report(
            f"  its count ({count_households(session, asked)})",
            [partial(count_households, session, asked)] * 20,
        )
    order = ExportOrder(Content.PERSONS, FileFormat.CSV, {}, "measuring the export")
    tracemalloc.start()
    with tempfile.TemporaryFile() as file:
        seconds, written = timed(lambda: write_export(session, STAFF, order, [], file=file))
    peak = tracemalloc.get_traced_memory()[1] // 1_000_000
    tracemalloc.stop()
    say(f"  export as CSV: {written} in {seconds:.1f} s, {peak} MB at most")


def is_found(session: Session, key: str, typed: str) -> bool:
    """Tell whether somebody who bears the name meant is among the findings."""
    meant = set(key.split()[:3])
    found = find(session, typed, limit=LIMIT).persons
    return any(meant <= set(search_words(one.full_name)) for one in found)


def _people(session: Session, ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Give DNI, name and household of persons drawn by lot."""
    drawn = text(
        "SELECT dni, sort_key, code FROM person JOIN household ON household.id = household_id WHERE person.id IN :ids"
    )
    return session.execute(drawn.bindparams(bindparam("ids", expanding=True)), {"ids": ids}).all()


def misspelt(key: str, draw: random.Random) -> str:
    """Write two surnames and a given name with one wrong letter in one of them."""
    words = key.split()[:3]
    place = max(range(len(words)), key=lambda number: (len(words[number]) > 3, draw.random()))
    word = words[place]
    at = draw.randrange(1, len(word))
    changed = draw.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + draw.choice("aeioulmnrs") + word[at + 1 :],
            word[:at] + draw.choice("aeioulmnrs") + word[at:],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        )
    )
    return " ".join([*words[:place], changed, *words[place + 1 :]])


def report(name: str, questions: Sequence[Callable[[], object]]) -> None:
    """Print the median and the 95th percentile in milliseconds."""
    spent = sorted(timed(question)[0] for question in questions)
    middle, late = (spent[len(spent) * share // 100] * 1000 for share in (50, 95))
    say(f"  {name:<20} p50 {middle:7.1f} ms   p95 {late:7.1f} ms   max {spent[-1] * 1000:7.1f} ms")


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Do it and give the seconds and the outcome."""
    start = time.perf_counter()
    outcome = work()
    return time.perf_counter() - start, outcome


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


if __name__ == "__main__":
    main()
