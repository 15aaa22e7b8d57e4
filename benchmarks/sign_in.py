"""Whether the time of an answer tells which accounts there are: `python -m benchmarks.sign_in`."""

import argparse
import logging
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from alembic import command
from argon2 import Parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from flask.testing import FlaskClient

from benchmarks.search import an_empty_database, say
from contest_portal.accounts.rules.actor import Role
from contest_portal.app import create_app
from contest_portal.cli.database import alembic_config
from contest_portal.config import Settings
from contest_portal.kernel.database import Database
from contest_portal.kernel.passwords import hash_password
from contest_portal.web.shared.limits import limiter
from tests.cheap_passwords import CHEAP, hash_at
from tests.factories.accounts import CREATED, make_user
from tests.factories.second_factors import enrolled

RIGHT, WRONG = "mula piedra lluvia antigua", "otra clave que no es esta"
UNKNOWN = "an unknown address"
CLOCKS = {"wall": time.perf_counter, "processor": time.process_time}
SURE_IN = 1_000
"""An answer differs when chance would rank the times so once in more than as many runs."""


def main() -> None:
    """Measure every kind of refused sign-in with passwords as in production, then with all but the hash."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--rounds", type=int, default=100, help="tries of each kind; without the hash five times as many"
    )
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument(
        "--clock", choices=sorted(CLOCKS), default="wall", help="processor: where others work beside"
    )
    options = asked.parse_args()
    logging.disable(logging.INFO)
    with an_empty_database(options.database) as url, tempfile.TemporaryDirectory() as folder:
        command.upgrade(alembic_config(url), "head")
        database = Database(url)
        alike = [
            measured(database, Path(folder), RFC_9106_LOW_MEMORY, options.rounds, CLOCKS[options.clock]),
            measured(database, Path(folder), CHEAP, options.rounds * 5, CLOCKS[options.clock]),
        ]
        database.engine.dispose()
    sys.exit(0 if all(alike) else 1)


def measured(
    database: Database, folder: Path, cost: Parameters, rounds: int, clock: Callable[[], float]
) -> bool:
    """Try each kind so often, in an order by lot, and say whether all are answered like an unknown address."""
    hash_at(cost)
    say(
        f"{rounds} tries of each kind, {database.engine.name}, {cost.memory_cost} kB for a hash; milliseconds"
    )
    kinds, client = refused_accounts(database), client_of(database, folder)
    lot = random.Random(7)
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(rounds + 3):
        for kind in lot.sample(sorted(kinds), len(kinds)):
            took[kind].append(milliseconds(client, clock, *kinds[kind]))
    warm = {kind: times[3:] for kind, times in took.items()}
    alike = [told(kind, times, warm[UNKNOWN]) for kind, times in sorted(warm.items()) if kind != UNKNOWN]
    return all(alike)


def refused_accounts(database: Database) -> dict[str, tuple[str, str]]:
    """Make an account of each kind; give the address and the password that is tried."""
    with database.transaction() as session:
        made = {
            kind: make_user(session, Role.STAFF, Role.SECRETARY)
            for kind in ("wrong", "closed", "lapsed", "code")
        }
        for user in made.values():
            user.password_hash = hash_password(RIGHT)
        made["closed"].is_active = False
        made["lapsed"].must_change_password, made["lapsed"].must_change_by = True, CREATED
        enrolled(session, made["code"])
        return {
            UNKNOWN: ("nadie@fondos.example", RIGHT),
            "a wrong password": (made["wrong"].email, WRONG),
            "a closed account, its password": (made["closed"].email, RIGHT),
            "a closed account, a wrong password": (made["closed"].email, WRONG),
            "a temporary password that lapsed": (made["lapsed"].email, RIGHT),
            "a wrong password, with a telephone": (made["code"].email, WRONG),
        }


def client_of(database: Database, folder: Path) -> FlaskClient:
    """Give a client of the portal, without tokens and counters of tries."""
    settings = Settings(
        environment="testing",
        database_url="unused",
        secret_key="0123456789abcdef" * 4,
        storage_dir=folder / "storage",
        public_url="https://fondos.example",
    )
    app = create_app(settings, database=database)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    limiter.enabled = False
    return app.test_client()


def milliseconds(client: FlaskClient, clock: Callable[[], float], email: str, password: str) -> float:
    """Try to sign in, and say how long the answer took."""
    began = clock()
    answer = client.post("/ingresar", data={"email": email, "password": password})
    took = clock() - began
    assert answer.status_code == 422, answer.status_code
    return took * 1000


def told(kind: str, times: list[float], unknown: list[float]) -> bool:
    """Print the median beside that of an unknown address and what the ranks say; tell whether it is alike."""
    apart = statistics.median(times) - statistics.median(unknown)
    chance = chance_of_ranks(times, unknown)
    alike = chance * SURE_IN > 1
    say(
        f"  {kind:<36} {statistics.median(times):8.2f}  {apart:+6.2f}  p = {chance:.3f}"
        f"{'' if alike else '  DIFFERS'}"
    )
    return alike


def chance_of_ranks(one: list[float], other: list[float]) -> float:
    """Give the chance of ranks so far apart if both came from one urn (Mann and Whitney, two sides, many values)."""
    ranked = sorted(chain(((time, 1) for time in one), ((time, 0) for time in other)))
    ranks = sum(rank for rank, (_, is_one) in enumerate(ranked, 1) if is_one)
    n, m = len(one), len(other)
    middle, spread = n * (n + m + 1) / 2, (n * m * (n + m + 1) / 12) ** 0.5
    return 2 * (1 - statistics.NormalDist().cdf(abs(ranks - middle) / spread))


if __name__ == "__main__":
    main()
