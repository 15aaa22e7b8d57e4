"""One line of a file, read by its kind, without a file or a database."""

from datetime import date

from contest_portal.registry.rules.cells import Line, Staged
from contest_portal.registry.rules.file_kinds import FileKind
from contest_portal.registry.rules.line_reader import LineReader

TODAY = date(2026, 11, 23)


def read_line(
    kind: FileKind, values: dict[str, str], line: int = 2
) -> tuple[dict[str, Staged], list[tuple[str, str]]]:
    """Read a line given by column names and texts; give its row by field, and column and code of each problem."""
    header, _ = kind.match(tuple(values))
    reader = LineReader(kind, header, TODAY)
    written = Line(line, tuple(values.values()))
    row = reader.read(written)
    if row is not None:
        return dict(zip(kind.row_fields, row, strict=True)), []
    return {}, [(found.column, found.problem.code) for found in reader.problems(written)]
