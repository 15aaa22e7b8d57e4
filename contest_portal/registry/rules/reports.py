"""What a check found: how many rows of each fate, and each problem with its line, column and value."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from contest_portal.kernel.problems import Problem, Refused
from contest_portal.registry.rules.targeting import TargetingChange

MAX_SHOWN = 500
MAX_RETURNED = 20_000
"""So many rejected rows come back as a file; beyond them the fault is the file's, not its rows'."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem and where it stands. Line 1 is the header; `value` is what the cell holds."""

    line: int
    column: str
    value: str
    problem: Problem

    @property
    def text(self) -> str:
        """Give the Spanish sentence that says what to do."""
        return self.problem.text


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A field and the file's column that is read for it; None: none. `is_guess`: matched by its words, look at it."""

    field: str
    title: str
    column: str | None
    is_required: bool
    is_guess: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was read: its columns, its first rows as they stand, and the fields' columns."""

    names: tuple[str, ...] = ()
    header_line: int = 1
    choices: tuple[ColumnChoice, ...] = ()
    first_rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of reading a whole file. `problems` holds the first ones; `problem_counts` counts all by code.
    `batch_id` is its place in the history, once it was stored.

    `gone` counts what the same source told earlier of the places in this file and tells no more. `targeting` says
    how many centres would change their standing, where the file holds figures that decide it.
    `leaves_out_rejected`: a person asked for the good rows alone.
    """

    kind: str
    filename: str
    sha256: str
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    rejected: int = 0
    is_unusable: bool = False
    is_complete: bool = True
    leaves_out_rejected: bool = False
    problems: tuple[RowProblem, ...] = ()
    problem_counts: tuple[tuple[str, int], ...] = ()
    notices: tuple[Problem, ...] = ()
    reading: Reading = field(default_factory=Reading)
    rejected_lines: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    targeting: TargetingChange | None = None
    batch_id: int | None = None

    @property
    def can_apply(self) -> bool:
        """Tell whether there is a row to store and every other was accepted too, or is left out on purpose."""
        if self.leaves_out_rejected and self.rejected:
            return self.can_leave_out
        return not self.is_unusable and self.rejected == 0 and self.read > 0

    @property
    def can_leave_out(self) -> bool:
        """Tell whether the good rows could be stored without the rejected ones, all of which come back."""
        return not self.is_unusable and 0 < self.rejected < self.read and self.rejected <= MAX_RETURNED

    @property
    def hidden_problems(self) -> int:
        """Give the number of problems beyond those listed."""
        return sum(count for _, count in self.problem_counts) - len(self.problems)


class UnusableFile(Refused):
    """The file as a whole cannot be read: nothing of it was stored."""

    def __init__(self, problems: Iterable[RowProblem]) -> None:
        self.row_problems = tuple(problems)
        super().__init__(found.problem for found in self.row_problems)


class RejectedFile(Refused):
    """Some rows were rejected, or the file is unusable: nothing of it was stored. Carries the whole report."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        super().__init__(found.problem for found in report.problems)


def unusable_report(kind: str, filename: str, sha256: str, problems: Iterable[RowProblem]) -> ImportReport:
    """Report a file that cannot be read as a whole."""
    found = tuple(problems)
    return ImportReport(
        kind=kind,
        filename=filename,
        sha256=sha256,
        is_unusable=True,
        problems=found[:MAX_SHOWN],
        problem_counts=count_by_code(found),
    )


def count_by_code(problems: Iterable[RowProblem]) -> tuple[tuple[str, int], ...]:
    """Count problems by code, the commonest first."""
    return commonest_first(Counter(found.problem.code for found in problems))


def commonest_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Give counts by code, the highest first, equal ones by code."""
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
