"""Sealing every sealed value of a database anew, wherever it stands."""

from collections.abc import Iterator

from sqlalchemy import Text, select, text, type_coerce, update

from contest_portal.kernel.database import Database
from contest_portal.kernel.sealed_columns import DataKeys
from contest_portal.kernel.sealed_values import sealed_columns
from contest_portal.tables import METADATA

_BATCH = 500


def seal_anew(database: Database, keys: DataKeys) -> Iterator[int]:
    """Seal with the newest secret what another one sealed, in short transactions; give how many rows each changed.

    The portal may go on meanwhile: a value that somebody else wrote since it was read is left to them, and is newest.
    Begun again it goes on. CannotOpen when a secret is missing.
    """
    for table, column, purpose in sealed_columns(METADATA):
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
