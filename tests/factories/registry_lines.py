"""One line of a file, read by its kind, without a file or a database."""

from datetime import date

from contest_portal.registry.rules.cells import Cells, Line
from contest_portal.registry.rules.columns import match_header
from contest_portal.registry.rules.file_kinds import FileKind, FileRow

TODAY = date(2026, 11, 23)


def cells_of(kind: FileKind, values: dict[str, str], line: int = 2) -> Cells:
    """Make the cells of a line from column names and texts."""
    header = match_header(kind.columns, tuple(values))
    return Cells(Line(line, tuple(values.values())), header)


def read_line(kind: FileKind, values: dict[str, str], line: int = 2) -> tuple[FileRow, list[tuple[str, str]]]:
    """Read a line; give the row, and the column and code of each problem."""
    cells = cells_of(kind, values, line)
    row = kind.read(cells, TODAY)
    return row, [(found.column, found.problem.code) for found in cells.problems]
