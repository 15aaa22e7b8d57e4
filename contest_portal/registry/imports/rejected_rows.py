"""The rejected rows of a file in its own layout, each with its line and what is wrong: to correct and bring again."""

import csv
import io
from collections.abc import Iterator

from contest_portal.kernel.file_marks import FileMark, marked
from contest_portal.kernel.spreadsheets import inert
from contest_portal.registry.imports.returned_rows import LINE, REASON, read_rows
from contest_portal.registry.rules.cells import FORMULA
from contest_portal.registry.rules.kinds.every_kind import file_kind
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.sources.source_file import SourceFile


def rejected_rows(source: SourceFile, report: ImportReport) -> bytes:
    """Write the rejected rows as CSV (UTF-8 with its mark, so that spreadsheets show accents), no cell a formula."""
    text = io.StringIO()
    rows = ([inert(cell.removeprefix(FORMULA)) for cell in row] for row in _rows(source, report))
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def with_mark(content: bytes, mark: FileMark) -> bytes:
    """Give the file its mark, in a column before what is too much, so that it can be corrected and sent again."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    names, lines = marked(header, (row[: len(header)] for row in rows), mark)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([*line, *row[len(header) :]] for line, row in zip(lines, rows, strict=True))
    return text.getvalue().encode("utf-8-sig")


def _rows(source: SourceFile, report: ImportReport) -> Iterator[list[str]]:
    table, _ = read_rows(source, file_kind(report.kind))
    width = len(table.names)
    yield [*table.names, LINE, REASON]
    for line in table.lines():
        reason = report.rejected_lines.get(line.number)
        if reason is not None:
            cells = [*line.values[:width], *([""] * (width - len(line.values)))]
            # what is too much stays too much, so that the row is looked at and nothing of it is lost
            yield [*cells, str(line.number), reason, *line.values[width:]]
