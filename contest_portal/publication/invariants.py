"""What must hold in the database at any moment: each query gives the rows that break it, so none is the good answer.

The same text runs on SQLite and on PostgreSQL. Constraints keep most of these from breaking; the queries are for
whoever does not trust them: the auditor, a restored backup, the end of every journey test.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.publication.invariant_queries import INVARIANTS, Invariant

MOST_KEYS = 20


@dataclass(frozen=True, slots=True)
class BrokenInvariant:
    """An invariant that does not hold, and the keys of the first rows that break it."""

    code: str
    sentence: str
    keys: tuple[str, ...]


def broken_invariants(session: Session) -> tuple[BrokenInvariant, ...]:
    """Run every query and give those that found something; none on sound data."""
    found = ((one, _keys(session, one)) for one in INVARIANTS)
    return tuple(BrokenInvariant(one.code, one.sentence, keys) for one, keys in found if keys)


def _keys(session: Session, invariant: Invariant) -> tuple[str, ...]:
    rows = session.execute(text(invariant.sql)).fetchmany(MOST_KEYS)
    return tuple(sorted("/".join(map(str, row)) for row in rows))
