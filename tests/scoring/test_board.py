"""The board: what each cell says, what is counted of it, and that every count agrees with every other."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.contests.rules.sheets import EvaluatorClass, WhenEmpty
from contest_portal.jury.models import Interest
from contest_portal.jury.queries import SeatedJuror
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.board import (
    BoardRow,
    Cell,
    CellState,
    EvaluationBoard,
    JurorProgress,
    PhaseBoard,
    attending_households,
    evaluation_board,
    row_of,
)
from contest_portal.scoring.rules.closing import closing_problems
from contest_portal.scoring.rules.totals import PhaseAttendance
from tests.factories.assignments import SHARED, make_assignment
from tests.factories.contests import PUBLIC, RULEBOOK, make_contest
from tests.factories.evaluation import MARKS, add_group, make_evaluation, score_fully
from tests.factories.scoring import make_attendance, make_interest, make_sheet
from tests.query_count import counted_queries

ASKED = {CellState.UNDECLARED, CellState.MISSING, CellState.DRAFT, CellState.FINAL}
SEATS = tuple(
    SeatedJuror(number, 100 + number, f"J{number}", "80000001", "", "member", ("FIELD",), kind)
    for number, kind in enumerate(("JURY", "JURY", "ADVISER"))
)
CLASSES = (
    EvaluatorClass("JURY", "Jurado", 90),
    EvaluatorClass("ADVISER", "Asesor", 10, WhenEmpty.SHARED_OUT),
)
ABSENT = PhaseAttendance("FIELD", 1, 4)


def row(group: int, *states: CellState, attendance: PhaseAttendance | None = None) -> BoardRow:
    cells = tuple(
        Cell(number, f"J{number}", state, None, state is CellState.FINAL)
        for number, state in enumerate(states)
    )
    return BoardRow(group, f"C-{group}", f"Grupo {group}", 4, attendance, cells)


def phase(code: str, *rows: BoardRow, asks_attendance: bool = False) -> PhaseBoard:
    return PhaseBoard(code, code.title(), asks_attendance, SEATS, rows)


@pytest.mark.parametrize("state", [*CellState])
def test_a_sheet_is_asked_of_who_is_not_left_out(state: CellState) -> None:
    one = row(1, state)

    assert one.cells[0].is_asked is (state in ASKED)
    assert one.may_score == (state in ASKED)
    assert one.final == (state is CellState.FINAL)
    progress = JurorProgress().with_cell(one.cells[0])
    assert progress == JurorProgress(state in ASKED, state is CellState.DRAFT, state is CellState.FINAL)


BOARDS = st.builds(
    lambda rows, others, absent: EvaluationBoard(
        (
            phase("FIELD", *(row(n, *states) for n, states in enumerate(rows))),
            phase("PUBLIC", *(row(n, *states) for n, states in enumerate(others))),
        ),
        dict.fromkeys(absent, ABSENT),
    ),
    st.lists(st.tuples(*[st.sampled_from(CellState)] * 3), max_size=4),
    st.lists(st.tuples(*[st.sampled_from(CellState)] * 3), max_size=4),
    st.frozensets(st.integers(0, 3)),
)


@settings(max_examples=30, deadline=None)
@given(BOARDS)
def test_what_jurors_owe_is_what_groups_lack(board: EvaluationBoard) -> None:
    rows = [one for each in board.phases for one in each.rows if one.application_id not in board.absences]
    progress = board.juror_progress().values()

    assert sum(one.expected for one in progress) == sum(one.may_score for one in rows)
    assert sum(one.final for one in progress) == sum(one.final for one in rows)
    assert sum(one.missing for one in progress) == sum(one.may_score - one.final for one in rows)
    assert all(0 <= one.draft <= one.missing <= one.expected for one in progress)


@settings(max_examples=30, deadline=None)
@given(BOARDS)
def test_the_closing_is_told_of_every_group_in_all_its_phases(board: EvaluationBoard) -> None:
    told = {group.code: group for group in board.progress()}
    rows = {(one.application_id, each.phase_name): one for each in board.phases for one in each.rows}

    assert sum(len(group.phases) for group in told.values()) == len(rows)
    for (number, name), one in rows.items():
        group = told[f"C-{number}"]
        (of_phase,) = (each for each in group.phases if each.phase_name == name)
        assert (of_phase.may_score, of_phase.final) == (one.may_score, one.final)
        assert len(of_phase.unfinished) == sum(cell.state is CellState.DRAFT for cell in one.cells)
        assert group.disqualified is (number in board.absences)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("missing", "missing", "final"), ("Jurado",)),
        (("final", "missing", "missing"), ()),
        (("draft", "recused", "final"), ("Jurado",)),
        (("missing", "final", "missing"), ()),
    ],
    ids=["no juror", "one juror, no adviser", "a draft does not count", "the other juror"],
)
def test_a_class_that_blocks_is_waited_for(states: tuple[str, ...], expected: tuple[str, ...]) -> None:
    one = row(1, *map(CellState, states))

    assert replace(phase("FIELD", one), classes=CLASSES).waited_for(one) == expected
    assert phase("FIELD", one).waited_for(one) == ()


@pytest.mark.parametrize(
    ("group", "code", "is_found"),
    [(1, "FIELD", True), (1, "PUBLIC", False), (2, "FIELD", False), (1, "", False)],
    ids=["asked", "a phase without attendance", "another group", "no phase"],
)
def test_attendance_is_taken_where_it_is_asked(*, group: int, code: str, is_found: bool) -> None:
    board = EvaluationBoard(
        (phase("FIELD", row(1), asks_attendance=True), phase("PUBLIC", row(1), row(2))), {}
    )

    if not is_found:
        with pytest.raises(NotFound):
            row_of(board, group, code)
        return
    assert row_of(board, group, code) == (board.phases[0], board.phases[0].rows[0])


@pytest.mark.parametrize(
    ("sheet", "declared", "recused", "assigned"),
    list(product((None, "draft", "final"), (True, False), (True, False), (True, False))),
)
def test_a_cell_says_what_weighs_most(
    session: Session, *, sheet: str | None, declared: bool, recused: bool, assigned: bool
) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Uno",), jurors=1, declared=declared)
    juror, group = scene.jurors[0], scene.applications[0]
    if sheet is not None:
        make_sheet(session, juror, group, "FIELD", {"F1": 8}, final=sheet == "final")
    if assigned:
        make_assignment(session, juror, group, scene.secretary)
    if recused and declared:
        session.execute(update(Interest).values(recused=True, reason="Compadre"))
    elif recused:
        make_interest(session, juror, group, recused=True)
    session.flush()

    (cell,) = evaluation_board(session, scene.contest.id).phases[0].rows[0].cells

    if recused:
        expected = "recused"
    elif not assigned and sheet != "final":
        expected = "not_assigned"
    else:
        expected = (sheet or "missing") if declared else "undeclared"
    assert (cell.state.value, cell.sheet_is_final) == (expected, sheet == "final")


def test_a_group_that_was_not_there_asks_nobody_any_more(session: Session) -> None:
    scene = make_evaluation(session)
    first, second = scene.applications
    make_attendance(session, first, scene.secretary, present=1)
    make_attendance(session, second, scene.secretary, present=2)

    board = evaluation_board(session, scene.contest.id)

    assert board.absences == {first.id: ABSENT}
    assert [one.attendance for one in board.phases[0].rows] == [ABSENT, PhaseAttendance("FIELD", 2, 4)]
    assert [one.attendance for one in board.phases[1].rows] == [None, None]
    assert {one.expected for one in board.juror_progress().values()} == {2}
    assert len(attending_households(session, second.id, "FIELD")) == 2
    assert attending_households(session, second.id, "PUBLIC") == ()


def test_a_phase_shows_the_groups_of_its_categories_and_its_own_jurors(session: Session) -> None:
    book = replace(RULEBOOK, phases=(RULEBOOK.phases[0], replace(PUBLIC, categories=("MARCHA",))))
    scene = make_evaluation(session, rulebook=book, groups=("Uno",))
    add_group(session, scene.contest, scene.centre, "En marcha", category_code="MARCHA")
    scene.jurors[0].phases, scene.jurors[1].phases = "FIELD", ""
    session.flush()

    field, public = evaluation_board(session, scene.contest.id).phases

    assert [one.group_name for one in field.rows] == ["Uno", "En marcha"]
    assert [one.group_name for one in public.rows] == ["En marcha"]
    assert [juror.full_name for juror in field.jurors] == ["Jurado 1", "Jurado 3"]
    assert [juror.full_name for juror in public.jurors] == ["Jurado 3"]


def test_what_is_fully_scored_can_be_closed_and_one_sheet_less_cannot(session: Session) -> None:
    scene = make_evaluation(session, jurors=2)
    score_fully(session, scene)
    whole = closing_problems(evaluation_board(session, scene.contest.id).progress(), 2)
    session.execute(
        update(Interest).where(Interest.juror_id == scene.jurors[0].id).values(recused=True, reason="x")
    )

    board = evaluation_board(session, scene.contest.id)

    assert whole == ()
    assert {problem.code for problem in closing_problems(board.progress(), 2)} != set()
    assert {one.missing for one in board.juror_progress().values()} == {0}
    assert {row.may_score for each in board.phases for row in each.rows} == {1}


def test_another_contest_is_not_on_the_board(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno",), jurors=1)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])

    elsewhere = make_evaluation_elsewhere(session, scene.contest.office_id, scene.secretary.id)

    assert [each.rows for each in evaluation_board(session, elsewhere).phases] == [(), ()]
    assert evaluation_board(session, elsewhere).juror_progress() == {}


def make_evaluation_elsewhere(session: Session, office_id: int, author_id: int) -> int:
    office, author = session.get_one(Office, office_id), session.get_one(User, author_id)
    return make_contest(session, office, author, state="evaluating").id


def test_more_groups_and_jurors_ask_no_more_queries(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno",), jurors=1)
    with counted_queries(session) as with_one:
        evaluation_board(session, scene.contest.id)
    for name in ("Dos", "Tres"):
        scene.applications.append(add_group(session, scene.contest, scene.centre, name))
    score_fully(session, scene)

    with counted_queries(session) as with_three:
        board = evaluation_board(session, scene.contest.id)

    assert (len(board.phases[0].rows), with_three.total) == (3, with_one.total)
