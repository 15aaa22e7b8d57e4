"""What a kind of file is: its columns, the row that the register keeps, and what is checked of each row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.cells import Staged
from contest_portal.registry.rules.columns import (
    Column,
    Header,
    match_header,
    missing_columns,
    repeated_columns,
)
from contest_portal.registry.rules.reports import RowProblem

Row = tuple[Staged, ...]
"""The values of one row, in the order of its kind's `row_fields`."""

Cells = Sequence[Staged]
"""The cells of one line as read, in the order of its kind's columns; None is "no data" or no such column."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The field of the row whose code must be in the register already, its column, and the sentence when it is not."""

    row_field: str
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file.

    `row_fields` names the values of a row with the type they are stored as; `finish` makes the row of a line's cells
    and raises BadCell for what only shows between them. `key` names the row inside its file, `key_column` is the
    column that a repeated key is shown at. `subtotal_digits`: a shorter code of so many digits is the sum of an area.
    `foreign_columns` are names that only a file of another kind has. Rows without a value in `blank_is_told` are
    counted in `blank_notice`. `repeated_message` says that a row repeats another where its key column alone cannot.
    `leaves_out` False: what a file does not tell of stays, whatever is said of the file.
    """

    code: str
    label: str
    columns: tuple[Column, ...]
    row_fields: Mapping[str, type]
    finish: Callable[[Cells, Header, date], Row]
    key: tuple[str, ...]
    key_column: str
    reference: Reference | None = None
    check_header: Callable[[Header, str], tuple[RowProblem, ...]] | None = None
    subtotal_digits: frozenset[int] = frozenset()
    foreign_columns: tuple[str, ...] = ()
    blank_is_told: str = ""
    blank_notice: str = ""
    repeated_message: str = ""
    leaves_out: bool = True

    @property
    def required_titles(self) -> tuple[str, ...]:
        """Name the columns that every file of this kind has."""
        return tuple(column.title for column in self.columns if column.required)

    @property
    def optional_titles(self) -> tuple[str, ...]:
        """Name the columns that are read when a file has them."""
        return tuple(column.title for column in self.columns if not column.required)

    def match(
        self, names: tuple[str, ...], chosen: Mapping[str, str] | None = None
    ) -> tuple[Header, tuple[RowProblem, ...]]:
        """Match a file's header; give it with every problem of the file as a whole."""
        header = match_header(self.columns, names, chosen)
        problems = repeated_columns(header) + missing_columns(self.columns, header, self.label)
        if self.check_header is not None:
            problems += self.check_header(header, self.label)
        return header, problems + self._foreign(names)

    def _foreign(self, names: tuple[str, ...]) -> tuple[RowProblem, ...]:
        foreign = tuple(Column(name, (name,), parse=str) for name in self.foreign_columns)
        found = match_header(foreign, names)
        known = [place for name, place in found.positions.items() if name not in found.guessed]
        return tuple(wrong_kind(names[place], self.label) for place in known)[:1]


def wrong_kind(column: str, label: str) -> RowProblem:
    """Make the problem of a file that is of another kind."""
    message = N_(
        "La columna «%(column)s» es de otra clase de archivo, no de «%(kind)s». Elija la clase que corresponde."
    )
    problem = Problem(
        "file.wrong_kind", field=column, message=message, params={"column": column, "kind": label}
    )
    return RowProblem(line=1, column=column, value="", problem=problem)
