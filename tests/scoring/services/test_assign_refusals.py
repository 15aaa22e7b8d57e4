"""Sharing groups out, at its edges: nobody else, not twice, nothing kept of what is refused, and the sums agree."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.assignment_models import AssignmentDraw, JurorAssignment
from contest_portal.jury.assignment_queries import assigned, phase_tasks, shared_out
from contest_portal.jury.scorers import scorers
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, Refused, WrongState
from contest_portal.scoring.assigning import assignment_view
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.services.assign_groups import assign_groups
from tests.factories.accounts import act_of, make_user
from tests.factories.assignments import SHARED
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.evaluation import JURY_DAY, Evaluation, add_group, make_evaluation
from tests.factories.scoring import make_interest
from tests.query_count import counted_queries

BOTH: Rulebook = replace(RULEBOOK, phases=(replace(FIELD, scorers=2), replace(PUBLIC, scorers=3)))
GROUPS = ("Uno", "Dos", "Tres", "Cuatro", "Cinco")


def assign(session: Session, scene: Evaluation, **changes: object) -> AssignmentDraw:
    asked: dict[str, object] = {
        "contest_id": scene.contest.id,
        "numbers": " 4, 17 ;8 ",
        "witnesses": " El jurado ",
    }
    return assign_groups(session, scene.by_secretary, **(asked | changes))  # type: ignore[arg-type]


def kept(session: Session) -> tuple[int, ...]:
    tables = (AssignmentDraw, JurorAssignment, AuditRow)
    return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({"numbers": ""}, ["draw.bad_numbers"], id="no numbers"),
        pytest.param({"numbers": "4 17"}, ["draw.bad_numbers"], id="too few"),
        pytest.param({"numbers": "1" * 61}, ["draw.bad_numbers"], id="too many"),
        pytest.param({"witnesses": "\t"}, ["draw.no_witnesses"], id="no witnesses"),
        pytest.param({"witnesses": "ñ" * 401}, ["draw.long_witnesses"], id="too long"),
        pytest.param({"numbers": "x", "witnesses": ""}, ["draw.bad_numbers", "draw.no_witnesses"], id="both"),
    ],
)
def test_what_is_no_draw_is_refused_and_nothing_is_kept(
    session: Session, changes: dict[str, object], codes: list[str]
) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    before = kept(session)

    with pytest.raises(Refused) as refusal:
        assign(session, scene, **changes)

    assert [problem.code for problem in refusal.value.problems] == codes
    assert kept(session) == before


@pytest.mark.parametrize(
    ("changes", "state", "expected"),
    [
        ({"contest_id": 999_999}, "evaluating", NotFound),
        ({}, "published", WrongState),
        ({}, "scored", WrongState),
    ],
    ids=["no such contest", "not open yet", "closed"],
)
def test_groups_are_shared_out_while_a_contest_is_judged(
    session: Session, changes: dict[str, object], state: str, expected: type[PortalError]
) -> None:
    scene = make_evaluation(session, rulebook=SHARED, state=state)
    before = kept(session)

    with pytest.raises(expected):
        assign(session, scene, **changes)

    assert kept(session) == before


def test_nobody_but_the_secretary_shares_out(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    before = kept(session)

    for role in Role:
        if role is Role.SECRETARY:
            continue
        act = act_of(make_user(session, role), JURY_DAY)
        with pytest.raises(NotPermitted):
            assign_groups(session, act, contest_id=scene.contest.id, numbers="4 17 8", witnesses="El jurado")
    assert kept(session) == before


def test_a_second_draw_changes_nothing(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    assign(session, scene, witnesses="ñ" * 400)
    before, live = kept(session), assigned(session, scene.contest.id)

    with pytest.raises(WrongState) as refusal:
        assign(session, scene, numbers="9999")

    assert [problem.code for problem in refusal.value.problems] == ["assignment.second_time"]
    assert (kept(session), assigned(session, scene.contest.id)) == (before, live)


def test_the_draw_is_kept_as_it_is_hashed_with_who_wrote_it_down(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED)

    assign(session, scene)

    draw = shared_out(session, scene.contest.id)
    assert draw is not None
    assert (draw.numbers, draw.witnesses, draw.made_at, draw.made_by) == (
        "4-17-8",
        "El jurado",
        JURY_DAY,
        "Nélida Poma Crispín",
    )


def test_both_phases_are_shared_out_and_all_sums_agree(session: Session) -> None:
    scene = make_evaluation(session, rulebook=BOTH, groups=GROUPS, jurors=4)
    assign(session, scene)

    live = assigned(session, scene.contest.id)
    view = assignment_view(session, scene.contest.id)
    board = evaluation_board(session, scene.contest.id)
    progress = board.juror_progress()

    assert Counter(one.phase_code for one in live) == {"FIELD": 10, "PUBLIC": 15}
    assert set(Counter((one.phase_code, one.application_id) for one in live).values()) == {2, 3}
    assert [sum(load.groups for load in task.loads) for task in view.tasks] == [10, 15]
    assert [[len(group.hands) for group in task.groups] for task in view.tasks] == [[2] * 5, [3] * 5]
    assert [[row.may_score for row in phase.rows] for phase in board.phases] == [[2] * 5, [3] * 5]
    assert {juror: one.expected for juror, one in progress.items()} == Counter(one.juror_id for one in live)
    for task in view.tasks:
        loads = [load.groups for load in task.loads]
        assert max(loads) - min(loads) <= 1


def test_a_juror_of_one_phase_is_given_groups_of_that_phase_alone(session: Session) -> None:
    scene = make_evaluation(session, rulebook=BOTH, groups=GROUPS, jurors=4)
    scene.jurors[0].phases = "PUBLIC"
    session.flush()

    assign(session, scene)

    mine = {
        one.phase_code for one in assigned(session, scene.contest.id) if one.juror_id == scene.jurors[0].id
    }
    found = scorers(session, scene.contest.id, BOTH)
    assert mine == {"PUBLIC"}
    assert not found.may_score(scene.jurors[0].id, scene.applications[0].id, "FIELD")


def test_only_groups_of_the_phases_categories_are_shared_out(session: Session) -> None:
    book = replace(RULEBOOK, phases=(replace(FIELD, scorers=2, categories=("IDEA",)), PUBLIC))
    scene = make_evaluation(session, rulebook=book)
    running = add_group(session, scene.contest, scene.centre, "En marcha", category_code="MARCHA")
    for juror in scene.jurors:
        make_interest(session, juror, running)

    (only,) = phase_tasks(session, scene.contest.id, rulebook_of(session, scene.contest.id))

    assert [group.application_id for group in only.task.groups] == [one.id for one in scene.applications]


def test_who_has_not_declared_about_one_group_keeps_all_waiting(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED, declared=False)
    for number, juror in enumerate(scene.jurors):
        for group in scene.applications[: 2 - (number == 1)]:
            make_interest(session, juror, group)

    with pytest.raises(Refused) as refusal:
        assign(session, scene)

    told = [(problem.code, dict(problem.params)) for problem in refusal.value.problems]
    assert told == [("assignment.undeclared", {"name": "Jurado 2"})]
    assert assignment_view(session, scene.contest.id).problems == refusal.value.problems


def test_what_is_foreseen_is_what_comes_whatever_the_numbers(session: Session) -> None:
    scene = make_evaluation(session, rulebook=BOTH, groups=GROUPS, jurors=4)
    foreseen = assignment_view(session, scene.contest.id)

    assign(session, scene)

    made = assignment_view(session, scene.contest.id)
    for before, after in zip(foreseen.tasks, made.tasks, strict=True):
        assert sorted(load.groups for load in before.loads) == sorted(load.groups for load in after.loads)
        assert (before.name, before.per_group, before.groups) == (after.name, after.per_group, ())


def test_more_groups_ask_no_more_queries(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Uno",))
    with counted_queries(session) as with_one:
        assignment_view(session, scene.contest.id)
    for name in ("Dos", "Tres"):
        add_group(session, scene.contest, scene.centre, name)

    with counted_queries(session) as with_three:
        assignment_view(session, scene.contest.id)

    assert with_three.total == with_one.total
