"""One pass over a file: read it line by line, compare it with the register, and write it when asked.

A check and the real import are this same pass; only the real one has a batch to write for. The caller's
transaction makes it all or nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from types import MappingProxyType

from sqlalchemy.orm import Session

from contest_portal.kernel.database import gather_statistics
from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.areas import note_areas
from contest_portal.registry.code_changes import take_new_codes
from contest_portal.registry.imports.column_mappings import remembered_choices
from contest_portal.registry.imports.components import ComponentFile
from contest_portal.registry.imports.kinships import unlearn_kinships
from contest_portal.registry.imports.memberships import MembershipFile
from contest_portal.registry.imports.old_heads import unseat_heads, unseated_notice, write_unseated
from contest_portal.registry.imports.reading import layout_code, left_out_notice, notices, reading
from contest_portal.registry.imports.register_writes import Fates, Telling, count_fates, write_rows
from contest_portal.registry.imports.returned_rows import read_rows
from contest_portal.registry.imports.row_remarks import row_remarks
from contest_portal.registry.imports.settlement import settle_file
from contest_portal.registry.imports.staged_checks import faults_between_rows, repeated_key
from contest_portal.registry.imports.staging import Stage, StagedRow
from contest_portal.registry.imports.stores import COMPARED_TABLES, NOUNS
from contest_portal.registry.noted_facts import keep_noted, kept_notice
from contest_portal.registry.rules.cells import Line
from contest_portal.registry.rules.columns import Header
from contest_portal.registry.rules.file_kinds import FileKind
from contest_portal.registry.rules.import_progress import ImportStage, OnProgress, Progress
from contest_portal.registry.rules.line_reader import LineReader, located
from contest_portal.registry.rules.reports import (
    MAX_RETURNED,
    MAX_SHOWN,
    ImportReport,
    RowProblem,
    UnusableFile,
    commonest_first,
    unusable_report,
)
from contest_portal.registry.rules.side_lines import AreaSums, SideLine, side_line
from contest_portal.registry.rules.targeting import TargetingChange
from contest_portal.registry.sources.source_file import SourceFile
from contest_portal.registry.sources.table import Table
from contest_portal.registry.targeting import preview_figures, told_by_file

PROGRESS_EVERY = 2_000
_RECORDS: Mapping[str, type[ComponentFile | MembershipFile]] = {
    "components": ComponentFile,
    "memberships": MembershipFile,
}
"""The kinds whose rows are records with a life of their own."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person says of a file. `is_complete`: it tells of all there is in its places, so what it leaves out
    is gone. `choices` gives fields the columns that were chosen for them; None: those remembered, or the proposed.
    `told_by` names an outside registry; empty: files of the same layout are one source. `good_rows`: rejected rows
    are left out instead of refusing the file, which then is only a part.
    """

    is_complete: bool = True
    choices: Mapping[str, str] | None = None
    told_by: str = ""
    good_rows: bool = False


@dataclass(slots=True)
class _Tally:
    """What has been found so far."""

    read: int = 0
    rejected: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    returned: dict[int, str] = field(default_factory=dict)
    side_lines: Counter[str] = field(default_factory=Counter)
    blank: int = 0
    remarks: list[Problem] = field(default_factory=list)
    noted: int = 0

    def reject(self, found: list[RowProblem]) -> None:
        """Note the problems of one line, all of them."""
        line = found[0].line
        if line not in self.returned:
            self.rejected += 1
        if line in self.returned or len(self.returned) < MAX_RETURNED:
            said = " ".join(problem.text for problem in found)
            self.returned[line] = f"{self.returned[line]} {said}" if line in self.returned else said
        self.note(found)

    def note(self, found: list[RowProblem]) -> None:
        """Count problems, and keep the first of them."""
        self.counts.update(problem.problem.code for problem in found)
        self.problems.extend(found[: MAX_SHOWN - len(self.problems)])


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
        options: ImportOptions | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        self._session = session
        self._kind = kind
        self._source = source
        self._today = today
        self._batch_id = batch_id
        self._options = options or ImportOptions()
        self._on_progress = on_progress or (lambda _progress: None)
        self._tally = _Tally()
        self._targeting: TargetingChange | None = None
        self.told_by = self._options.told_by

    def run(self) -> ImportReport:
        """Read the whole file and report."""
        self._on_progress(Progress())
        sha256 = self._source.sha256()
        try:
            return self._run(sha256)
        except UnusableFile as refusal:
            found = (*refusal.row_problems, *self._tally.problems)
            return unusable_report(self._kind.code, self._source.filename, sha256, found)

    def _run(self, sha256: str) -> ImportReport:
        table, is_returned = read_rows(self._source, self._kind)
        if is_returned or self._options.good_rows:
            self._options = replace(self._options, is_complete=False)
        choices = self._options.choices
        if choices is None:
            choices = remembered_choices(self._session, self._kind.code, table.names)
        header, faults = self._kind.match(table.names, choices)
        self.told_by = self.told_by or layout_code(self._kind, header)
        self._tally.note([RowProblem(table.header_line, f.column, f.value, f.problem) for f in faults])
        fates = self._compare(table, header) if not faults else self._look_at_cells(table, header)
        if not self._tally.read and not faults:
            message = N_(
                "El archivo no tiene filas debajo del encabezado. Revise que sea el archivo completo."
            )
            problem = Problem("file.no_rows", field="file", message=message)
            raise UnusableFile([RowProblem(table.header_line, "", "", problem)])
        return self._report(sha256, table, header, fates, is_unusable=bool(faults))

    def _compare(self, table: Table, header: Header) -> Fates:
        """Stage the good rows, check them against one another and the register, and write them when asked."""
        tally = self._tally
        with Stage(self._session, self._kind) as stage:
            stage.load(self._rows(table, header))
            gather_statistics(self._session, *COMPARED_TABLES)
            self._on_progress(Progress(ImportStage.COMPARING, table.length, table.length))
            if self._kind.blank_is_told:
                tally.blank = stage.blank(self._kind.blank_is_told)
            taken = take_new_codes(self._session, self._kind, stage)
            tally.remarks += taken.remarks
            for fault in chain(taken.faults, faults_between_rows(self._session, self._kind, stage)):
                tally.reject([located(fault.line, header, fault.column, fault.value, fault.problem)])
            # a rejected row may tell of what would otherwise seem to be missing
            complete = self._options.is_complete and not tally.rejected
            tally.remarks += row_remarks(
                self._session, self._kind.code, stage, today=self._today, is_complete=complete
            )
            if self._kind.code == "households":
                tally.noted = keep_noted(
                    self._session, stage, told_by=self._options.told_by, batch_id=self._batch_id
                )
                unlearn_kinships(self._session, stage)
            telling = Telling(self.told_by, complete)
            fates = self._settle(stage, telling, table.length)
            if self._batch_id is None:
                told = told_by_file(self._session, self._kind.code, stage.table)
                self._targeting = None if told is None else preview_figures(self._session, told)
            if self._kind.code == "districts":
                tally.remarks += note_areas(self._session, stage, batch_id=self._batch_id)
        return fates

    def _settle(self, stage: Stage, telling: Telling, length: int) -> Fates:
        """Count what the staged rows would do, and do it when asked."""
        writes = self._batch_id if self._options.good_rows or not self._tally.rejected else None
        if self._kind.code in _RECORDS:
            told = _RECORDS[self._kind.code](self._session, stage)
            self._tally.remarks += told.remarks()
            fates = told.fates()
            if writes is not None:
                self._on_progress(Progress(ImportStage.WRITING, length, length))
                told.write(batch_id=writes)
            return fates
        if self._kind.code == "households" and not self._options.told_by:
            self._tally.remarks += settle_file(self._session, stage, batch_id=writes)
        unseated = unseat_heads(self._session, stage, telling) if self._kind.code == "households" else ()
        self._tally.remarks += unseated_notice(unseated)
        nouns = NOUNS[self._kind.code]
        fates = count_fates(self._session, nouns, stage, telling)
        if writes is not None:
            self._on_progress(Progress(ImportStage.WRITING, length, length))
            write_rows(self._session, nouns, stage, telling, batch_id=writes)
            write_unseated(self._session, unseated, batch_id=writes)
        return fates

    def _rows(self, table: Table, header: Header) -> Iterator[StagedRow]:
        """Give the good rows with their lines; reject the others, unless they are no rows at all."""
        reader = LineReader(self._kind, header, self._today)
        sums = AreaSums(self._kind.subtotal_digits)
        for line in table.lines():
            row = reader.read(line)
            if row is not None:
                self._tally.read += 1
                sums.accept(str(row[0]))
                yield line.number, *row
            else:
                self._set_aside(line, reader, header, sums)
            if line.number % PROGRESS_EVERY == 0:
                self._on_progress(Progress(ImportStage.READING, line.number, table.length))
        for found in sums.rejected():
            self._tally.read += 1
            self._tally.reject(found)
        self._tally.side_lines[SideLine.TOTAL] += sums.accepted

    def _set_aside(self, line: Line, reader: LineReader, header: Header, sums: AreaSums) -> None:
        key = reader.cell(line, self._kind.key_column)
        aside = side_line(line.values, header.names, key)
        if aside is not None:
            self._tally.side_lines[aside] += 1
        elif not sums.may_be_sum(key, reader.problems(line)):
            self._tally.read += 1
            self._tally.reject(reader.problems(line))

    def _look_at_cells(self, table: Table, header: Header) -> Fates:
        """Examine what can be examined without the missing columns, so that one look at the report shows everything."""
        reader = LineReader(self._kind, header, self._today, is_whole=False)
        first_lines: dict[object, int] = {}
        for line in table.lines():
            self._tally.read += 1
            found = reader.problems(line) or self._repeated(line, reader, header, first_lines)
            if found:
                self._tally.reject(found)
            if line.number % PROGRESS_EVERY == 0:
                self._on_progress(Progress(ImportStage.READING, line.number, table.length))
        return Fates(0, 0, 0)

    def _repeated(
        self, line: Line, reader: LineReader, header: Header, first_lines: dict[object, int]
    ) -> list[RowProblem]:
        key = reader.value(line, self._kind.key_column) if len(self._kind.key) == 1 else None
        if key is None or len(first_lines) >= MAX_RETURNED:
            return []
        first = first_lines.setdefault(key, line.number)
        if first == line.number:
            return []
        column = self._kind.key_column
        return [
            located(line.number, header, column, reader.cell(line, column), repeated_key(self._kind, first))
        ]

    def _report(
        self, sha256: str, table: Table, header: Header, fates: Fates, *, is_unusable: bool
    ) -> ImportReport:
        tally = self._tally
        kept = tally.read - tally.rejected
        return ImportReport(
            kind=self._kind.code,
            filename=self._source.filename,
            sha256=sha256,
            read=tally.read,
            new=fates.new,
            changed=fates.changed,
            unchanged=0 if is_unusable else kept - fates.new - fates.changed,
            gone=fates.gone,
            rejected=tally.rejected,
            is_unusable=is_unusable,
            is_complete=self._options.is_complete and self._kind.leaves_out,
            leaves_out_rejected=self._options.good_rows,
            problems=tuple(sorted(tally.problems, key=lambda one: one.line)),
            problem_counts=commonest_first(tally.counts),
            notices=(
                *notices(table, self._kind, tally.side_lines, read=tally.read, blank=tally.blank),
                *tally.remarks,
                *kept_notice(tally.noted),
                *left_out_notice(tally.rejected if self._options.good_rows else 0),
            ),
            reading=reading(self._kind, table, header),
            rejected_lines=MappingProxyType(tally.returned),
            targeting=self._targeting,
        )
