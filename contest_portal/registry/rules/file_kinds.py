"""What a kind of file is: its columns, how a line becomes a row, and what is checked between lines."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.cells import Cells
from contest_portal.registry.rules.columns import (
    Column,
    Header,
    match_header,
    missing_columns,
    repeated_columns,
)
from contest_portal.registry.rules.reports import RowProblem


class FileRow(Protocol):
    """What every row can tell: its key inside the file, and the code it points to in the register."""

    @property
    def key(self) -> str:
        """Name the row inside its file."""

    @property
    def refers_to(self) -> str | None:
        """Give the code that must be in the register already."""


class Watch(Protocol):
    """Remembers the lines of one reading and objects to a line that contradicts an earlier one."""

    def check(self, row: FileRow, cells: Cells) -> None:
        """Note problems on the cells."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The field whose code must be in the register already, and the sentence when it is not."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file.

    `key_field` is the column that a repeated key is shown at; `foreign_columns` are names that only a file of
    another kind has; `watch` makes the memory of one reading.
    """

    code: str
    label: str
    columns: tuple[Column, ...]
    read: Callable[[Cells, date], FileRow]
    key_field: str
    reference: Reference | None = None
    check_header: Callable[[Header, str], tuple[RowProblem, ...]] | None = None
    foreign_columns: tuple[str, ...] = ()
    watch: Callable[[], Watch] | None = None

    @property
    def required_titles(self) -> tuple[str, ...]:
        """Name the columns that every file of this kind has."""
        return tuple(column.title for column in self.columns if column.required)

    @property
    def optional_titles(self) -> tuple[str, ...]:
        """Name the columns that are read when a file has them."""
        return tuple(column.title for column in self.columns if not column.required)

    def match(self, names: tuple[str, ...]) -> tuple[Header, tuple[RowProblem, ...]]:
        """Match a file's header; give it with every problem of the file as a whole."""
        header = match_header(self.columns, names)
        problems = repeated_columns(header) + missing_columns(self.columns, header, self.label)
        if self.check_header is not None:
            problems += self.check_header(header, self.label)
        return header, problems + self._foreign(names)

    def _foreign(self, names: tuple[str, ...]) -> tuple[RowProblem, ...]:
        found = match_header(tuple(Column(name, (name,)) for name in self.foreign_columns), names)
        return tuple(wrong_kind(names[place], self.label) for place in found.positions.values())[:1]


def wrong_kind(column: str, label: str) -> RowProblem:
    """Make the problem of a file that is of another kind."""
    message = N_(
        "La columna «%(column)s» es de otra clase de archivo, no de «%(kind)s». Elija la clase que corresponde."
    )
    problem = Problem(
        "file.wrong_kind", field=column, message=message, params={"column": column, "kind": label}
    )
    return RowProblem(line=1, column=column, value="", problem=problem)


def refuse_repeated(cells: Cells, kind: FileKind, first_line: int) -> None:
    """Object to a row whose key stands on an earlier line."""
    message = N_("«%(value)s» ya está en la línea %(line)s de este archivo. Deje una sola de las dos filas.")
    cells.refuse(kind.key_field, "row.repeated", message, line=str(first_line))
