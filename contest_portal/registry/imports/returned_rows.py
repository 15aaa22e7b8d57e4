"""A file of rejected rows that comes back corrected: the table it was, and only a part of it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from contest_portal.kernel.file_marks import MARK_COLUMN
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.spreadsheets import bare
from contest_portal.registry.rules.cells import Line
from contest_portal.registry.rules.columns import plain_name, recognised
from contest_portal.registry.rules.file_kinds import FileKind
from contest_portal.registry.sources.any_file import read_table
from contest_portal.registry.sources.source_file import SourceFile
from contest_portal.registry.sources.table import Table

LINE, REASON = "linea_original", "motivo"
"""Two columns that a file of rejected rows has before its mark; the first tells it from every other file."""


def read_rows(source: SourceFile, kind: FileKind) -> tuple[Table, bool]:
    """Give the table in a file, and whether its rows are ones that were given back. Raises UnusableFile.

    Of those the columns that were added are left out and the marks that made their cells inert are taken away, so that
    the file reads as the one it came from.
    """
    table = read_table(source, lambda names: recognised(kind.columns, names))
    added = _added(table.names)
    if not added:
        return table, False
    message = N_(
        "Son filas que el portal devolvió (columna «%(column)s»): se toman como una parte. Lo que no viene en este "
        "archivo sigue en el padrón."
    )
    notice = Problem("file.returned_rows", field="file", message=message, params={"column": LINE})
    as_it_was = replace(
        table,
        names=tuple(bare(name) for name in _without(table.names, added)),
        lines=lambda: _bare_lines(table, added),
        notices=(*table.notices, notice),
    )
    return as_it_was, True


def _added(names: Sequence[str]) -> frozenset[int]:
    """Find the columns that were added; a file may have a column "motivo" of its own."""
    known = [plain_name(name) for name in names]
    if LINE not in known:
        return frozenset()
    place = known.index(LINE)
    beside = zip(known[place:], (LINE, REASON, MARK_COLUMN), strict=False)
    alike = takewhile(lambda pair: pair[0] == pair[1], beside)
    return frozenset(range(place, place + sum(1 for _ in alike)))


def _bare_lines(table: Table, added: Collection[int]) -> Iterator[Line]:
    for line in table.lines():
        yield Line(line.number, [bare(value) for value in _without(line.values, added)])


def _without(values: Sequence[str], places: Collection[int]) -> Iterator[str]:
    return (value for place, value in enumerate(values) if place not in places)
