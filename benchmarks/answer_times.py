"""Whether the time of an answer tells who stands in the register: `python -m benchmarks.answer_times --times 200`.

Each pair is asked by turns, a DNI that is known and one that is not: where a code of a paper is looked up, and at the
search of the register without an account. Ends with 1 when the medians are further apart than ten percent. Who has an
account is asked by `benchmarks.sign_in`.
"""

import argparse
import logging
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.search import an_empty_database
from contest_portal.app import create_app
from contest_portal.cli.database import alembic_config
from contest_portal.config import Settings
from contest_portal.kernel.database import Database
from contest_portal.web.shared.limits import limiter
from tests.factories.registry import make_centre, make_district, make_household, make_person

MOST_APART_PERCENT = 10
Ask = Callable[[FlaskClient, str], object]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions that must take the same time, and how they are asked."""

    what: str
    ask: Ask
    known: str
    unknown: str


def main() -> None:
    """Ask, and print the medians in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    times = parser.parse_args().times
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as folder, an_empty_database("sqlite") as url:
        command.upgrade(alembic_config(url), "head")
        settings = Settings("testing", url, secrets.token_hex(32), Path(folder), "http://127.0.0.1")
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        found = [told(app, pair, times) for pair in pairs(app.extensions["database"])]
    sys.exit(not all(found))


def pairs(database: Database) -> tuple[Pair, ...]:
    """Make a person of the register."""
    with database.transaction() as session:
        make_district(session)
        dni = make_person(session, make_household(session, make_centre(session))).dni
    other = "00000019"
    return (
        Pair("code of a paper", lambda client, word: client.get(f"/verificar/{word}"), dni, other),
        Pair("search without an account", search, dni, other),
    )


def search(client: FlaskClient, word: str) -> object:
    """Ask the register's search, which is for the office."""
    return client.post("/oficina/hogares", data={"texto": word})


def told(app: Flask, pair: Pair, times: int) -> bool:
    """Measure a pair by turns; tell whether the medians are near each other."""
    client, taken = app.test_client(), {pair.known: list[int](), pair.unknown: list[int]()}
    for word in (pair.known, pair.unknown) * (times + 1):
        limiter.reset()
        began = time.perf_counter_ns()
        pair.ask(client, word)
        taken[word].append(time.perf_counter_ns() - began)
    known, unknown = (int(statistics.median(all_times[1:])) for all_times in taken.values())
    apart = -(-100 * abs(known - unknown) // max(known, unknown))
    print(f"{pair.what}: known {known // 1000} µs, unknown {unknown // 1000} µs, {apart} % apart", flush=True)
    return apart <= MOST_APART_PERCENT


if __name__ == "__main__":
    main()
