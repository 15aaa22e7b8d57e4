"""Empty and migrated databases of both kinds, one per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from tests.conftest import copied_database
from tests.postgres import fresh_database


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite'}"
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def migrated_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with copied_database(database_kind, request, tmp_path) as url:
        yield url


@pytest.fixture
def connected(empty_url: str) -> Iterator[Connection]:
    """A connection that commits by itself: what it sees is what a migration left."""
    yield from _connected(empty_url)


@pytest.fixture
def migrated(migrated_url: str) -> Iterator[Connection]:
    """The same to a database with every table."""
    yield from _connected(migrated_url)


def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
