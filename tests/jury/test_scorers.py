"""Who may score what."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.assignment_queries import phase_tasks
from contest_portal.jury.scorers import Scorers, scorers
from tests.factories.assignments import SHARED, make_assignment
from tests.factories.evaluation import make_evaluation
from tests.factories.sheets import SHARED as SHARED_SHEET
from tests.factories.sheets import book_of
from tests.query_count import counted_queries

WHO = Scorers(
    recused=frozenset({(1, 10), (2, 10)}),
    restricted=frozenset({(2, "FIELD"), (3, "FIELD")}),
    assigned=frozenset({(2, 10, "FIELD"), (2, 11, "FIELD")}),
    absent=frozenset({4}),
)


@pytest.mark.parametrize(
    ("pair", "phase", "may"),
    [
        pytest.param((1, 11), "FIELD", "score", id="everybody's group"),
        pytest.param((1, 10), "FIELD", "nothing", id="recused"),
        pytest.param((2, 11), "FIELD", "score", id="assigned"),
        pytest.param((2, 10), "FIELD", "nothing", id="assigned, recused since"),
        pytest.param((3, 11), "FIELD", "read what was made final", id="not assigned"),
        pytest.param((3, 11), "PUBLIC", "score", id="not assigned in another phase"),
        pytest.param((4, 11), "PUBLIC", "read what was made final", id="absent"),
    ],
)
def test_recusals_and_assignments_decide(pair: tuple[int, int], phase: str, may: str) -> None:
    assert WHO.may_score(*pair, phase) is (may == "score")
    assert WHO.may_open(*pair, phase, is_final=False) is (may == "score")
    assert WHO.may_open(*pair, phase, is_final=True) is (may != "nothing")


def test_what_is_stored_is_read_of_one_juror_or_of_all(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    first, second, _ = scene.jurors
    kept = make_assignment(session, first, scene.applications[0], scene.secretary)
    make_assignment(session, second, scene.applications[0], scene.secretary)
    ended = make_assignment(session, first, scene.applications[1], scene.secretary)
    ended.ended_at, ended.ended_by, ended.end_reason = kept.made_at, scene.secretary.id, "Se enfermó"
    session.flush()

    with counted_queries(session) as counted:
        found = scorers(session, scene.contest.id, SHARED)
    of_first = scorers(session, scene.contest.id, SHARED, juror_id=first.id)

    application_id = scene.applications[0].id
    assert found.assigned == {(first.id, application_id, "FIELD"), (second.id, application_id, "FIELD")}
    assert found.restricted == {(juror.id, "FIELD") for juror in scene.jurors}
    assert (of_first.assigned, of_first.restricted) == (
        {(first.id, application_id, "FIELD")},
        {(first.id, "FIELD")},
    )
    assert counted.total == 4


def test_each_class_of_evaluators_is_a_task_of_its_own(session: Session) -> None:
    jury, adviser = SHARED_SHEET.classes
    book = book_of(replace(SHARED_SHEET, code="FIELD", classes=(replace(jury, scorers=1), adviser)))
    scene = make_evaluation(session, rulebook=book)
    for juror, code in zip(scene.jurors, ("JURY", "JURY", "ADVISER"), strict=True):
        juror.evaluator_class = code
    session.flush()

    (only,) = phase_tasks(session, scene.contest.id, rulebook_of(session, scene.contest.id))
    found = scorers(session, scene.contest.id, book)

    assert (only.phase_code, only.class_code, only.task.name) == ("FIELD", "JURY", "Ficha ponderada · Jurado")
    assert [one.name for one in only.task.evaluators] == ["Jurado 1", "Jurado 2"]
    assert found.restricted == {(juror.id, "FIELD") for juror in scene.jurors[:2]}
