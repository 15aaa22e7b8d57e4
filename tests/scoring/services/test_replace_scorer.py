"""Handing a group on: who may, to whom, until when; what is kept of both, and nothing of what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, RoleGrant
from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.assignment_queries import assigned
from contest_portal.jury.models import Interest
from contest_portal.jury.queries import juror_of_user
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, Refused, WrongState
from contest_portal.scoring.assigning import assignment_view, hand_to_replace, successors
from contest_portal.scoring.desk import desk_of
from contest_portal.scoring.models import PublicDraw
from contest_portal.scoring.own_sheets import own_groups
from contest_portal.scoring.services.replace_scorer import MAX_REASON, replace_scorer
from tests.factories.accounts import act_of, make_user
from tests.factories.assignments import SHARED, make_assignment, make_assignment_draw
from tests.factories.contests import make_contest
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.scoring import make_sheet

LATER = JURY_DAY + timedelta(hours=1)


def shared(session: Session) -> tuple[Evaluation, JurorAssignment]:
    """Four jurors; the first two have the only group, and the first one's assignment is given."""
    scene = make_evaluation(session, rulebook=SHARED, groups=("Sumaq Kuy",), jurors=4)
    make_assignment_draw(session, scene.contest, scene.secretary)
    first, _ = (
        make_assignment(session, juror, scene.applications[0], scene.secretary) for juror in scene.jurors[:2]
    )
    return scene, first


def hand_on(
    session: Session, scene: Evaluation, former: JurorAssignment, to: int = 2, **changes: object
) -> JurorAssignment:
    asked: dict[str, object] = {
        "contest_id": scene.contest.id,
        "assignment_id": former.id,
        "juror_id": scene.jurors[to].id,
        "reason": "No llegó",
    }
    return replace_scorer(session, scene.by_secretary, **(asked | changes))  # type: ignore[arg-type]


def kept(session: Session) -> list[object]:
    table = JurorAssignment.__table__
    rows = session.execute(select(*table.columns).order_by(table.c.id))
    return [*map(tuple, rows), session.scalar(select(func.count()).select_from(AuditRow))]


def problems_of(refusal: PortalError) -> list[str]:
    return [problem.code for problem in refusal.problems] if isinstance(refusal, Refused) else []


Prepare = Callable[[Session, Evaluation, JurorAssignment], dict[str, object]]


def closed(_: Session, scene: Evaluation, __: JurorAssignment) -> dict[str, object]:
    scene.contest.state = "scored"
    return {}


def ended(_: Session, scene: Evaluation, former: JurorAssignment) -> dict[str, object]:
    former.ended_at, former.ended_by, former.end_reason = JURY_DAY, scene.secretary.id, "Antes"
    return {}


def of_another_contest(session: Session, scene: Evaluation, _: JurorAssignment) -> dict[str, object]:
    office = session.scalars(select(Office)).one()
    return {"contest_id": make_contest(session, office, scene.secretary, state="evaluating").id}


def stand_aside(session: Session, juror_id: int) -> None:
    interest = session.scalars(select(Interest).where(Interest.juror_id == juror_id)).one()
    interest.recused, interest.reason = True, "Compadre"
    session.flush()


def recused(session: Session, scene: Evaluation, _: JurorAssignment) -> dict[str, object]:
    stand_aside(session, scene.jurors[2].id)
    return {}


def of_another_phase(_: Session, scene: Evaluation, __: JurorAssignment) -> dict[str, object]:
    scene.jurors[2].phases = "PUBLIC"
    return {}


def done(session: Session, scene: Evaluation, _: JurorAssignment) -> dict[str, object]:
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    return {}


def drawn(session: Session, scene: Evaluation, _: JurorAssignment) -> dict[str, object]:
    session.add(
        PublicDraw(
            contest_id=scene.contest.id,
            numbers="4-17-8-23",
            held_at=JURY_DAY,
            witnesses="Todos",
            recorded_by=scene.secretary.id,
            recorded_at=JURY_DAY,
        )
    )
    return {}


@pytest.mark.parametrize(
    ("prepare", "expected", "codes"),
    [
        pytest.param(closed, WrongState, None, id="the scoring is closed"),
        pytest.param(ended, NotFound, [], id="handed on already"),
        pytest.param(of_another_contest, NotFound, [], id="another contest"),
        pytest.param(lambda *_: {"assignment_id": 999_999}, NotFound, [], id="no such assignment"),
        pytest.param(lambda *_: {"contest_id": 999_999}, NotFound, [], id="no such contest"),
        pytest.param(recused, Refused, ["assignment.cannot_score"], id="who takes it stands aside"),
        pytest.param(of_another_phase, Refused, ["assignment.cannot_score"], id="of another phase"),
        pytest.param(lambda *_: {"juror_id": 0}, Refused, ["assignment.cannot_score"], id="nobody"),
        pytest.param(done, Refused, ["assignment.sheet_is_final"], id="the sheet is final"),
        pytest.param(drawn, Refused, ["draw.held"], id="the lot is drawn"),
        pytest.param(lambda *_: {"reason": " \n "}, Refused, ["assignment.reason"], id="no reason"),
        pytest.param(
            lambda *_: {"reason": "x" * (MAX_REASON + 1)},
            Refused,
            ["assignment.reason"],
            id="too long a reason",
        ),
    ],
)
def test_what_is_refused_changes_nothing(
    session: Session, prepare: Prepare, expected: type[PortalError], codes: list[str] | None
) -> None:
    scene, former = shared(session)
    changes = prepare(session, scene, former)
    session.flush()
    before = kept(session)

    with pytest.raises(expected) as refusal:
        hand_on(session, scene, former, **changes)

    assert codes is None or problems_of(refusal.value) == codes
    assert kept(session) == before


@pytest.mark.parametrize("taker", [0, 1], ids=["the same", "who has it"])
def test_a_group_is_not_handed_to_who_has_it(session: Session, taker: int) -> None:
    scene, former = shared(session)

    with pytest.raises(Refused) as refusal:
        hand_on(session, scene, former, taker)

    assert problems_of(refusal.value) == ["assignment.cannot_score"]


def test_only_the_secretary_of_the_contest_hands_on(session: Session) -> None:
    scene, former = shared(session)
    elsewhere = make_user(session)
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating")
    elsewhere.grants = [RoleGrant(role=Role.SECRETARY.value, contest_id=other.id)]
    session.flush()
    people = [elsewhere, *(make_user(session, role) for role in Role if role is not Role.SECRETARY)]
    before = kept(session)

    for user in people:
        with pytest.raises(NotPermitted):
            replace_scorer(
                session,
                act_of(user, JURY_DAY),
                contest_id=scene.contest.id,
                assignment_id=former.id,
                juror_id=scene.jurors[2].id,
                reason="No llegó",
            )
    assert kept(session) == before


def test_both_ends_are_kept_with_who_when_and_why_and_the_chain_tells_no_name(session: Session) -> None:
    scene, former = shared(session)
    act = replace(scene.by_secretary, at=LATER)
    reason = "ñ" * MAX_REASON

    new = replace_scorer(
        session,
        act,
        contest_id=scene.contest.id,
        assignment_id=former.id,
        juror_id=scene.jurors[2].id,
        reason=reason,
    )

    assert (former.ended_at, former.ended_by, former.end_reason) == (LATER, scene.secretary.id, reason)
    assert (new.made_at, new.made_by, new.reason, new.ended_at) == (LATER, scene.secretary.id, reason, None)
    assert (new.juror_id, new.application_id, new.phase_code) == (
        scene.jurors[2].id,
        former.application_id,
        "FIELD",
    )
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject) == ("assignment.replaced", f"application:{former.application_id}")
    assert "Jurado" not in row.data


def test_a_group_goes_there_and_back_again(session: Session) -> None:
    scene, former = shared(session)

    there = hand_on(session, scene, former, 2)
    back = hand_on(session, scene, there, 0)

    live = [one.juror_id for one in assigned(session, scene.contest.id)]
    assert live == [scene.jurors[0].id, scene.jurors[1].id]
    assert session.scalar(select(func.count()).select_from(JurorAssignment)) == 4
    assert back.id not in (former.id, there.id)


def test_the_draft_of_who_gave_it_away_is_out_of_sight_and_who_takes_it_begins(session: Session) -> None:
    scene, former = shared(session)
    group = scene.applications[0].id
    for juror in scene.jurors:
        juror.phases = "FIELD"
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", {"F1": 3}, final=False)
    session.flush()

    hand_on(session, scene, former, 2)

    seen = [
        [own.entrant.application_id for own in own_groups(session, scene.contest.id, seat)]
        for seat in (juror_of_user(session, scene.contest.id, user.id) for user in scene.users)
    ]
    assert seen == [[], [group], [group], []]
    with pytest.raises(NotFound):
        desk_of(session, scene.by_juror(0).actor, application_id=group, phase_code="FIELD")
    assert desk_of(
        session, scene.by_juror(2).actor, application_id=group, phase_code="FIELD"
    ).juror.juror_id == (scene.jurors[2].id)


def test_successors_are_offered_without_who_stands_aside_or_has_it(session: Session) -> None:
    scene, former = shared(session)
    stand_aside(session, scene.jurors[2].id)

    offered = hand_to_replace(session, scene.contest.id, former.id)

    assert (offered.name, offered.group_name, offered.phase_name) == (
        "Jurado 1",
        "Sumaq Kuy",
        "Evaluación de campo",
    )
    assert offered.successors == successors(session, former)
    assert [one.name for one in offered.successors] == ["Jurado 4"]


def test_who_stands_aside_later_is_marked_until_the_group_is_handed_on(session: Session) -> None:
    scene, former = shared(session)
    stand_aside(session, scene.jurors[0].id)

    def aside() -> list[str]:
        (task,) = assignment_view(session, scene.contest.id).tasks
        return [hand.name for group in task.groups for hand in group.hands if hand.stands_aside]

    before = aside()
    hand_on(session, scene, former, 3)

    assert (before, aside()) == (["Jurado 1"], [])
