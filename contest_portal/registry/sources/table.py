"""A table in a file, however it is written: its header, found below whatever titles stand above it, and its lines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.cells import Line
from contest_portal.registry.rules.reports import RowProblem, UnusableFile

HEADER_WITHIN = 40
"""The header is looked for in so many lines that are not blank."""

Recognise = Callable[[Sequence[str]], int]
"""Counts how many fields a line of names would give a column to."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be read. `lines` gives the lines under the header, blank ones left out, from the start.

    `length` is about how many lines there are, for showing progress.
    """

    names: tuple[str, ...]
    header_line: int
    lines: Callable[[], Iterator[Line]]
    notices: tuple[Problem, ...] = ()
    ends_with_newline: bool = True
    length: int = 0


def find_header(rows: Iterable[Line], recognise: Recognise) -> tuple[int, Line | None]:
    """Give the line that looks most like the header, with how much; the first of equals.

    A file whose first line is its header is taken as such, even with one known name or none: then the missing
    columns are what is said of it.
    """
    best, most = None, 0
    for number, row in enumerate(rows):
        if number >= HEADER_WITHIN:
            break
        known = recognise(row.values)
        if best is None or (known > most and known > 1):
            best, most = row, known
    return most, best


def trimmed(values: Sequence[str]) -> tuple[str, ...]:
    """Give the names of a header, stripped, without the nameless ones at its end."""
    names = [value.strip() for value in values]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def unusable(code: str, message: str, line: int = 1) -> UnusableFile:
    """Make the refusal of a file as a whole; the sentence may name the line."""
    problem = Problem(code, field="file", message=message, params={"line": str(line)})
    return UnusableFile([RowProblem(line=line, column="", value="", problem=problem)])


def without_header() -> UnusableFile:
    """Make the refusal of a file that holds no name of a column."""
    message = N_("El archivo no tiene encabezado. La primera fila debe llevar los nombres de las columnas.")
    return unusable("file.no_header", message)
