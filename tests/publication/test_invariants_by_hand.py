"""The shipped queries are read by the databases' own programs, without the portal: silent, or one line a broken row."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import psycopg
from sqlalchemy import make_url, text

from contest_portal.kernel.database import Database
from contest_portal.publication.invariants import SQL
from tests.factories.publication import make_announced_contest

SHIPPED = "".join(path.read_text("utf-8") for path in sorted(SQL.glob("*.sql")))


def by_hand(url: str) -> list[Sequence[str]]:
    """Do what `cat sql/*.sql | sqlite3 -readonly …` and `| psql …` do."""
    if url.startswith("sqlite"):
        return _by_sqlite(url.removeprefix("sqlite:///"))
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(False)) as connection:
        found = connection.execute(SHIPPED)
        rows = found.fetchall() if found.description else []
        while found.nextset():
            rows += found.fetchall() if found.description else []
        return rows


def _by_sqlite(path: str) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    statement = ""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        for line in SHIPPED.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                rows += connection.execute(statement).fetchall()
                statement = ""
    assert not statement.strip()
    return rows


def test_an_auditor_with_nothing_but_the_database_runs_them(own_database: Database) -> None:
    with own_database.transaction() as session:
        make_announced_contest(session)
    url = own_database.engine.url.render_as_string(hide_password=False)
    sound = by_hand(url)
    with own_database.transaction() as session:
        session.execute(text("update series set last = last + 1 where kind = 'acta'"))
        series = session.scalar(text("select id from series where kind = 'acta'"))

    assert (sound, by_hand(url)) == ([], [("document.no_gap", f"series:{series}")])
