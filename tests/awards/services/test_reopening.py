"""A contest goes back to a stage: what was is kept, what told it is void, and the stages are gone through again."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.services.withdraw_joint_act import withdraw_joint_act
from contest_portal.allocation.models import AllocationLine, Award
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.applications.benefit_models import Benefit
from contest_portal.awards.correction_preview import given_marks
from contest_portal.awards.reopening_models import UndoneResult
from contest_portal.awards.rules.reopening import BackTo
from contest_portal.awards.services.ask_reopening import ask_reopening
from contest_portal.awards.services.reopen_contest import reopen_contest
from contest_portal.contests.models import Envelope
from contest_portal.documents.models import Document
from contest_portal.documents.services.void_document import void_document
from contest_portal.jury.session_models import HallSession
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.invariants import broken_invariants
from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.publication.services.announce_results import announce_results
from contest_portal.publication.verify import Verifier, read
from contest_portal.scoring.models import RankingLine, Sheet
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.return_sheet import return_sheet
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.bundles import as_scored, make_public
from tests.factories.evaluation import JURY_DAY
from tests.factories.kept_scenes import kept_scene
from tests.factories.observations import make_observation
from tests.factories.publication import make_announced_contest, make_document
from tests.factories.reopening import ACT, GROUND, WHY, make_asked, make_confirmed, make_reopened


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    return make_announced_contest(session)


@pytest.fixture
def other(session: Session) -> User:
    """Somebody of the programme who approved nothing."""
    return make_user(session, Role.STAFF)


def reopen(
    session: Session, scored: ScoredContest, who: User, back_to: BackTo = BackTo.EVALUATION
) -> UndoneResult:
    return make_reopened(session, scored.contest.id, scored.secretary, who, back_to)


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_everything_that_is_undone_is_kept(session: Session, scored: ScoredContest, other: User) -> None:
    before = {model: count(session, model) for model in (RankingLine, Award, Benefit, AllocationLine)}

    undone = reopen(session, scored, other)

    kept = json.loads(undone.content)
    assert (len(kept["ranking"]), len(kept["awards"])) == (before[RankingLine], before[Award])
    assert (undone.content_sha256, undone.from_state, undone.to_state) == (
        sha256_hex(undone.content),
        "announced",
        "evaluating",
    )
    assert [count(session, model) for model in (RankingLine, Award, Benefit)] == [0, 0, 0]
    assert count(session, AllocationLine) == before[AllocationLine]
    assert {envelope.committed.cents for envelope in session.scalars(select(Envelope))} == {0}
    states = session.execute(
        select(Document.kind, Document.state, Document.void_reason).order_by(Document.id)
    )
    assert [tuple(row) for row in states] == [
        ("acta", "void", f"{ACT}: {WHY}"),
        ("resolution", "void", f"{ACT}: {WHY}"),
        *[("result_notice", "void", f"{ACT}: {WHY}")] * len(scored.groups),
    ]
    assert (scored.contest.state, scored.contest.announced_at, scored.contest.scored_at) == (
        "evaluating",
        None,
        None,
    )


def test_back_to_the_allocation_the_ranking_and_the_acta_stand(
    session: Session, scored: ScoredContest, other: User
) -> None:
    places = count(session, RankingLine)

    reopen(session, scored, other, BackTo.ALLOCATION)

    run = propose_allocation(session, act_of(scored.secretary, NOON), contest_id=scored.contest.id)
    approve_allocation(session, act_of(scored.staff, NOON), run_id=run.id, result_sha256=run.result_sha256)
    states = dict(session.execute(select(Document.kind, Document.state)).all())
    assert (count(session, RankingLine), states) == (
        places,
        {"acta": "issued", "resolution": "void", "result_notice": "void"},
    )
    assert broken_invariants(session) == ()


@pytest.mark.parametrize(("back_to", "shown"), [(BackTo.EVALUATION, 0), (BackTo.ALLOCATION, 2)])
def test_the_hall_shows_nothing_of_the_next_ranking_before_it_is_agreed(
    session: Session, scored: ScoredContest, other: User, back_to: BackTo, shown: int
) -> None:
    hall = HallSession(
        contest_id=scored.contest.id,
        phase_code="FIELD",
        place="Local comunal",
        agenda="Exposiciones",
        minutes=10,
        opened_at=NOON,
        screen_token="sala",
        revealed=2,
    )
    session.add(hall)

    reopen(session, scored, other, back_to)

    session.refresh(hall)
    assert hall.revealed == shown


def test_sheets_can_be_returned_again(session: Session, other: User) -> None:
    scene = kept_scene(session, "public contest", make_public)
    session.refresh(scene.contest, ["office"])
    scored = as_scored(scene, make_user(session, Role.STAFF))
    first = scene.applications[0]
    given = next(one for one in given_marks(session, scene.contest.id, first.id) if one.phase.code == "FIELD")

    reopen(session, scored, other)
    return_sheet(session, scene.by_secretary, sheet_id=given.sheet_id, reason=WHY)

    with pytest.raises(Refused):
        close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    assert session.get_one(Sheet, given.sheet_id).state == "draft"


def test_the_same_sheets_give_the_same_result_again(session: Session, other: User) -> None:
    scene = kept_scene(session, "public contest", make_public)
    session.refresh(scene.contest, ["office"])
    scored = as_scored(scene, make_user(session, Role.STAFF))

    undone = reopen(session, scored, other)
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    run = propose_allocation(session, scene.by_secretary, contest_id=scene.contest.id)
    approve_allocation(session, act_of(other, JURY_DAY), run_id=run.id, result_sha256=run.result_sha256)
    for kind in ("acta", "resolution"):
        make_document(session, scored, kind)
    announce_results(session, act_of(other, NOON), contest_id=scene.contest.id)

    again = {line.application_id: line.total_numerator for line in session.scalars(select(RankingLine))}
    was = {one["application_id"]: one["total_numerator"] for one in json.loads(undone.content)["ranking"]}
    assert again == was
    assert broken_invariants(session) == ()
    bundle = bundle_of(session, scene.contest)
    (before,) = bundle.undone
    assert (before.act, before.ground, before.back_to) == (ACT, GROUND, "evaluating")
    assert (before.ranking, before.awards) == (bundle.ranking, bundle.awards)
    data = json.loads(write_bundle(bundle))
    assert failed_steps(data) == set()
    data["undone"][0]["awards"][0]["goods"]["cents"] += 1
    assert failed_steps(data) == {"1.2", "6.4"}


def failed_steps(data: dict[str, Any]) -> set[str]:
    return {number for number, *_ in Verifier(read(json.dumps(data).encode())).report()["failed"]}


def test_neither_who_approved_the_allocation_nor_who_asked_confirms_it(
    session: Session, scored: ScoredContest, other: User
) -> None:
    asked = make_asked(session, scored.contest.id, other)

    for who in (scored.staff, other, scored.secretary):
        with pytest.raises(NotPermitted):
            make_confirmed(session, asked, who)
    assert (asked.state, scored.contest.state) == ("asked", "announced")


def test_what_keeps_a_contest_from_going_back(session: Session, scored: ScoredContest, other: User) -> None:
    make_observation(session, scored)

    with pytest.raises(Refused) as refusal:
        ask_reopening(
            session,
            act_of(other, NOON),
            contest_id=scored.contest.id,
            back_to=BackTo.EVALUATION,
            document="",
            ground=" ",
            reason="Corto",
        )

    assert [problem.code for problem in refusal.value.problems] == [
        "reopening.document",
        "reopening.ground",
        "reopening.reason",
        "reopening.open_observations",
    ]


def test_a_contest_that_is_not_past_a_stage_does_not_go_back(
    session: Session, scored: ScoredContest, other: User
) -> None:
    reopen(session, scored, other, BackTo.ALLOCATION)

    with pytest.raises(WrongState):
        reopen(session, scored, other, BackTo.ALLOCATION)


def test_it_is_asked_for_once_and_may_be_withdrawn(
    session: Session, scored: ScoredContest, other: User
) -> None:
    asked = make_asked(session, scored.contest.id, scored.secretary)
    with pytest.raises(WrongState):
        make_asked(session, scored.contest.id, other, BackTo.ALLOCATION)

    given = {"contest_id": scored.contest.id, "joint_id": asked.id}
    withdraw_joint_act(session, act_of(other, NOON), **given)

    with pytest.raises(WrongState):
        make_confirmed(session, asked, other)
    with pytest.raises(NotFound):
        withdraw_joint_act(session, act_of(other, NOON), contest_id=scored.contest.id + 1, joint_id=asked.id)
    assert make_asked(session, scored.contest.id, other, BackTo.ALLOCATION).state == "asked"


def test_only_what_both_saw_is_undone(session: Session, scored: ScoredContest, other: User) -> None:
    asked = make_asked(session, scored.contest.id, scored.secretary)
    resolution = session.scalars(select(Document).where(Document.kind == "resolution")).one()
    void_document(session, act_of(scored.staff, NOON), document=resolution, reason="Tenía un error.")

    with pytest.raises(Stale):
        reopen_contest(
            session, act_of(other, NOON), contest_id=scored.contest.id, joint_id=asked.id, sha256="0" * 64
        )
    with pytest.raises(Refused) as refusal:
        make_confirmed(session, asked, other)

    assert [problem.code for problem in refusal.value.problems] == ["reopening.changed"]
