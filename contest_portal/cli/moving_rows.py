"""Every row of one portal database put into another, of either kind: for moving, and for backups and their return.

Rows go through the columns' own types, so that an instant or an amount is the same on both. What finding rests on
is made anew by the triggers of the target.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.sql import table as named

from contest_portal.cli.database import alembic_config
from contest_portal.kernel.problems import PortalError
from contest_portal.kernel.sealed_columns import DataKeys, Sealed
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.tables import METADATA

_BATCH = 1000
_SHEET = METADATA.tables["sheet"]


_WORKED_IN = ("user_account", "audit")
"""Tables that no migration writes to, and that hold rows as soon as somebody works in a portal."""


class NotEmpty(PortalError):
    """The database or the store that is to be filled is in use already."""


def upgrade(url: str, keys: DataKeys) -> None:
    """Bring a database to the structure of this program, or make it; what it did not seal yet is sealed with `keys`."""
    command.upgrade(alembic_config(url, keys), "head")


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Open one state of a database: whoever writes meanwhile is neither seen nor held up."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect() as connection:
        yield connection.execution_options(portal_writes=False, **level)


def require_empty(engine: Engine) -> None:
    """Raise NotEmpty for a database in use, at whatever revision; nothing is changed. One without tables is empty."""
    with snapshot(engine) as connection:
        _require_empty(connection)


def fill(target: Engine, source: Connection) -> dict[str, int]:
    """Put every row of a state into an empty database of the same structure, all or nothing; give rows by table.

    Raises NotEmpty for a database that somebody has worked in. What migrations wrote there gives way.
    """
    with target.begin() as connection:
        _require_empty(connection)
        for table in reversed(METADATA.sorted_tables):
            if connection.scalar(select(func.count()).select_from(table)):
                connection.execute(delete(table))
        moved = {table.name: 0 for table in METADATA.sorted_tables}
        for table in METADATA.sorted_tables:
            as_sealed = _as_sealed(table)
            rows = source.execution_options(yield_per=_BATCH).execute(select(as_sealed))
            for batch in rows.mappings().partitions():
                connection.execute(insert(as_sealed), [dict(row) | _begun(table) for row in batch])
                moved[table.name] += len(batch)
        _make_final(connection, source)
        _continue_numbers(connection)
    return moved


def _begun(table: Table) -> dict[str, object]:
    """Let a sheet come in as a draft: the database takes no marks for a final one."""
    return (
        {"state": SheetState.DRAFT.value, "sealed_at": None, "sealed_sha256": None} if table is _SHEET else {}
    )


def _make_final(connection: Connection, source: Connection) -> None:
    """Make those sheets final that are so in the source, now that their marks are there."""
    final = _SHEET.c.state == SheetState.FINAL.value
    wanted = select(_SHEET.c.id.label("sheet"), _SHEET.c.state, _SHEET.c.sealed_at, _SHEET.c.sealed_sha256)
    statement = update(_SHEET).where(_SHEET.c.id == bindparam("sheet"))
    rows = source.execution_options(yield_per=_BATCH).execute(wanted.where(final))
    for batch in rows.mappings().partitions():
        connection.execute(statement, [dict(row) for row in batch])


def row_counts(connection: Connection) -> dict[str, int]:
    """Count the rows of every table."""
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
    }


def _as_sealed(table: Table) -> Table:
    """Give the table with sealed columns as plain texts: they go over as they are, and nobody needs their secret."""
    copy = table.to_metadata(MetaData())
    for column in copy.columns:
        if isinstance(column.type, Sealed):
            column.type = Text()
    return copy


def _require_empty(connection: Connection) -> None:
    """Ask a portal's database for rows of people, and any other for any row."""
    there = inspect(connection).get_table_names()
    for name in _WORKED_IN if "alembic_version" in there else sorted(there):
        if name in there and connection.scalar(select(exists().select_from(named(name)))):
            raise NotEmpty(f"la base de datos no está vacía: hay filas en {name}")


def _continue_numbers(connection: Connection) -> None:
    """Let PostgreSQL number new rows after the ones that were put in; SQLite looks at the rows themselves."""
    if connection.dialect.name != "postgresql":
        return
    for table in METADATA.sorted_tables:
        for column in table.primary_key.columns:
            number = {"table": table.name, "column": column.name}
            sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), number)
            if sequence is not None:
                last = connection.scalar(select(func.max(column)))
                connection.execute(select(func.setval(sequence, last)))
