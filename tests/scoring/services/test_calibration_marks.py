"""What the exercise stores, whom it waits for, and that nothing of it leaves its tables."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.jury.services.unseat_juror import unseat_juror
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.calibration import (
    Exercise,
    exercise_desk,
    exercise_spreads,
    exercises_of_user,
    required_exercise,
)
from contest_portal.scoring.calibration_models import Calibration, CalibrationSheet
from contest_portal.scoring.counting import countable_sheets
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.rules.versions import WrittenMark
from contest_portal.scoring.services.agree_reference import agree_reference
from contest_portal.scoring.services.open_calibration import open_calibration
from contest_portal.scoring.services.send_calibration_sheet import send_calibration_sheet
from contest_portal.scoring.services.show_calibration import show_calibration
from contest_portal.scoring.version_models import SheetVersion
from tests.factories.absences import make_absence
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.scoring import make_sheet

PROFILE = "Crían cuyes.\nPiden poco."
LOW, HIGH = {"P1": 5, "P2": 8, "P3": 16}, {"P1": 15, "P2": 8, "P3": 0}


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_evaluation(session, state="published", groups=("Sumaq Kuy",), declared=False)


@pytest.fixture
def opened(session: Session, scene: Evaluation) -> Evaluation:
    make_open(session, scene)
    return scene


def make_open(session: Session, scene: Evaluation, **told: str) -> Calibration:
    usual = {"phase_code": "PUBLIC", "group_name": " Cerro Azul ", "profile": f" {PROFILE} "}
    return open_calibration(session, scene.by_secretary, contest_id=scene.contest.id, **(usual | told))


def send(
    session: Session,
    scene: Evaluation,
    number: int,
    units: dict[str, int],
    reasons: dict[str, str] | None = None,
) -> None:
    send_calibration_sheet(
        session,
        scene.by_juror(number),
        contest_id=scene.contest.id,
        marks={code: Mark(value) for code, value in units.items()},
        reasons=reasons or {},
    )


def show(session: Session, scene: Evaluation) -> None:
    show_calibration(session, scene.by_secretary, contest_id=scene.contest.id)


def agree(session: Session, scene: Evaluation, **units: int) -> None:
    marks = {code: Mark(value) for code, value in units.items()}
    agree_reference(session, scene.by_secretary, contest_id=scene.contest.id, marks=marks)


def found(session: Session, scene: Evaluation) -> Exercise:
    return required_exercise(session, scene.contest.id)


def deeds(session: Session) -> list[tuple[str, object]]:
    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    return [(row.action, json.loads(row.data)) for row in rows]


def number_of(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_an_exercise_is_opened_with_what_was_written_and_no_blanks_around(
    session: Session, scene: Evaluation
) -> None:
    row = make_open(session, scene)

    kept = (
        row.phase_code,
        row.group_name,
        row.profile,
        row.state,
        row.reference,
        row.opened_at,
        row.shown_at,
    )
    assert kept == ("PUBLIC", "Cerro Azul", PROFILE, "open", "{}", JURY_DAY, None)
    assert deeds(session) == [("calibration.opened", {"phase": "PUBLIC"})]


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({"phase_code": "MOON"}, ["calibration.phase"]),
        ({"group_name": "  "}, ["calibration.name"]),
        (
            {"phase_code": "", "group_name": "x" * 121, "profile": "x" * 8001},
            ["calibration.phase", "calibration.name", "calibration.profile"],
        ),
    ],
    ids=["no such phase", "a blank name", "all at once"],
)
def test_a_refused_exercise_is_not_stored(
    session: Session, scene: Evaluation, told: dict[str, str], codes: list[str]
) -> None:
    with pytest.raises(Refused) as refusal, session.begin_nested():
        make_open(session, scene, **told)

    assert [problem.code for problem in refusal.value.problems] == codes
    assert (number_of(session, Calibration), deeds(session)) == (0, [])


def test_a_sheet_sent_again_replaces_the_one_before(session: Session, opened: Evaluation) -> None:
    send(session, opened, 0, LOW, {"P1": "Poco claro"})
    send(session, opened, 0, HIGH)

    assert dict(found(session, opened).sheets) == {
        opened.jurors[0].id: {code: WrittenMark(units) for code, units in HIGH.items()}
    }
    assert number_of(session, CalibrationSheet) == 1


def test_each_juror_sees_the_own_marks_on_the_desk_and_nobody_elses(
    session: Session, opened: Evaluation
) -> None:
    send(session, opened, 0, LOW, {"P1": "Poco claro"})
    send(session, opened, 1, HIGH)

    own = []
    for number in range(3):
        _, desk = exercise_desk(session, opened.by_juror(number).actor, opened.contest.id)
        own.append(
            None if desk.sheet is None else {one.criterion_code: one.units for one in desk.sheet.marks}
        )

    assert own == [LOW, HIGH, None]


@pytest.mark.parametrize(
    ("units", "fields"),
    [
        ({}, ["P1", "P2", "P3"]),
        ({"P1": 21, "P2": 8}, ["P1", "P3"]),
        (LOW | {"F1": 3}, ["F1"]),
    ],
    ids=["no mark", "a mark too high and one missing", "a criterion of another phase"],
)
def test_a_refused_sheet_leaves_the_one_before(
    session: Session, opened: Evaluation, units: dict[str, int], fields: list[str]
) -> None:
    send(session, opened, 0, LOW)
    before = len(deeds(session))

    with pytest.raises(Refused) as refusal, session.begin_nested():
        send(session, opened, 0, units)

    assert sorted(problem.field for problem in refusal.value.problems) == fields
    assert found(session, opened).sheets[opened.jurors[0].id] == {
        code: WrittenMark(value) for code, value in LOW.items()
    }
    assert len(deeds(session)) == before


def test_the_audit_counts_and_names_jurors_but_holds_no_mark(session: Session, opened: Evaluation) -> None:
    for number, units in enumerate((LOW, HIGH)):
        send(session, opened, number, units, {"P1": "Poco claro"})
    show(session, opened)
    agree(session, opened, P1=12, P2=7)

    assert deeds(session)[1:] == [
        ("calibration.sheet_sent", {"juror_id": opened.jurors[0].id}),
        ("calibration.sheet_sent", {"juror_id": opened.jurors[1].id}),
        ("calibration.shown", {"sheets": 2}),
        ("calibration.agreed", {"marked": 2}),
    ]


def test_what_was_agreed_replaces_what_was_agreed_before(session: Session, opened: Evaluation) -> None:
    for number, units in enumerate((LOW, HIGH)):
        send(session, opened, number, units)
    show(session, opened)
    agree(session, opened, P1=12, P2=7)
    agree(session, opened, P3=9)
    with pytest.raises(Refused), session.begin_nested():
        agree(session, opened, P1=12, P3=21)

    told = [
        (one.criterion.code, one.width, one.reference)
        for one in exercise_spreads(session, found(session, opened))
    ]
    assert told == [("P1", 10, None), ("P2", 0, None), ("P3", 16, 9)]


def test_nothing_of_the_exercise_is_counted_or_waited_for(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    make_sheet(session, scene.jurors[0], scene.applications[0], "PUBLIC", LOW)
    before = (
        countable_sheets(session, scene.contest.id),
        evaluation_board(session, scene.contest.id),
        [number_of(session, model) for model in (Sheet, SheetMark, SheetVersion)],
    )

    make_open(session, scene)
    for number in range(3):
        send(session, scene, number, HIGH)
    show(session, scene)
    agree(session, scene, P1=20)

    assert before == (
        countable_sheets(session, scene.contest.id),
        evaluation_board(session, scene.contest.id),
        [number_of(session, model) for model in (Sheet, SheetMark, SheetVersion)],
    )


def test_who_does_not_come_is_neither_waited_for_nor_asked(session: Session, opened: Evaluation) -> None:
    send(session, opened, 0, LOW)
    for number in (0, 1):
        make_absence(session, opened.jurors[number], opened.secretary)

    exercise = found(session, opened)
    assert [one.juror_id for one in exercise.jurors] == [opened.jurors[0].id, opened.jurors[2].id]
    assert [one.juror_id for one in exercise.missing] == [opened.jurors[2].id]
    asked = [exercises_of_user(session, user.id) for user in opened.users]
    assert asked == [frozenset(), frozenset(), {opened.contest.id}]
    with pytest.raises(NotFound):
        send(session, opened, 1, HIGH)


def test_an_exercise_is_asked_only_of_the_jurors_of_its_phase(session: Session, opened: Evaluation) -> None:
    opened.jurors[2].phases = "FIELD"
    session.flush()

    assert [one.juror_id for one in found(session, opened).missing] == [one.id for one in opened.jurors[:2]]
    assert exercises_of_user(session, opened.users[2].id) == frozenset()
    with pytest.raises(NotFound):
        send(session, opened, 2, LOW)


def test_the_secretary_has_no_desk_in_it(session: Session, opened: Evaluation) -> None:
    with pytest.raises((NotFound, NotPermitted)):
        exercise_desk(session, opened.by_secretary.actor, opened.contest.id)


def test_who_leaves_the_panel_takes_the_practice_sheet_along(session: Session, opened: Evaluation) -> None:
    send(session, opened, 0, LOW)

    unseat_juror(session, opened.by_secretary, contest_id=opened.contest.id, juror_id=opened.jurors[0].id)

    assert (found(session, opened).sheets, number_of(session, CalibrationSheet)) == ({}, 0)


def test_none_is_opened_once_the_scoring_is_closed(session: Session, scene: Evaluation) -> None:
    scene.contest.state, scene.contest.scored_at = "scored", JURY_DAY
    session.flush()

    with pytest.raises(WrongState) as refusal:
        make_open(session, scene)

    assert [problem.code for problem in refusal.value.problems] == ["panel.closed"]


@pytest.mark.parametrize(
    "told",
    [{"state": "shown"}, {"shown_at": JURY_DAY}, {"state": "lost"}],
    ids=["shown without an hour", "open with an hour", "no state"],
)
def test_an_exercise_that_contradicts_itself_cannot_be_stored(
    session: Session, scene: Evaluation, told: dict[str, object]
) -> None:
    row = make_open(session, scene)
    for name, value in told.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError):
        session.flush()
