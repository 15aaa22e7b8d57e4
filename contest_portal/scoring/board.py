"""The progress of an evaluation: states and counts only, never a mark or a total."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.sheets import EvaluatorClass, WhenEmpty
from contest_portal.jury.queries import SeatedJuror, declared_pairs, panel
from contest_portal.jury.scorers import Scorers, scorers
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.entry_queries import attendance_of
from contest_portal.scoring.models import Attendance, Sheet
from contest_portal.scoring.rules.closing import GroupProgress, PhaseProgress
from contest_portal.scoring.rules.totals import PhaseAttendance, absence_of
from contest_portal.scoring.second import groups_in_second, second_seat


class CellState(StrEnum):
    """Where a juror stands with a group in a phase."""

    UNDECLARED = "undeclared"
    RECUSED = "recused"
    NOT_ASSIGNED = "not_assigned"
    ABSENT = "absent"
    MISSING = "missing"
    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Cell:
    """One juror and one group in one phase; `sheet_id` only of a final sheet, which can be returned."""

    juror_id: int
    juror_name: str
    state: CellState
    sheet_id: int | None
    sheet_is_final: bool

    @property
    def is_asked(self) -> bool:
        """Tell whether a sheet of this juror counts, or is waited for."""
        return self.state not in (CellState.RECUSED, CellState.NOT_ASSIGNED, CellState.ABSENT)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One group in one phase."""

    application_id: int
    code: str
    group_name: str
    households: int
    attendance: PhaseAttendance | None
    cells: tuple[Cell, ...]

    @property
    def final(self) -> int:
        """Count the final sheets that will be counted."""
        return sum(cell.state is CellState.FINAL for cell in self.cells)

    @property
    def may_score(self) -> int:
        """Count the jurors of the phase who are not recused and whom the group was assigned to, or who scored it."""
        return sum(cell.is_asked for cell in self.cells)


@dataclass(frozen=True, slots=True)
class PhaseBoard:
    """The groups × jurors matrix of one phase."""

    phase_code: str
    phase_name: str
    asks_attendance: bool
    jurors: tuple[SeatedJuror, ...]
    rows: tuple[BoardRow, ...]
    classes: tuple[EvaluatorClass, ...] = ()
    quorum: int = 0

    def waited_for(self, row: BoardRow) -> tuple[str, ...]:
        """Name the classes of evaluators without which a group has no total, and that have no final sheet of it."""
        of_juror = {juror.juror_id: juror.evaluator_class for juror in self.jurors}
        done = {of_juror[cell.juror_id] for cell in row.cells if cell.state is CellState.FINAL}
        return tuple(
            one.name for one in self.classes if one.when_empty is WhenEmpty.BLOCKS and one.code not in done
        )


@dataclass(frozen=True, slots=True)
class JurorProgress:
    """How far one juror is: sheets to make, drafts and final ones."""

    expected: int = 0
    draft: int = 0
    final: int = 0

    @property
    def missing(self) -> int:
        """Count the sheets that are not final, drafts too."""
        return self.expected - self.final

    def with_cell(self, cell: Cell) -> "JurorProgress":
        """Add one cell of the board."""
        return JurorProgress(
            expected=self.expected + cell.is_asked,
            draft=self.draft + (cell.state is CellState.DRAFT),
            final=self.final + (cell.state is CellState.FINAL),
        )


@dataclass(frozen=True, slots=True)
class EvaluationBoard:
    """The progress of every phase, and the groups that attendance already leaves out."""

    phases: tuple[PhaseBoard, ...]
    absences: Mapping[int, PhaseAttendance]

    def juror_progress(self) -> Mapping[int, JurorProgress]:
        """Count the sheets of each juror, by juror_id; a disqualified group and a recusal ask for none."""
        counts: dict[int, JurorProgress] = {}
        for phase in self.phases:
            for row in phase.rows:
                for cell in row.cells if row.application_id not in self.absences else ():
                    counts[cell.juror_id] = counts.get(cell.juror_id, JurorProgress()).with_cell(cell)
        return counts

    def progress(self) -> tuple[GroupProgress, ...]:
        """Give what the closing rules ask for, group by group."""
        by_group: dict[int, list[tuple[PhaseBoard, BoardRow]]] = defaultdict(list)
        for phase in self.phases:
            for row in phase.rows:
                by_group[row.application_id].append((phase, row))
        return tuple(
            GroupProgress(
                code=rows[0][1].code,
                phases=tuple(_phase_progress(phase, row) for phase, row in rows),
                disqualified=application_id in self.absences,
            )
            for application_id, rows in by_group.items()
        )


def row_of(board: EvaluationBoard, application_id: int, phase_code: str) -> tuple[PhaseBoard, BoardRow]:
    """Find a group in a phase that asks for attendance; NotFound when the contest has no such pair."""
    for phase in board.phases:
        for row in phase.rows:
            if (row.application_id, phase.phase_code) == (
                application_id,
                phase_code,
            ) and phase.asks_attendance:
                return phase, row
    raise NotFound(f"application {application_id} in phase {phase_code}")


def attending_households(session: Session, application_id: int, phase_code: str) -> tuple[int, ...]:
    """List the households recorded as present."""
    return tuple(
        session.scalars(
            select(Attendance.household_id)
            .where(
                Attendance.application_id == application_id,
                Attendance.phase_code == phase_code,
                Attendance.present,
            )
            .order_by(Attendance.household_id)
        )
    )


def evaluation_board(session: Session, contest_id: int) -> EvaluationBoard:
    """Give the progress of a contest; the number of queries does not grow with groups or jurors."""
    rulebook = rulebook_of(session, contest_id)
    return _board(session, contest_id, rulebook, entrants(session, contest_id), panel(session, contest_id))


def second_board(session: Session, contest_id: int) -> EvaluationBoard:
    """Give the progress of the second scorings of a contest that are open or closed; without one, an empty board."""
    rulebook = rulebook_of(session, contest_id)
    if rulebook.second is None:
        return EvaluationBoard((), {})
    rules = rulebook.of_second()
    seats = tuple(second_seat(juror, rules) for juror in panel(session, contest_id))
    return _board(session, contest_id, rules, groups_in_second(session, contest_id), seats)


def board_of_phase(session: Session, contest_id: int, phase_code: str) -> EvaluationBoard:
    """Give the board of the scoring that a phase belongs to."""
    is_second = rulebook_of(session, contest_id).is_second(phase_code)
    return second_board(session, contest_id) if is_second else evaluation_board(session, contest_id)


def _board(
    session: Session,
    contest_id: int,
    rulebook: Rulebook,
    groups: tuple[Entrant, ...],
    jurors: tuple[SeatedJuror, ...],
) -> EvaluationBoard:
    attendance = attendance_of(session, contest_id, groups)
    source = _Source(
        jurors=jurors,
        who=scorers(session, contest_id, rulebook),
        declared=declared_pairs(session, contest_id),
        sheets=_sheets(session, contest_id),
        attendance=attendance,
    )
    told = (
        (one, absence_of(attendance.get(one.application_id, ()), rulebook.phases_of(one.category_code)))
        for one in groups
    )
    absences = {one.application_id: absence for one, absence in told if absence is not None}
    return EvaluationBoard(
        tuple(
            _phase_board(phase, (g for g in groups if phase.is_for(g.category_code)), source)
            for phase in rulebook.phases
        ),
        absences,
    )


@dataclass(frozen=True, slots=True)
class _Source:
    jurors: tuple[SeatedJuror, ...]
    who: Scorers
    declared: frozenset[tuple[int, int]]
    sheets: Mapping[tuple[int, int, str], tuple[int, str]]
    attendance: Mapping[int, tuple[PhaseAttendance, ...]]

    def cell(self, juror: SeatedJuror, application_id: int, phase_code: str) -> Cell:
        pair = (juror.juror_id, application_id)
        sheet_id, sheet_state = self.sheets.get((*pair, phase_code), (None, CellState.MISSING))
        is_final = sheet_state == CellState.FINAL
        state = CellState(sheet_state)
        if self.who.is_recused(*pair):
            state = CellState.RECUSED
        elif not self.who.may_open(*pair, phase_code, is_final=is_final):
            state = CellState.ABSENT if juror.juror_id in self.who.absent else CellState.NOT_ASSIGNED
        elif pair not in self.declared:
            state = CellState.UNDECLARED
        return Cell(juror.juror_id, juror.full_name, state, sheet_id, is_final)


def _sheets(session: Session, contest_id: int) -> Mapping[tuple[int, int, str], tuple[int, str]]:
    rows = session.execute(
        select(Sheet.id, Sheet.juror_id, Sheet.application_id, Sheet.phase_code, Sheet.state)
        .join(Application, Application.id == Sheet.application_id)
        .where(Application.contest_id == contest_id)
        .order_by(Sheet.id)
    )
    return {(juror, group, phase): (sheet_id, state) for sheet_id, juror, group, phase, state in rows}


def _phase_board(phase: Phase, groups: Iterable[Entrant], source: _Source) -> PhaseBoard:
    jurors = tuple(juror for juror in source.jurors if phase.code in juror.phases)
    rows = (
        BoardRow(
            application_id=group.application_id,
            code=group.code,
            group_name=group.group_name,
            households=group.households,
            attendance=_attendance(source, group, phase),
            cells=tuple(source.cell(juror, group.application_id, phase.code) for juror in jurors),
        )
        for group in groups
    )
    return PhaseBoard(
        phase.code, phase.name, phase.asks_attendance, jurors, tuple(rows), phase.classes, phase.quorum
    )


def _attendance(source: _Source, group: Entrant, phase: Phase) -> PhaseAttendance | None:
    recorded = source.attendance.get(group.application_id, ())
    return next((figures for figures in recorded if figures.phase == phase.code), None)


def _phase_progress(phase: PhaseBoard, row: BoardRow) -> PhaseProgress:
    return PhaseProgress(
        phase_name=phase.phase_name,
        may_score=row.may_score,
        final=row.final,
        unfinished=tuple(cell.juror_name for cell in row.cells if cell.state is CellState.DRAFT),
        recused=tuple(c.juror_name for c in row.cells if c.state is CellState.RECUSED and c.sheet_is_final),
        attendance_missing=phase.asks_attendance and row.attendance is None,
        waited_for=phase.waited_for(row),
        quorum=phase.quorum,
    )
