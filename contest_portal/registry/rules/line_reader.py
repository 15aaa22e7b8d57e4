"""Read the lines of one file: fast where a line is good, exact about what is wrong where it is not.

Cells repeat (codes, names, classes), so each column remembers what it has read. A line with a bad cell is read a
second time, slowly, to name every problem with its column and value.
"""

from collections.abc import Callable
from datetime import date

from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.registry.rules.cells import (
    FORMULA,
    BadCell,
    Line,
    Parse,
    Staged,
    is_blank,
    is_no_data,
    shown,
)
from contest_portal.registry.rules.columns import Column, Header
from contest_portal.registry.rules.file_kinds import FileKind, Row
from contest_portal.registry.rules.reports import RowProblem

REMEMBERED = 35_000


class _Memory(dict[str, Staged]):
    """What the cells of one column were read as; forgets everything when it is full."""

    def __init__(self, parse: Parse) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, raw: str) -> Staged:
        if len(self) >= REMEMBERED:
            self.clear()
        value = self[raw] = self._parse(raw)
        return value


class LineReader:
    """Reads lines under one header. `is_whole` False: columns are missing, so only single cells are looked at."""

    def __init__(self, kind: FileKind, header: Header, today: date, *, is_whole: bool = True) -> None:
        self._kind = kind
        self._header = header
        self._today = today
        self._is_whole = is_whole
        self._parsers = [cell_parser(column) for column in kind.columns]
        self._plan = [
            (_Memory(parse), header.positions.get(column.field, -1))
            for column, parse in zip(kind.columns, self._parsers, strict=True)
        ]

    def read(self, line: Line) -> Row | None:
        """Give the row of a good line, or None for a line that has problems (`problems` names them)."""
        values = line.values
        if len(values) != len(self._header.names) and self._misshapen(line):
            return None
        try:
            cells = [None if place < 0 else memory[values[place]] for memory, place in self._plan]
            return self._kind.finish(cells, self._header, self._today) if self._is_whole else None
        except Refused:
            return None

    def problems(self, line: Line) -> list[RowProblem]:
        """Name everything that is wrong with a line; of a misshapen one only that: its columns are a guess."""
        misshapen = self._misshapen(line)
        if misshapen:
            return [misshapen]
        found: list[RowProblem] = []
        cells: list[Staged] = []
        for column, parse in zip(self._kind.columns, self._parsers, strict=True):
            cells.append(self._read_cell(line, column, parse, found))
        if self._is_whole and not found:
            try:
                self._kind.finish(cells, self._header, self._today)
            except Refused as refusal:
                found += [self._located(line, problem.field, problem) for problem in refusal.problems]
        return found

    def value(self, line: Line, field: str) -> Staged:
        """Give what a field's cell was read as; None for a bad or blank one and where the line has none."""
        for column, parse in zip(self._kind.columns, self._parsers, strict=True):
            if column.field == field:
                return self._read_cell(line, column, parse, [])
        return None

    def cell(self, line: Line, field: str) -> str:
        """Give the stripped text of a field's cell; blank when the line has none."""
        place = self._header.positions.get(field, len(line.values))
        return line.values[place].strip() if place < len(line.values) else ""

    def _read_cell(
        self, line: Line, column: Column, parse: Callable[[str], Staged], found: list[RowProblem]
    ) -> Staged:
        if not self._header.has(column.field):
            return None
        try:
            return parse(line.values[self._header.positions[column.field]])
        except Refused as refusal:
            found += [self._located(line, column.field, problem) for problem in refusal.problems]
            return None

    def _located(self, line: Line, field: str, problem: Problem) -> RowProblem:
        return located(line.number, self._header, field, self.cell(line, field), problem)

    def _misshapen(self, line: Line) -> RowProblem | None:
        """Object to a line with more or fewer cells than the header; blank ones at its end are nothing."""
        expected, found = len(self._header.names), len(line.values)
        if found == expected or (found > expected and not any(map(str.strip, line.values[expected:]))):
            return None
        message = N_(
            "La línea tiene %(found)s celdas y el encabezado tiene %(expected)s. Revise que el archivo no esté "
            "cortado y que no falte ni sobre un separador."
        )
        params = {"found": str(found), "expected": str(expected)}
        problem = Problem("line.wrong_length", field="line", message=message, params=params)
        ending = shown(line.values[-1]) if line.values else ""
        return RowProblem(line.number, self._header.names[min(found, expected) - 1], ending, problem)


def located(line: int, header: Header, field: str, value: str, problem: Problem) -> RowProblem:
    """Say where a problem stands; its sentence may name the cell's content as `%(value)s`."""
    content = shown(value)
    params = {**problem.params, "value": content}
    return RowProblem(
        line, header.title(field), content, Problem(problem.code, field, problem.message, params)
    )


def computed() -> BadCell:
    """Make the refusal of a formula: the value it was saved with may be an old one."""
    message = N_(
        "La celda tiene una fórmula («%(value)s»). Copie la columna, péguela como valores (Pegado especial, Valores) y "
        "vuelva a subir el libro."
    )
    return BadCell("cell.formula", message)


def cell_parser(column: Column) -> Parse:
    """Give what reads a raw cell of a column: blank is "no data", or a problem where something must stand."""
    blank = is_no_data if column.is_figure else is_blank
    may_be_blank = not column.required if column.may_be_blank is None else column.may_be_blank

    def read(raw: str) -> Staged:
        value = raw.strip()
        if value.startswith(FORMULA):
            raise computed()
        if not value.isascii():
            value = clean_text(value)  # marks that nobody sees are no part of a code or a figure
        if not blank(value):
            return column.parse(value)
        if may_be_blank:
            return None
        raise BadCell("cell.empty", N_("La celda está vacía. Complete el dato."))

    return read
