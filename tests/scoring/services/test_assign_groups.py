"""Sharing groups out by drawn numbers, and changing one by hand."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.assignment_queries import assigned, phase_tasks
from contest_portal.jury.models import Interest
from contest_portal.jury.queries import juror_of_user
from contest_portal.jury.rules.assignment import share_out
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.scoring.assigning import assignment_view, successors, waits_for_assignment
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.counting import countable_sheets
from contest_portal.scoring.desk import desk_of, group_of_juror
from contest_portal.scoring.own_sheets import own_groups
from contest_portal.scoring.services.assign_groups import assign_groups
from contest_portal.scoring.services.replace_scorer import replace_scorer
from tests.factories.assignments import SHARED, make_assignment
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import MARKS, Evaluation, make_evaluation
from tests.factories.scoring import make_interest, make_sheet


def assign(
    session: Session, scene: Evaluation, numbers: str = "4 17 8", witnesses: str = "El jurado"
) -> None:
    assign_groups(
        session, scene.by_secretary, contest_id=scene.contest.id, numbers=numbers, witnesses=witnesses
    )


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_the_drawn_numbers_decide_once_and_on_record(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    (only,) = phase_tasks(session, scene.contest.id, rulebook_of(session, scene.contest.id))
    waited = waits_for_assignment(session, scene.contest.id)

    assign(session, scene)

    live = assigned(session, scene.contest.id)
    assert {(one.juror_id, one.application_id) for one in live} == share_out(only.task, "4-17-8")
    assert (waited, waits_for_assignment(session, scene.contest.id)) == (True, False)
    entry = session.scalars(select(AuditRow).where(AuditRow.action == "groups.assigned")).one()
    assert '"numbers":"4-17-8"' in entry.data
    with pytest.raises(WrongState) as refusal:
        assign(session, scene, "9 9 9 9")
    assert codes(refusal) == ["assignment.second_time"]


def test_what_keeps_groups_from_being_shared_out_is_named_at_once(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED, declared=False, groups=("Sumaq Kuy",))
    (application,) = scene.applications
    for juror in scene.jurors[:2]:
        make_interest(session, juror, application, recused=True)

    with pytest.raises(Refused) as refusal:
        assign(session, scene, numbers="uno", witnesses=" ")

    assert codes(refusal) == [
        "draw.bad_numbers",
        "draw.no_witnesses",
        "assignment.undeclared",
        "assignment.shortage",
    ]
    assert assigned(session, scene.contest.id) == ()


def test_where_everybody_scores_all_there_is_nothing_to_share_out(session: Session) -> None:
    scene = make_evaluation(session, rulebook=RULEBOOK)

    with pytest.raises(Refused) as refusal:
        assign(session, scene)

    assert (codes(refusal), waits_for_assignment(session, scene.contest.id)) == (
        ["assignment.not_asked"],
        False,
    )


def test_only_the_secretary_shares_out_and_only_while_the_contest_is_judged(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED, state="scored")

    with pytest.raises(WrongState):
        assign(session, scene)
    with pytest.raises(NotPermitted):
        assign_groups(
            session, scene.by_juror(0), contest_id=scene.contest.id, numbers="4 17 8", witnesses="Todos"
        )


def test_a_group_that_is_not_assigned_does_not_exist_for_a_juror(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    scene.jurors[0].phases = "FIELD"
    mine, other = scene.applications
    make_assignment(session, scene.jurors[0], mine, scene.secretary)
    juror = juror_of_user(session, scene.contest.id, scene.users[0].id)
    actor = scene.by_juror(0).actor

    assert [own.entrant.application_id for own in own_groups(session, scene.contest.id, juror)] == [mine.id]
    assert desk_of(session, actor, application_id=mine.id, phase_code="FIELD").juror == juror
    assert group_of_juror(session, actor, mine.id)[0] == juror
    with pytest.raises(NotFound):
        desk_of(session, actor, application_id=other.id, phase_code="FIELD")
    with pytest.raises(NotFound):
        group_of_juror(session, actor, other.id)


def test_the_board_asks_only_those_who_have_the_group(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Sumaq Kuy",))
    (application,) = scene.applications
    make_assignment(session, scene.jurors[0], application, scene.secretary)
    make_sheet(session, scene.jurors[1], application, "FIELD", MARKS["FIELD"])

    board = evaluation_board(session, scene.contest.id)

    field, public = (phase.rows[0] for phase in board.phases)
    assert [cell.state.value for cell in field.cells] == ["missing", "final", "not_assigned"]
    assert (field.may_score, field.final, public.may_score) == (2, 1, 3)
    assert [sheet.counted.juror for sheet in countable_sheets(session, scene.contest.id)] == [
        scene.jurors[1].id
    ]


def shared_scene(session: Session) -> tuple[Evaluation, JurorAssignment]:
    """Two jurors have the only group, the third may take over."""
    scene = make_evaluation(session, rulebook=SHARED, groups=("Sumaq Kuy",))
    first, second, _ = scene.jurors
    former = make_assignment(session, first, scene.applications[0], scene.secretary)
    make_assignment(session, second, scene.applications[0], scene.secretary)
    return scene, former


def test_a_group_is_handed_on_with_its_reason(session: Session) -> None:
    scene, former = shared_scene(session)
    offered = successors(session, former)

    new = replace_scorer(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        assignment_id=former.id,
        juror_id=scene.jurors[2].id,
        reason=" No llegó ",
    )

    assert [one.juror_id for one in offered] == [scene.jurors[2].id]
    assert (former.end_reason, former.ended_by, new.reason) == ("No llegó", scene.secretary.id, "No llegó")
    assert [one.juror_id for one in assigned(session, scene.contest.id)] == [
        scene.jurors[1].id,
        scene.jurors[2].id,
    ]
    with pytest.raises(NotFound):
        replace_scorer(
            session,
            scene.by_secretary,
            contest_id=scene.contest.id,
            assignment_id=former.id,
            juror_id=scene.jurors[0].id,
            reason="Otra vez",
        )


def test_a_group_is_not_handed_to_who_has_it_nor_taken_from_who_is_done(session: Session) -> None:
    scene, former = shared_scene(session)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])

    with pytest.raises(Refused) as refusal:
        replace_scorer(
            session,
            scene.by_secretary,
            contest_id=scene.contest.id,
            assignment_id=former.id,
            juror_id=scene.jurors[1].id,
            reason="",
        )

    assert codes(refusal) == ["assignment.sheet_is_final", "assignment.cannot_score", "assignment.reason"]


def test_the_view_foresees_loads_and_marks_who_stands_aside_later(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    before = assignment_view(session, scene.contest.id)
    assign(session, scene)
    given = assigned(session, scene.contest.id)[0]
    interest = session.scalars(
        select(Interest).where(
            Interest.juror_id == given.juror_id, Interest.application_id == given.application_id
        )
    ).one()
    interest.recused, interest.reason = True, "Compadre"
    session.flush()

    after = assignment_view(session, scene.contest.id)

    (foreseen,), (made,) = before.tasks, after.tasks
    assert [sorted(load.groups for load in task.loads) for task in (foreseen, made)] == [[1, 1, 2]] * 2
    assert (before.draw, after.draw and after.draw.numbers) == (None, "4-17-8")
    aside = {hand.assignment_id for group in made.groups for hand in group.hands if hand.stands_aside}
    assert aside == {given.assignment_id}
