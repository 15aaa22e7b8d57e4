"""What must hold in the database at any moment: the queries of `sql/`, each of which finds what breaks one rule.

The files are for whoever has the database and nothing of the portal, on SQLite and PostgreSQL alike; here they are
only read. Constraints keep most rules from breaking; the queries are for whoever does not trust them: the auditor, a
restored backup, the end of every journey test.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

SQL = Path(__file__).parent / "sql"
VIEWS = SQL / "0_views.sql"
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule that holds at any moment: its code, the sentence above its query, and the query of what breaks it."""

    code: str
    sentence: str
    sql: str


@dataclass(frozen=True, slots=True)
class BrokenInvariant:
    """An invariant that does not hold, and the first rows that break it, each as `noun:id`."""

    code: str
    sentence: str
    rows: tuple[str, ...]


def statements(path: Path) -> Iterator[tuple[str, str]]:
    """Give each statement of a file without its semicolon, and before it the comment above it as one line."""
    for block in re.split(r";\n", path.read_text("utf-8")):
        lines = block.strip().splitlines()
        comment = [line.removeprefix("-- ") for line in lines if line.startswith("--")]
        code = [line for line in lines if not line.startswith("--")]
        if code:
            yield " ".join(comment), "\n".join(code)


def _invariant(sentence: str, sql: str) -> Invariant:
    return Invariant(sql.split("'")[1], sentence, sql)


INVARIANTS = tuple(
    _invariant(sentence, sql)
    for path in sorted(SQL.glob("*.sql"))
    if path != VIEWS
    for sentence, sql in statements(path)
)


def broken_invariants(session: Session) -> tuple[BrokenInvariant, ...]:
    """Run every query and give those that found something; none on sound data."""
    views = [sql for _, sql in statements(VIEWS)]
    for sql in views:
        session.execute(text(sql))
    found = [(one, _rows(session, one)) for one in INVARIANTS]
    for sql in views:  # gone again: no table could be changed under them, and who asks twice gets new ones
        session.execute(text("drop view " + sql.split()[3]))
    return tuple(BrokenInvariant(one.code, one.sentence, rows) for one, rows in found if rows)


def _rows(session: Session, invariant: Invariant) -> tuple[str, ...]:
    found = session.execute(text(invariant.sql)).fetchmany(MOST_ROWS)
    return tuple(sorted(row for _, row in found))
