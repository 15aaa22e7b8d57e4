"""The closed ranking on the screen of the hall: line by line, from below, and nothing before the close."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.problems import NotPermitted, WrongState
from contest_portal.scoring.hall import (
    ResultLine,
    final_sheets,
    group_sheets,
    result_lines,
    revealed_lines,
)
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.reveal_results import reveal_results
from tests.factories.accounts import act_of, make_user
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, add_group, make_evaluation, score_fully
from tests.factories.hall import make_ready_hall, view_of
from tests.factories.scoring import make_attendance, make_interest, make_sheet


def reveal(session: Session, scene: Evaluation, up_to: int) -> int:
    hall = reveal_results(session, scene.by_secretary, contest_id=scene.contest.id, up_to=up_to)
    return hall.revealed


def shown(session: Session, scene: Evaluation) -> list[tuple[int | None, str, str]]:
    lines = revealed_lines(session, view_of(session, scene))
    return [(line.place, line.name, str(line.total)) for line in lines]


def make_closed(session: Session) -> Evaluation:
    """Close a scoring in which one group passed, one did not reach the mark, one is disqualified; and one runs."""
    scene = make_evaluation(session, groups=("Primero", "Segundo", "Pocos puntos", "Ausente"))
    running = add_group(session, scene.contest, scene.centre, "En marcha", category_code="MARCHA")
    for number, application in enumerate((*scene.applications, running)):
        make_attendance(session, application, scene.secretary, present=1 if number == 3 else 4)
        for juror in scene.jurors:
            if number >= len(scene.applications):
                make_interest(session, juror, application)
            for phase, marks in MARKS.items():
                lowered = {code: mark - (5 if number == 2 else number == 1) for code, mark in marks.items()}
                make_sheet(session, juror, application, phase, lowered)
    make_ready_hall(session, scene)
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    return scene


def test_nothing_is_shown_before_the_scoring_is_closed(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    make_ready_hall(session, scene)

    with pytest.raises(WrongState) as refusal:
        reveal(session, scene, 1)

    assert [problem.code for problem in refusal.value.problems] == ["session.results_not_yet"]
    assert (result_lines(session, scene.contest.id), shown(session, scene)) == ((), [])


def test_lines_come_from_below_category_by_category_and_losers_have_no_name(session: Session) -> None:
    scene = make_closed(session)
    codes = {application.id: application.code for application in scene.applications}
    low, absent = (codes[application.id] for application in scene.applications[2:])

    steps = [reveal(session, scene, up_to) for up_to in (1, 1, 2)]
    first = shown(session, scene)
    reveal(session, scene, 99)

    assert steps == [1, 1, 2]
    assert first == [(None, low, "49.00"), (None, absent, "None")]
    assert shown(session, scene) == [
        (1, "En marcha", "79.00"),
        (1, "Primero", "79.00"),
        (2, "Segundo", "73.00"),
        *first,
    ]
    assert reveal(session, scene, 1) == 5
    assert result_lines(session, scene.contest.id)[0] == ResultLine(
        category_code="IDEA",
        category_name="En idea",
        place=None,
        name=absent or "",
        total=None,
        standing="disqualified",
    )


def test_only_the_secretary_reveals(session: Session) -> None:
    scene = make_closed(session)

    with pytest.raises(NotPermitted):
        reveal_results(
            session,
            act_of(make_user(session, Role.STAFF), JURY_DAY),
            contest_id=scene.contest.id,
            up_to=1,
        )


def test_sheets_of_the_phase_are_counted_and_a_recused_juror_owes_none(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    first, second = scene.applications
    make_interest(session, scene.jurors[0], first, recused=True)
    make_sheet(session, scene.jurors[1], first, "PUBLIC", MARKS["PUBLIC"])
    make_sheet(session, scene.jurors[2], first, "PUBLIC", {"P1": 4}, final=False)
    make_sheet(session, scene.jurors[0], second, "FIELD", MARKS["FIELD"])
    make_ready_hall(session, scene)
    view = view_of(session, scene)
    final = final_sheets(session, scene.contest.id, "PUBLIC")

    told = {turn.application_id: group_sheets(view, turn, final) for turn in view.turns}

    assert [(told[a.id].final, told[a.id].expected) for a in scene.applications] == [(1, 2), (0, 3)]
    assert [juror.full_name for juror in told[first.id].missing] == ["Jurado 3"]
