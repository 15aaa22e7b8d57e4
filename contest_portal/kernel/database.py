"""One database, two kinds: embedded SQLite by default, PostgreSQL in production.

The caller (page, command, job) opens `transaction()` around one service call: that is the only commit in the
program. `reading()` never writes. On SQLite a writer takes its lock at the start (BEGIN IMMEDIATE), because a
reader that turns writer fails at once with "database is locked" whatever the time-out.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Result,
    Select,
    Table,
    create_engine,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from contest_portal.kernel.embedded_turns import end_turn, watch_turns
from contest_portal.kernel.money import Money
from contest_portal.kernel.sealed_columns import DataKeys, use_keys

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; SQLite has no zones, so it gets the bare UTC time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC instant on every database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Cents(TypeDecorator[Money]):
    """Money as a BIGINT of céntimos (never NUMERIC, which SQLite keeps in binary fractions)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        """Store the céntimos."""
        return None if value is None else value.cents

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        """Give back Money."""
        return None if value is None else Money(value)


class Base(DeclarativeBase):
    """Base of every table; constraint names follow one convention."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[object, object]] = {datetime: UtcDateTime(), Money: Cents()}


POOL = {"pool_size": 10, "max_overflow": 10, "pool_timeout": 15, "pool_use_lifo": True}
"""For one process of up to ten threads: a request reads on one connection and writes on another."""


class Database:
    """An engine and the two ways to use it. Without `keys` sealed columns are sealed with what everybody knows."""

    def __init__(self, url: str, keys: DataKeys | None = None) -> None:
        self.engine = make_engine(url)
        use_keys(self.engine.dialect, keys or DataKeys())

    @contextmanager
    def transaction(self, *, hurried: bool = False) -> Iterator[Session]:
        """Open a writing transaction; commit at the end, roll everything back on any error.

        A hurried one gives up after a moment where SQLite lets somebody else write.
        """
        with self._session(writes=True, hurried=hurried) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading only; what it may have touched is rolled back."""
        with self._session(writes=False) as session:
            yield session

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """Open a session for the looks of a page, in which PostgreSQL lets nobody write or lock.

        So it may end with a commit, and the driver keeps its prepared statements. A rollback throws them away, and
        planning the widest reads takes ten times as long as answering them.
        """
        with self._session(writes=False, looks=True) as session:
            yield session

    @contextmanager
    def _session(self, *, writes: bool, looks: bool = False, hurried: bool = False) -> Iterator[Session]:
        with self.engine.connect() as connection:
            connection = connection.execution_options(
                portal_writes=writes, portal_hurries=hurried, postgresql_readonly=looks
            )
            try:
                with Session(connection, expire_on_commit=False) as session:
                    yield session
                    if looks and self.engine.name == "postgresql" and not connection.invalidated:
                        with suppress(
                            OperationalError
                        ):  # the server is gone, and with it all there was to end
                            connection.commit()
            finally:
                if writes and self.engine.name == "sqlite":
                    end_turn(connection)


def make_engine(url: str) -> Engine:
    """Make an engine with the settings that keep acknowledged work (WAL, FULL) on SQLite."""
    # hide_parameters: the values of a failed statement are people's data, and errors are logged
    engine = create_engine(
        url,
        pool_pre_ping=not url.startswith("sqlite"),
        hide_parameters=True,
        **({} if url.startswith("sqlite:///:memory:") or url == "sqlite://" else POOL),
    )
    if engine.dialect.name == "sqlite":
        watch_turns(engine)
    else:
        from contest_portal.kernel.database_line import watch_line  # noqa: PLC0415 - no driver where it is not used

        watch_line(engine)
    return engine


_BUSY_STATES = frozenset({"55P03", "40P01", "40001", "53300"})
"""PostgreSQL: a lock not had in time, two who waited for each other, somebody else was first, no connection left.

Somebody was first (40001) where a server begins transactions at a stricter level than its own default.
"""


_DISK_FULL = "53100"
_TOO_LONG = "22001"


def is_busy(error: OperationalError) -> bool:
    """Tell that others held what we need for longer than we wait: nothing was written, and it may be asked again."""
    if getattr(error.orig, "sqlstate", None) in _BUSY_STATES:
        return True
    return "database is locked" in str(error.orig)


def is_away(error: OperationalError) -> bool:
    """Tell that the database could not be reached, or went away under a statement: it may be back in a moment.

    What was asked for may have been done even so, if it went away while it said that it was.
    """
    return error.connection_invalidated or error.statement is None


def is_full(error: OperationalError) -> bool:
    """Tell that the database has no room left on its disk: nothing was written, and it goes on once there is some."""
    return getattr(error.orig, "sqlstate", None) == _DISK_FULL or "disk is full" in str(error.orig)


def is_too_long(error: DataError) -> bool:
    """Tell that a text was longer than its column: nothing was written. SQLite keeps any length."""
    return getattr(error.orig, "sqlstate", None) == _TOO_LONG


def gather_statistics(session: Session, *tables: Table) -> None:
    """Let PostgreSQL count how many rows the tables have by now, before it plans a statement over many of them.

    It would go by what it last saw: next to nothing in a temporary table, and nothing in one whose import was rolled
    back. A table that somebody else is counting is left to them. SQLite plans without.
    """
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(table.name for table in tables)
        session.execute(text(" ".join(("ANALYZE (SKIP_LOCKED)", names))))


def lines(
    session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, object]
) -> Result[*tuple[Any, ...]]:
    """Read columns by the shortest way: no class has to be filled, which is much of a small reading.

    What the session has not written yet is written before, as before every reading.
    """
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, values)


def inserting(session: Session) -> Callable[..., postgresql.Insert | sqlite.Insert]:
    """Give the INSERT of this kind of database: one that can leave out what is there already."""
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


def statement_breaker(session: Session) -> Callable[[], None]:
    """Give what another thread may call to break off the statement that this session is waiting for."""
    driver = session.connection().connection.driver_connection
    assert driver is not None  # noqa: S101 - an open transaction has its connection
    breaker: Callable[[], None] = driver.interrupt if hasattr(driver, "interrupt") else driver.cancel
    return breaker
