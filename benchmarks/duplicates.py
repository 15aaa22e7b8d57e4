"""How long it takes to look through a whole register for people who stand in it twice."""

import argparse
from collections import Counter

from alembic import command

from benchmarks.search import an_empty_database, fill_in, say, timed
from contest_portal.cli.database import alembic_config
from contest_portal.kernel.database import Database
from contest_portal.registry.duplicate_search import likely_duplicates


def main() -> None:
    """Make the register, then look through it once."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--households", type=int, default=10_000)
    asked.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    options = asked.parse_args()
    with an_empty_database(options.database) as url:
        command.upgrade(alembic_config(url), "head")
        database = Database(url)
        persons = fill_in(database, options.households)
        with database.reading() as session:
            seconds, found = timed(lambda: likely_duplicates(session))
        assert isinstance(found, list)
        signs = dict(Counter(pair.sign.value for pair in found))
        say(
            f"{options.database}: {persons} persons looked through in {seconds:.1f} s, {len(found)} pairs {signs}"
        )
        database.engine.dispose()


if __name__ == "__main__":
    main()
