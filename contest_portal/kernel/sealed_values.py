"""What is sealed in a database, wherever it stands: which columns, and do they open with these secrets."""

from collections.abc import Iterator

from sqlalchemy import Column, MetaData, Table, Text, select, type_coerce
from sqlalchemy.orm import Session

from contest_portal.kernel.sealed_columns import DataKeys, Sealed
from contest_portal.kernel.sealed_secrets import CannotOpen


def sealed_columns(tables: MetaData) -> Iterator[tuple[Table, "Column[str]", str]]:
    """Give each sealed column with its table and its purpose."""
    for table in tables.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield table, column, column.type.purpose


def unreadable_columns(session: Session, keys: DataKeys, tables: MetaData) -> tuple[str, ...]:
    """Name the columns of which one value, the newest, does not open: the secret is another one than theirs."""
    found = []
    for table, column, purpose in sealed_columns(tables):
        told = type_coerce(column, Text())
        newest = select(told).where(column.is_not(None)).order_by(table.c.id.desc()).limit(1)
        value = session.scalar(newest)
        if value is not None and not _opens(keys, value, purpose):
            found.append(purpose)
    return tuple(found)


def _opens(keys: DataKeys, value: str, purpose: str) -> bool:
    try:
        keys.open(value, purpose=purpose)
    except CannotOpen:
        return False
    return True
