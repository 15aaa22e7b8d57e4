"""Real databases of one's own, for what a rolled-back transaction cannot show."""

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import event

from contest_portal.cli.database import alembic_config
from contest_portal.kernel.database import Database
from tests.postgres import fresh_database


@pytest.fixture
def own_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an empty database that the test may commit to."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('own') / 'own.sqlite'}"
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def own_database(own_url: str) -> Iterator[Database]:
    """A database with the chain and the accounts, that the test may commit to."""
    command.upgrade(alembic_config(own_url), "0002")
    database = Database(own_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def statements(own_database: Database) -> Iterator[list[str]]:
    """Every statement that reaches the database, in order."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(own_database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(own_database.engine, "before_cursor_execute", note)
