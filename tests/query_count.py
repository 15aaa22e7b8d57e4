"""Count the statements that a piece of a test sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.orm import Session


@dataclass(slots=True)
class QueryCount:
    """How many statements were sent so far."""

    total: int = 0


@contextmanager
def counted_queries(session: Session) -> Iterator[QueryCount]:
    """Count every SELECT, INSERT, UPDATE and DELETE on the test's connection; savepoints do not count."""
    counted = QueryCount()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.total += "SAVEPOINT" not in statement

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(connection, "before_cursor_execute", note)
