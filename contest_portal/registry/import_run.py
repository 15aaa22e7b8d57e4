"""One pass over a file: read it line by line, compare it with the register, and write it when asked.

A check and the real import are this same pass; only the real one has a batch to write for. The caller's
transaction makes it all or nothing.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.models import Centre, District
from contest_portal.registry.rules.cells import Cells, Line
from contest_portal.registry.rules.columns import Header
from contest_portal.registry.rules.file_kinds import FileKind, FileRow, refuse_repeated
from contest_portal.registry.rules.kinds.poverty import PovertyRow
from contest_portal.registry.rules.reports import (
    MAX_SHOWN,
    ImportReport,
    RowProblem,
    UnusableFile,
    unusable_report,
)
from contest_portal.registry.sources.delimited_file import SourceFile, inspect, lines
from contest_portal.registry.stores import STORES, Fate

LINES_AT_ONCE = 2_000
_REGISTER = {"poverty": District.ubigeo, "centres": District.ubigeo, "households": Centre.code}


class ImportRun:
    """Reads one file of one kind. `batch_id` None only checks."""

    def __init__(
        self,
        session: Session,
        kind: FileKind,
        source: SourceFile,
        *,
        today: date,
        batch_id: int | None = None,
    ) -> None:
        self._session = session
        self._kind = kind
        self._source = source
        self._today = today
        self._batch_id = batch_id
        self._watch = kind.watch() if kind.watch is not None else None
        self._store_of_kind = STORES[kind.code]()
        self._first_lines: dict[str, int] = {}
        self._known: dict[str, bool] = {}
        self._fates: Counter[Fate] = Counter()
        self._problems: list[RowProblem] = []
        self._problem_counts: Counter[str] = Counter()
        self._read = self._rejected = self._without_rate = 0

    def run(self) -> ImportReport:
        """Read the whole file and report."""
        sha256 = self._source.sha256()
        try:
            return self._run(sha256)
        except UnusableFile as refusal:
            found = (*refusal.row_problems, *self._problems)
            return unusable_report(self._kind.code, self._source.filename, sha256, found)

    def _run(self, sha256: str) -> ImportReport:
        layout = inspect(self._source)
        header, header_problems = self._kind.match(layout.names)
        self._note(header_problems)
        for chunk in _chunks(lines(self._source, layout)):
            self._take(chunk, header, is_whole=not header_problems)
        if not self._read and not header_problems:
            raise UnusableFile([_no_rows(layout.header_line)])
        return ImportReport(
            kind=self._kind.code,
            filename=self._source.filename,
            sha256=sha256,
            read=self._read,
            new=self._fates[Fate.NEW],
            changed=self._fates[Fate.CHANGED],
            unchanged=self._fates[Fate.UNCHANGED],
            rejected=self._rejected,
            is_unusable=bool(header_problems),
            problems=tuple(self._problems),
            problem_counts=tuple(sorted(self._problem_counts.items(), key=lambda pair: (-pair[1], pair[0]))),
            notices=self._notices(ends_with_newline=layout.ends_with_newline),
        )

    def _take(self, chunk: list[Line], header: Header, *, is_whole: bool) -> None:
        """Read the lines of a chunk, refuse what is wrong, stage and perhaps write the rest.

        A file that lacks a column is examined all the same, so that one look at the report shows everything.
        """
        readings = [self._read_line(line, header) for line in chunk]
        if is_whole:
            self._check_between_lines(readings)
            self._check_references(readings)
        accepted = []
        for row, cells in readings:
            self._note(cells.problems)
            if cells.problems:
                self._rejected += 1
            else:
                accepted.append(row)
        self._read += len(chunk)
        if accepted and is_whole:
            self._store(accepted)

    def _read_line(self, line: Line, header: Header) -> tuple[FileRow, Cells]:
        cells = Cells(line, header)
        is_misshapen = bool(cells.problems)
        row = self._kind.read(cells, self._today)
        if is_misshapen:  # what stands under which column is a guess: one problem says it all
            del cells.problems[1:]
        if header.has(self._kind.key_field) and not cells.problems:
            first_line = self._first_lines.setdefault(row.key, line.number)
            if first_line != line.number:
                refuse_repeated(cells, self._kind, first_line)
        return row, cells

    def _check_between_lines(self, readings: list[tuple[FileRow, Cells]]) -> None:
        if self._watch is None:
            return
        for row, cells in readings:
            if not cells.problems:
                self._watch.check(row, cells)

    def _check_references(self, readings: list[tuple[FileRow, Cells]]) -> None:
        """Refuse rows that point to a code the register does not have; each code is looked up once."""
        reference = self._kind.reference
        if reference is None:
            return
        asked = {row.refers_to for row, cells in readings if not cells.problems} - self._known.keys()
        wanted = {code for code in asked if code is not None}
        column = _REGISTER[self._kind.code]
        found = set(self._session.scalars(select(column).where(column.in_(wanted)))) if wanted else set()
        self._known.update({code: code in found for code in wanted})
        for row, cells in readings:
            if not cells.problems and not self._known.get(row.refers_to or "", False):
                cells.refuse(reference.field, "reference.unknown", reference.message)

    def _store(self, rows: list[FileRow]) -> None:
        staged = self._store_of_kind.stage(self._session, rows)
        self._fates.update(staged.fates)
        self._without_rate += sum(isinstance(row, PovertyRow) and row.rate_e4 is None for row in rows)
        if self._batch_id is not None and not self._rejected:
            self._store_of_kind.write(self._session, staged, self._batch_id)

    def _note(self, problems: tuple[RowProblem, ...] | list[RowProblem]) -> None:
        self._problem_counts.update(found.problem.code for found in problems)
        self._problems.extend(problems[: MAX_SHOWN - len(self._problems)])

    def _notices(self, *, ends_with_newline: bool) -> tuple[Problem, ...]:
        notices = []
        if not ends_with_newline:
            message = N_(
                "La última línea no termina con un salto de línea: compruebe que el archivo no esté cortado y que "
                "tenga las %(rows)s filas que usted espera."
            )
            params = {"rows": str(self._read)}
            notices.append(Problem("file.no_final_newline", field="file", message=message, params=params))
        if self._without_rate:
            message = N_(
                "%(rows)s filas no traen tasa: esos distritos quedan «sin datos», nunca como no pobres."
            )
            params = {"rows": str(self._without_rate)}
            notices.append(Problem("rate.absent", field="file", message=message, params=params))
        return tuple(notices)


def _chunks(source: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(source, LINES_AT_ONCE)):
        yield chunk


def _no_rows(header_line: int) -> RowProblem:
    message = N_("El archivo no tiene filas debajo del encabezado. Revise que sea el archivo completo.")
    return RowProblem(header_line, "", "", Problem("file.no_rows", field="file", message=message))
