"""The rows of one file in a temporary table, where the database compares them with one another and the register.

Rows stream in by COPY on PostgreSQL and by one prepared INSERT on SQLite, so that memory does not grow with the file.
The table lives inside the caller's transaction and is gone with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Self

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from contest_portal.kernel.database import gather_statistics
from contest_portal.kernel.problems import Problem
from contest_portal.registry.rules.cells import Staged
from contest_portal.registry.rules.file_kinds import FileKind

ROWS_AT_ONCE = 5_000
StagedRow = tuple[Staged, ...]
"""The number of a line, then its row."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be stored: its line, the column it shows at, that cell's value, and why."""

    line: int
    column: str
    value: str
    problem: Problem


class Stage:
    """A temporary table with a file's rows. Use it in a `with`; leaving it drops the table."""

    def __init__(self, session: Session, kind: FileKind) -> None:
        self._session = session
        self.table = Table(
            f"stage_{kind.code}",
            MetaData(),
            Column("line", Integer),
            *(Column(name, _column_type(kept_as)) for name, kept_as in kind.row_fields.items()),
            prefixes=["TEMPORARY"],
        )

    def __enter__(self) -> Self:
        connection = self._session.connection()
        self.table.drop(connection, checkfirst=True)
        self.table.create(connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:  # after an error the transaction is rolled back, and the table with it
            self.table.drop(self._session.connection())

    def load(self, rows: Iterator[StagedRow]) -> int:
        """Take in every row; give how many."""
        taken = 0
        chunk: list[StagedRow] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == ROWS_AT_ONCE:
                taken += self._take(chunk)
                chunk = []
        taken += self._take(chunk)
        gather_statistics(self._session, self.table)
        return taken

    def remove(self, lines: Sequence[int]) -> None:
        """Take rows out again, by the numbers of their lines."""
        if len(lines) > ROWS_AT_ONCE and not self.table.indexes:
            Index(f"ix_{self.table.name}_line", self.table.c.line).create(self._session.connection())
        for start in range(0, len(lines), ROWS_AT_ONCE):
            some = lines[start : start + ROWS_AT_ONCE]
            self._session.execute(delete(self.table).where(self.table.c.line.in_(some)))

    def blank(self, name: str) -> int:
        """Count the rows without a value."""
        empty = select(func.count()).select_from(self.table).where(self.table.c[name].is_(None))
        return self._session.scalars(empty).one()

    @property
    def _is_postgres(self) -> bool:
        return self._session.get_bind().dialect.name == "postgresql"

    def _take(self, chunk: list[StagedRow]) -> int:
        if chunk and self._is_postgres:
            self._copy(chunk)
        elif chunk:
            connection = self._session.connection()
            statement = str(insert(self.table).compile(dialect=connection.dialect))
            connection.exec_driver_sql(statement, chunk)
        return len(chunk)

    def _copy(self, chunk: list[StagedRow]) -> None:
        copying = " ".join(
            ("COPY", self.table.name, "(", ", ".join(self.table.c.keys()), ")", "FROM", "STDIN")
        )
        driver = self._session.connection().connection.driver_connection
        assert driver is not None  # noqa: S101 - an open transaction has its connection
        with driver.cursor() as cursor, cursor.copy(copying) as copy:
            for row in chunk:
                copy.write_row(row)


def _column_type(kept_as: type) -> TypeEngine[Any]:
    types: dict[type, TypeEngine[Any]] = {str: Text(), int: BigInteger(), bool: Boolean(), date: Date()}
    return types[kept_as]
