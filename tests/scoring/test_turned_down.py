"""Whoever was turned down by the screening is seen by no later stage."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.queries import applications_in, entrant, entrants
from contest_portal.jury.queries import declarable_groups, panel
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.own_sheets import has_declared, own_groups
from contest_portal.scoring.queries import ranking
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.record_attendance import record_attendance
from tests.factories.evaluation import Evaluation, make_evaluation, score_fully
from tests.factories.turned_down import make_turned_down

ENTERED = ["Sumaq Kuy", "Pan de Chahuarma"]


@pytest.fixture
def scene(session: Session) -> Evaluation:
    scene = make_evaluation(session)
    make_turned_down(session, scene.contest, scene.centre)
    return scene


def test_the_office_still_lists_it_among_what_was_sent(session: Session, scene: Evaluation) -> None:
    assert len(applications_in(session, scene.contest.id)) == 3


def test_it_does_not_stand_in_the_contest(session: Session, scene: Evaluation) -> None:
    assert [one.group_name for one in entrants(session, scene.contest.id)] == ENTERED


def test_the_board_does_not_wait_for_its_sheets(session: Session, scene: Evaluation) -> None:
    board = evaluation_board(session, scene.contest.id)

    assert [[row.group_name for row in phase.rows] for phase in board.phases] == [ENTERED, ENTERED]


def test_no_juror_declares_about_it(session: Session, scene: Evaluation) -> None:
    (first, *_) = panel(session, scene.contest.id)
    received = [application.id for application in scene.applications]

    assert [one.application_id for one in declarable_groups(session, scene.contest.id, first)] == received
    assert has_declared(session, scene.contest.id, first)
    assert [one.entrant.application_id for one in own_groups(session, scene.contest.id, first)] == received


def test_nobody_records_who_came(session: Session, scene: Evaluation) -> None:
    turned_down = make_turned_down(session, scene.contest, scene.centre, name="Yaku Mama")

    with pytest.raises(NotFound):
        record_attendance(
            session, scene.by_secretary, application_id=turned_down.id, phase_code="FIELD", present=[]
        )
    with pytest.raises(NotFound):
        entrant(session, turned_down.id)


def test_the_scoring_closes_without_it(session: Session, scene: Evaluation) -> None:
    score_fully(session, scene)

    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)

    assert scene.contest.state == "scored"
    assert [line.group_name for line in ranking(session, scene.contest.id)] == ENTERED
