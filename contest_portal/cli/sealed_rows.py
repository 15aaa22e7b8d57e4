"""Every sealed value of a database, wherever it stands: does it open, and sealing it anew."""

from collections.abc import Iterator

from sqlalchemy import Column, Table, Text, select, text, type_coerce, update
from sqlalchemy.orm import Session

from contest_portal.kernel.database import Database
from contest_portal.kernel.sealed_columns import DataKeys, Sealed
from contest_portal.kernel.sealed_secrets import CannotOpen
from contest_portal.tables import METADATA

_BATCH = 500


def sealed_columns() -> Iterator[tuple[Table, "Column[str]", str]]:
    """Give each sealed column with its table and its purpose."""
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield table, column, column.type.purpose


def unreadable_columns(session: Session, keys: DataKeys) -> tuple[str, ...]:
    """Name the columns of which one value, the newest, does not open: the secret is another one than theirs."""
    found = []
    for table, column, purpose in sealed_columns():
        told = type_coerce(column, Text())
        newest = select(told).where(column.is_not(None)).order_by(table.c.id.desc()).limit(1)
        value = session.scalar(newest)
        if value is not None and not _opens(keys, value, purpose):
            found.append(purpose)
    return tuple(found)


def seal_anew(database: Database, keys: DataKeys) -> Iterator[int]:
    """Seal with the newest secret what another one sealed, in short transactions; give how many rows each changed.

    The portal may go on meanwhile: a value that somebody else wrote since it was read is left to them, and is newest.
    Begun again it goes on. CannotOpen when a secret is missing.
    """
    for table, column, purpose in sealed_columns():
        told, last = type_coerce(column, Text()), 0
        while True:
            with database.transaction() as session:
                if session.get_bind().dialect.name == "sqlite":
                    session.execute(text("PRAGMA secure_delete=ON"))
                wanted = select(table.c.id, told).where(column.is_not(None), table.c.id > last)
                batch = session.execute(wanted.order_by(table.c.id).limit(_BATCH)).all()
                old = [(row, value) for row, value in batch if not keys.is_newest(value)]
                for row, value in old:
                    unchanged = (table.c.id == row) & (told == value)
                    opened = keys.open(value, purpose=purpose)
                    session.execute(update(table).where(unchanged).values({column: opened}))
            if not batch:
                break
            last = batch[-1][0]
            yield len(old)


def _opens(keys: DataKeys, value: str, purpose: str) -> bool:
    try:
        keys.open(value, purpose=purpose)
    except CannotOpen:
        return False
    return True
