"""Every statement that reaches a real database of one's own."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from contest_portal.kernel.database import Database


@pytest.fixture
def statements(own_database: Database) -> Iterator[list[str]]:
    """Every statement that reaches the database, in order."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(own_database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(own_database.engine, "before_cursor_execute", note)
