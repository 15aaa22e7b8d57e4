"""How long it takes to assess every centre of the country and to store its standing.

    .venv/bin/python -m benchmarks.targeting [--database sqlite|postgresql]

Prints, for each database, the seconds of: the first assessment, where every standing is new; a new rule, with how many
standings it changes; the same figures again, where nothing is written; the preview of a rule.
"""

import argparse
from functools import partial

from alembic import command
from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from benchmarks.import_households import STAFF
from benchmarks.invented_register import centre_codes, fill_territory
from benchmarks.search import an_empty_database, say, timed
from contest_portal.cli.database import alembic_config
from contest_portal.kernel.database import Database
from contest_portal.registry.models.register import District, PovertyRate, TargetingRule
from contest_portal.registry.rules.targeting import Thresholds
from contest_portal.registry.targeting import add_rule, ensure_rule, preview_rule, refresh_targeting

FIRST, NEXT = Thresholds(40, 400_000), Thresholds(60, 300_000)
EVERY_WITHOUT_FIGURE = 20


def main() -> None:
    """Measure on the databases asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", choices=("postgresql", "sqlite"))
    chosen = asked.parse_args().database
    for kind in [chosen] if chosen else ["postgresql", "sqlite"]:
        with an_empty_database(kind) as url:
            command.upgrade(alembic_config(url), "head")
            database = Database(url)
            with database.engine.begin() as connection:
                _make_figures(connection)
            _measure(kind, database)
            database.engine.dispose()


def _make_figures(connection: Connection) -> None:
    """Give centres their households and districts their rates; one in twenty of each is not known."""
    fill_territory(connection, [_households(place) for place in range(len(centre_codes()))])
    ubigeos = connection.scalars(select(District.ubigeo).order_by(District.ubigeo)).all()
    rates = [
        {"ubigeo": ubigeo, "year": 2018, "rate_e4": place * 7_919 % 900_000}
        for place, ubigeo in enumerate(ubigeos)
        if place % EVERY_WITHOUT_FIGURE
    ]
    connection.execute(insert(PovertyRate), rates)


def _households(place: int) -> int | None:
    return place * 37 % 150 if place % EVERY_WITHOUT_FIGURE else None


def _measure(kind: str, database: Database) -> None:
    for name, thresholds in (("first", FIRST), ("new rule", NEXT), ("nothing new", None)):
        with database.transaction() as session:
            rule = _rule(session, thresholds)
            seconds, changed = timed(partial(refresh_targeting, session, rule))
        say(f"{kind}: {name}, {len(centre_codes())} centres, {changed} change, in {seconds:.2f} s")
    with database.reading() as session:
        seconds, _change = timed(partial(preview_rule, session, FIRST))
    say(f"{kind}: preview of a rule in {seconds:.2f} s")


def _rule(session: Session, thresholds: Thresholds | None) -> TargetingRule:
    """Put thresholds in force; None: give the rule that is."""
    if thresholds is None:
        return ensure_rule(session, at=STAFF.at, actor_id=None)
    return add_rule(session, thresholds, source="Measurement", at=STAFF.at, actor_id=None)


if __name__ == "__main__":
    main()
