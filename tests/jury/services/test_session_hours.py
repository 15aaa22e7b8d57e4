"""Hours of the session: what ends, ends after it began; and who has a group where groups are shared out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.services.close_session import close_session
from contest_portal.jury.services.move_presentation import move_presentation
from contest_portal.jury.services.note_incident import note_incident
from contest_portal.jury.services.note_presence import note_presence
from contest_portal.jury.services.withdraw_incident import withdraw_incident
from contest_portal.jury.session_models import HallSession, JurorPresence
from contest_portal.kernel.problems import Refused
from contest_portal.scoring.hall import final_sheets, group_sheets
from tests.factories.assignments import make_assignment
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.hall import make_ready_hall, open_hall, present_group, seat_in_hall, view_of
from tests.factories.scoring import make_sheet

SHARED_HALL: Rulebook = replace(RULEBOOK, phases=(FIELD, replace(PUBLIC, scorers=2)))
END = JURY_DAY + timedelta(minutes=25)


def close_at(session: Session, scene: Evaluation, minutes: int) -> HallSession:
    act = replace(scene.by_secretary, at=JURY_DAY + timedelta(hours=2))
    closed_at = JURY_DAY + timedelta(minutes=minutes)
    return close_session(session, act, contest_id=scene.contest.id, closed_at=closed_at, confirmed=True)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-1, ["session.wrong_hour", "session.closed_before_the_last"]),
        (24, ["session.closed_before_the_last"]),
        (25, []),
        (120, []),
        (121, ["session.wrong_hour"]),
    ],
)
def test_a_session_ends_after_the_last_group_and_not_later_than_now(
    session: Session, minutes: int, expected: list[str]
) -> None:
    scene = make_evaluation(session, groups=("Uno",))
    make_ready_hall(session, scene)
    for action, at in (("begin", JURY_DAY), ("end", END + timedelta(seconds=40))):
        move_presentation(
            session,
            replace(scene.by_secretary, at=at),
            contest_id=scene.contest.id,
            application_id=scene.applications[0].id,
            action=action,
        )

    found: list[str] = []
    try:
        close_at(session, scene, minutes)
    except Refused as refusal:
        found = [problem.code for problem in refusal.problems]

    hall = view_of(session, scene).hall
    assert found == expected
    assert (hall.state, hall.closed_at is None) == (("open", True) if expected else ("closed", False))


@pytest.mark.parametrize(
    ("minutes", "withdrawn", "expected"),
    [(29, False, ["session.closed_before_incident"]), (29, True, []), (30, False, [])],
)
def test_a_session_does_not_end_before_what_happened_in_it(
    session: Session, minutes: int, *, withdrawn: bool, expected: list[str]
) -> None:
    scene = make_evaluation(session, groups=("Uno",))
    open_hall(session, scene)
    at = JURY_DAY + timedelta(minutes=30, seconds=20)
    act = replace(scene.by_secretary, at=at)
    incident = note_incident(session, act, contest_id=scene.contest.id, happened_at=at, text="Se fue la luz")
    if withdrawn:
        withdraw_incident(session, act, contest_id=scene.contest.id, incident_id=incident.id)

    found: list[str] = []
    try:
        close_at(session, scene, minutes)
    except Refused as refusal:
        found = [problem.code for problem in refusal.problems]

    assert found == expected


def test_who_comes_back_keeps_the_first_hour_and_nobody_is_noted_twice(session: Session) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)

    for minute, there in enumerate(([0, 1], [1], [0, 1], [0, 1], [])):
        seat_in_hall(session, scene, there, minutes=minute)

    rows = session.scalars(select(JurorPresence).order_by(JurorPresence.juror_id)).all()
    assert [(row.arrived_at, row.left_at) for row in rows] == [
        (JURY_DAY, JURY_DAY + timedelta(minutes=4)),
        (JURY_DAY, JURY_DAY + timedelta(minutes=4)),
    ]


@pytest.mark.parametrize("twice", [False, True])
def test_the_same_juror_marked_twice_is_one_juror(session: Session, *, twice: bool) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)
    present = [scene.jurors[0].id] * (1 + twice)

    note_presence(session, scene.by_secretary, contest_id=scene.contest.id, present=present)

    assert view_of(session, scene).quorum.present == 1


def shared_scene(session: Session, *assigned: int) -> Evaluation:
    """A group heard in a phase that is shared out, given to some of the jurors."""
    scene = make_evaluation(session, rulebook=SHARED_HALL, groups=("Uno",))
    for number in assigned:
        made = make_assignment(session, scene.jurors[number], scene.applications[0], scene.secretary)
        made.phase_code = "PUBLIC"
    session.flush()
    make_ready_hall(session, scene)
    return scene


def test_the_hall_waits_for_the_sheets_of_those_who_have_the_group(session: Session) -> None:
    scene = shared_scene(session, 0, 1)
    make_sheet(session, scene.jurors[0], scene.applications[0], "PUBLIC", MARKS["PUBLIC"])
    view = view_of(session, scene)

    told = group_sheets(view, view.turns[0], final_sheets(session, scene.contest.id, "PUBLIC"))

    assert (told.final, told.expected) == (1, 2)
    assert [juror.full_name for juror in told.missing] == ["Jurado 2"]


@pytest.mark.parametrize(
    ("assigned", "present", "expected"),
    [
        pytest.param((0, 1), (0, 1), [], id="who has it is there"),
        pytest.param((0, 1), (1, 2), ["session.no_quorum_for_group"], id="one who has it is not"),
        pytest.param((), (0, 1, 2), ["session.no_quorum_for_group"], id="nobody has it yet"),
    ],
)
def test_a_group_presents_before_those_who_have_it(
    session: Session, assigned: tuple[int, ...], present: tuple[int, ...], expected: list[str]
) -> None:
    scene = shared_scene(session, *assigned)
    seat_in_hall(session, scene, present)

    found: list[str] = []
    try:
        present_group(session, scene, scene.applications[0].id, "begin")
    except Refused as refusal:
        found = [problem.code for problem in refusal.problems]

    assert found == expected
