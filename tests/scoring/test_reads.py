"""What the scoring stage reads: the board, a juror's own groups, the sheets that count, stored details."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import entrants
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.queries import juror_of_user
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.board import (
    BoardRow,
    Cell,
    CellState,
    JurorProgress,
    attending_households,
    evaluation_board,
    row_of,
)
from contest_portal.scoring.counting import candidates_of, countable_sheets, sheets_with_broken_seal
from contest_portal.scoring.desk import counted_sheet
from contest_portal.scoring.detail import LineDetail, read_detail, write_detail
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.own_sheets import OwnGroup, OwnSheet, has_declared, own_groups
from contest_portal.scoring.queries import SheetOwner, ranking, returnable_sheet
from contest_portal.scoring.rules.closing import GroupProgress, PhaseProgress
from contest_portal.scoring.rules.questions import FailedQuestion
from contest_portal.scoring.rules.ranking import rank
from contest_portal.scoring.rules.shares import ClassPart, PhaseMean
from contest_portal.scoring.rules.totals import PhaseAttendance
from tests.factories.accounts import make_user
from tests.factories.amendments import make_amendment
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, add_group, make_evaluation, score_fully
from tests.factories.intruders import open_sheets
from tests.factories.scoring import make_attendance, make_interest, make_sheet
from tests.query_count import counted_queries
from tests.scoring.entries import field_sheet


def half_way(session: Session) -> Evaluation:
    """Make one group: the first juror final, the second a draft, the third recused after a final sheet."""
    scene = make_evaluation(session, groups=("Sumaq Kuy",), declared=False)
    (application,) = scene.applications
    for number, juror in enumerate(scene.jurors):
        make_interest(session, juror, application, recused=number == 2)
        make_sheet(session, juror, application, "FIELD", MARKS["FIELD"], final=number != 1)
    return scene


def test_a_cell_tells_where_each_juror_stands(session: Session) -> None:
    scene = half_way(session)
    (application,) = scene.applications
    make_attendance(session, application, scene.secretary, present=3)

    board = evaluation_board(session, scene.contest.id)

    (row,) = board.phases[0].rows
    ids = [cell.sheet_id for cell in row.cells]
    assert row == BoardRow(
        application_id=application.id,
        code=application.code or "",
        group_name="Sumaq Kuy",
        households=4,
        attendance=PhaseAttendance("FIELD", 3, 4),
        cells=(
            Cell(scene.jurors[0].id, "Jurado 1", CellState.FINAL, ids[0], sheet_is_final=True),
            Cell(scene.jurors[1].id, "Jurado 2", CellState.DRAFT, ids[1], sheet_is_final=False),
            Cell(scene.jurors[2].id, "Jurado 3", CellState.RECUSED, ids[2], sheet_is_final=True),
        ),
    )
    assert (row.final, row.may_score) == (1, 2)
    assert [cell.state for cell in board.phases[1].rows[0].cells] == ["missing", "missing", "recused"]


def test_the_board_gives_the_closing_rules_what_they_ask(session: Session) -> None:
    scene = half_way(session)

    assert evaluation_board(session, scene.contest.id).progress() == (
        GroupProgress(
            code=scene.applications[0].code or "",
            phases=(
                PhaseProgress(
                    phase_name="Evaluación de campo",
                    may_score=2,
                    final=1,
                    unfinished=("Jurado 2",),
                    recused=("Jurado 3",),
                    attendance_missing=True,
                ),
                PhaseProgress(phase_name="Presentación pública", may_score=2, final=0),
            ),
            disqualified=False,
        ),
    )


def test_progress_counts_the_sheets_a_juror_owes(session: Session) -> None:
    scene = half_way(session)
    absent = add_group(session, scene.contest, scene.centre, "Miel del Apu")
    make_attendance(session, absent, scene.secretary, present=1)

    assert evaluation_board(session, scene.contest.id).juror_progress() == {
        scene.jurors[0].id: JurorProgress(expected=2, draft=0, final=1),
        scene.jurors[1].id: JurorProgress(expected=2, draft=1, final=0),
        scene.jurors[2].id: JurorProgress(expected=0, draft=0, final=0),
    }


def test_a_juror_of_one_phase_stands_in_that_phase_alone(session: Session) -> None:
    scene = make_evaluation(session)
    scene.jurors[1].phases = "PUBLIC"
    session.flush()

    board = evaluation_board(session, scene.contest.id)

    assert [[juror.full_name for juror in phase.jurors] for phase in board.phases] == [
        ["Jurado 1", "Jurado 3"],
        ["Jurado 1", "Jurado 2", "Jurado 3"],
    ]


def test_a_row_is_found_only_where_attendance_is_asked(session: Session) -> None:
    scene = make_evaluation(session)
    board = evaluation_board(session, scene.contest.id)
    application_id = scene.applications[0].id

    phase, row = row_of(board, application_id, "FIELD")

    assert (phase.phase_code, row.application_id) == ("FIELD", application_id)
    for wrong in ((application_id, "PUBLIC"), (application_id, "X"), (0, "FIELD")):
        with pytest.raises(NotFound):
            row_of(board, *wrong)


def test_attending_households_are_those_recorded_as_present(session: Session) -> None:
    scene = make_evaluation(session)
    application = scene.applications[0]
    make_attendance(session, application, scene.secretary, present=2)

    assert len(attending_households(session, application.id, "FIELD")) == 2
    assert attending_households(session, application.id, "PUBLIC") == ()


def test_own_groups_hold_the_own_sheets_and_nobody_elses(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    first, second = scene.applications
    make_interest(session, scene.jurors[0], first)
    make_interest(session, scene.jurors[0], second, recused=True, reason="Compadre")
    own = make_sheet(session, scene.jurors[0], first, "FIELD", {"F1": 8, "F2": 7}, final=False)
    own.returned_reason = "Otro grupo"
    make_sheet(session, scene.jurors[1], first, "PUBLIC", MARKS["PUBLIC"])
    juror = juror_of_user(session, scene.contest.id, scene.users[0].id)
    one, two = entrants(session, scene.contest.id)

    assert own_groups(session, scene.contest.id, juror) == (
        OwnGroup(
            entrant=one,
            recused=False,
            recusal_reason="",
            sheets=(
                OwnSheet("FIELD", "Evaluación de campo", "draft", 2, 3, "Otro grupo"),
                OwnSheet("PUBLIC", "Presentación pública", "missing", 0, 3, ""),
            ),
        ),
        OwnGroup(entrant=two, recused=True, recusal_reason="Compadre", sheets=()),
    )


def test_a_reason_of_return_is_shown_while_the_sheet_is_a_draft(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    open_sheets(session)
    sheet.returned_reason = "Ya corregida"
    juror = juror_of_user(session, scene.contest.id, scene.users[0].id)

    (group,) = own_groups(session, scene.contest.id, juror)

    assert [own.returned_reason for own in group.sheets] == ["", ""]


def test_a_declaration_is_whole_when_it_covers_every_group(session: Session) -> None:
    scene = make_evaluation(session)
    juror = juror_of_user(session, scene.contest.id, scene.users[0].id)
    before = has_declared(session, scene.contest.id, juror)
    add_group(session, scene.contest, scene.centre, "Llegó después")

    assert (before, has_declared(session, scene.contest.id, juror)) == (True, False)


def test_the_sheets_that_count_are_final_and_of_who_may_score(session: Session) -> None:
    scene = half_way(session)

    (counted,) = countable_sheets(session, scene.contest.id)

    assert counted.counted == field_sheet(scene.jurors[0].id, 8, 7, 25)
    assert (counted.application_id, counted.application_code) == (
        scene.applications[0].id,
        scene.applications[0].code,
    )


def test_sheets_read_all_at_once_say_what_each_says_alone(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    (application,) = scene.applications
    said = "Ve, compara y anota: F3:9, «sí»"
    stored = [
        make_sheet(session, scene.jurors[0], application, "FIELD", {"F3": 25, "F1": 8, "F2": 7}),
        make_sheet(
            session, scene.jurors[1], application, "FIELD", {"F1": 8, "F2": 10, "F3": 0}, reasons={"F2": said}
        ),
        make_sheet(session, scene.jurors[2], application, "FIELD", {}),
    ]
    rulebook = rulebook_of(session, scene.contest.id)

    read = countable_sheets(session, scene.contest.id)

    assert [sheet.counted for sheet in read] == [counted_sheet(sheet, rulebook) for sheet in stored]
    assert [given.reason for given in read[1].counted.marks] == ["", said, ""]


def test_sheets_and_candidates_are_read_with_the_same_number_of_queries(session: Session) -> None:
    totals = []
    for names in (("Uno",), ("Dos", "Tres")):
        if not totals:
            scene = make_evaluation(session, groups=names)
            score_fully(session, scene)
        else:
            scene.applications = [add_group(session, scene.contest, scene.centre, name) for name in names]
            score_fully(session, scene)
        session.expire_all()
        contest_id = scene.contest.id
        with counted_queries(session) as counted:
            candidates_of(session, contest_id, countable_sheets(session, contest_id))
        totals.append(counted.total)

    assert totals[0] == totals[1]


@pytest.mark.parametrize("change", ["a mark", "the seal"])
def test_a_change_behind_the_portals_back_breaks_the_seal(session: Session, change: str) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    score_fully(session, scene)
    victim = countable_sheets(session, scene.contest.id)[3].sheet_id
    open_sheets(session)
    if change == "a mark":
        session.execute(
            update(SheetMark).where(SheetMark.sheet_id == victim).values(units=SheetMark.units - 1)
        )
    else:
        session.execute(update(Sheet).where(Sheet.id == victim).values(sealed_sha256="f" * 64))

    sheets = countable_sheets(session, scene.contest.id)

    assert [sheet.sheet_id for sheet in sheets_with_broken_seal(session, scene.contest, sheets)] == [victim]


def test_untouched_sheets_hold_their_seals(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)

    assert sheets_with_broken_seal(session, scene.contest, countable_sheets(session, scene.contest.id)) == ()


def test_seals_hold_through_an_amendment(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)

    make_amendment(session, scene.contest, make_user(session, Role.STAFF), at=JURY_DAY)

    assert sheets_with_broken_seal(session, scene.contest, countable_sheets(session, scene.contest.id)) == ()


def test_candidates_rank_as_the_rules_rank_them(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    sheets = countable_sheets(session, scene.contest.id)
    groups = candidates_of(session, scene.contest.id, sheets)

    ranked = rank((candidate for _, candidate in groups.values()), rulebook_of(session, scene.contest.id))

    assert [(line.code, line.place, str(line.score.total)) for line in ranked] == [
        (scene.applications[0].code, 1, "79.00"),
        (scene.applications[1].code, 2, "77.00"),
    ]
    assert [(c.women, c.households) for _, c in groups.values()] == [(2, 4), (2, 4)]


def test_before_the_close_no_ranking_is_stored(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)

    assert ranking(session, scene.contest.id) == ()


def test_a_detail_is_read_back_as_it_was_written() -> None:
    tie = (Sentence("Empate con %(others)s.", {"others": "C-002"}), Sentence("Decide el sorteo público."))
    detail = LineDetail(
        2, (), (), PhaseAttendance("FIELD", 1, 4), tie, Sentence("Descalificado: 50 % exigido."), (3, 5)
    )

    assert read_detail(write_detail(detail)) == detail


def test_a_detail_of_the_first_rankings_keeps_its_texts_word_for_word() -> None:
    kept = {
        "decimals": 2,
        "phase_means": [],
        "criterion_means": [],
        "absence": None,
        "tie_note": "",
        "reason": "Menos del 50 % exigido.",
        "sheets": [],
    }

    detail = read_detail(json.dumps(kept))

    assert detail == LineDetail(2, (), (), None, (), Sentence("Menos del 50 % exigido."), ())
    assert detail.reason is not None
    assert detail.reason.text == "Menos del 50 % exigido."


@pytest.mark.parametrize("text", ["{}", "[]", '{"decimals":"2"}'])
def test_what_is_no_detail_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="LineDetail"):
        read_detail(text)


def test_a_sheets_owner_is_told_without_its_marks(session: Session) -> None:
    scene = make_evaluation(session)
    sheet = make_sheet(session, scene.jurors[1], scene.applications[0], "FIELD", MARKS["FIELD"])

    assert returnable_sheet(session, scene.contest.id, sheet.id) == SheetOwner(
        sheet.id,
        "final",
        "Evaluación de campo",
        "Jurado 2",
        scene.applications[0].code or "",
        "Sumaq Kuy",
        "FIELD",
        scene.applications[0].id,
    )
    with pytest.raises(NotFound):
        returnable_sheet(session, scene.contest.id + 1, sheet.id)


def test_a_detail_with_classes_and_a_failed_question_is_read_back() -> None:
    part = ClassPart("JURY", 2, Fraction(139, 2), Fraction(100), Fraction(695, 9))
    mean = PhaseMean("PUBLIC", Fraction(695, 9), 2, (part,))
    failed = FailedQuestion("PUBLIC", "Q", 2, 3)
    detail = LineDetail(2, (mean,), (), None, (), None, (1, 2), failed)

    assert read_detail(write_detail(detail)) == detail
    assert '"failed"' not in write_detail(replace(detail, failed=None))
    assert '"classes"' not in write_detail(replace(detail, phase_means=(replace(mean, classes=()),)))
