"""Who may do what with a calibration exercise, and when."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.scoring.calibration import exercise_of
from contest_portal.scoring.services.agree_reference import agree_reference
from contest_portal.scoring.services.open_calibration import open_calibration
from contest_portal.scoring.services.send_calibration_sheet import send_calibration_sheet
from contest_portal.scoring.services.show_calibration import show_calibration
from tests.factories.accounts import act_of, make_user
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation

GIVEN = {code: Mark(units) for code, units in MARKS["PUBLIC"].items()}
DEEDS: dict[str, Callable[[Session, Act, int], object]] = {
    "open": lambda s, act, key: open_calibration(
        s, act, contest_id=key, phase_code="PUBLIC", group_name="Cerro", profile="Cuyes"
    ),
    "send": lambda s, act, key: send_calibration_sheet(s, act, contest_id=key, marks=GIVEN, reasons={}),
    "show": lambda s, act, key: show_calibration(s, act, contest_id=key),
    "agree": lambda s, act, key: agree_reference(s, act, contest_id=key, marks={"P1": Mark(9)}),
}


def do(session: Session, scene: Evaluation, name: str, act: Act | None = None) -> None:
    DEEDS[name](session, act or scene.by_secretary, scene.contest.id)


def test_marks_stay_apart_until_they_are_shown_and_then_they_stand(session: Session) -> None:
    scene = make_evaluation(session)
    do(session, scene, "open")
    do(session, scene, "send", scene.by_juror(0))
    with pytest.raises(Refused) as alone:
        do(session, scene, "show")
    with pytest.raises(WrongState):
        do(session, scene, "agree")
    do(session, scene, "send", scene.by_juror(1))
    do(session, scene, "show")
    do(session, scene, "agree")

    found = exercise_of(session, scene.contest.id)
    assert [problem.code for problem in alone.value.problems] == ["calibration.too_few"]
    assert found is not None
    assert [juror.juror_id for juror in found.missing] == [scene.jurors[2].id]
    for name, act in (("open", None), ("show", None), ("send", scene.by_juror(2))):
        with pytest.raises(WrongState):
            do(session, scene, name, act)


def test_a_sheet_of_the_exercise_is_whole_and_within_the_scale(session: Session) -> None:
    scene = make_evaluation(session)
    do(session, scene, "open")

    with pytest.raises(Refused) as refusal:
        send_calibration_sheet(
            session, scene.by_juror(0), contest_id=scene.contest.id, marks={"P1": Mark(999)}, reasons={}
        )

    unmarked = [p.field for p in refusal.value.problems if p.code == "calibration.unmarked"]
    assert (unmarked, len(refusal.value.problems)) == (["P2", "P3"], 3)


def test_the_secretary_runs_it_and_jurors_of_the_panel_mark(session: Session) -> None:
    scene = make_evaluation(session)
    staff = act_of(make_user(session, Role.STAFF), JURY_DAY)
    with pytest.raises(NotFound):
        do(session, scene, "show")

    for name in ("open", "show", "agree"):
        for act in (staff, scene.by_juror(0)):
            with pytest.raises(NotPermitted):
                do(session, scene, name, act)
    do(session, scene, "open")
    with pytest.raises(NotFound):
        do(session, scene, "send")
