"""Deciding a tie, at its edges: who may, until when, on which grounds; and nothing is kept of what is refused."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, RoleGrant
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.jury.models import Interest
from contest_portal.jury.queries import recusals
from contest_portal.jury.tie_models import TieDecision
from contest_portal.jury.tie_queries import tie_view, tie_views, ties_of_juror
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, Refused, Stale, WrongState
from contest_portal.scoring.counting import countable_sheets
from contest_portal.scoring.services.decide_tie import MAX_REASON, decide_tie
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import make_contest
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.promoters import make_promotion
from tests.factories.scoring import make_interest, make_sheet

PROMOTER = frozenset({"promoter"})


@pytest.fixture
def scene(session: Session) -> Evaluation:
    """The first juror promotes the first group, the second juror the second."""
    scene = make_evaluation(session, declared=False)
    for number in (0, 1):
        make_promotion(session, scene.users[number], scene.applications[number].group_id)
    return scene


def decide(session: Session, scene: Evaluation, act: Act | None = None, **changes: object) -> TieDecision:
    asked: dict[str, object] = {
        "contest_id": scene.contest.id,
        "juror_id": scene.jurors[0].id,
        "application_id": scene.applications[0].id,
        "is_conflict": True,
        "reason": "Lo asesora",
        "seen": PROMOTER,
    }
    return decide_tie(session, act or scene.by_secretary, **(asked | changes))  # type: ignore[arg-type]


def kept(session: Session) -> tuple[int | None, ...]:
    tables = (TieDecision, Interest, AuditRow)
    return tuple(session.scalar(select(func.count()).select_from(table)) for table in tables)


def standing(session: Session, scene: Evaluation) -> str:
    return tie_view(session, scene.contest.id, scene.jurors[0].id, scene.applications[0].id).standing


@pytest.mark.parametrize(
    ("changes", "expected", "codes"),
    [
        pytest.param({"is_conflict": None}, Refused, ["tie.undecided"], id="no answer"),
        pytest.param({"reason": "\n\t"}, Refused, ["tie.reason"], id="no reason"),
        pytest.param({"reason": "x" * (MAX_REASON + 1)}, Refused, ["tie.reason"], id="a long reason"),
        pytest.param({"seen": frozenset()}, Stale, [], id="nothing was read"),
        pytest.param({"seen": PROMOTER | {"centre"}}, Stale, [], id="more was read"),
        pytest.param({"juror_id": 999_999}, NotFound, [], id="no such juror"),
        pytest.param({"application_id": 999_999}, NotFound, [], id="no such group"),
        pytest.param({"contest_id": 999_999}, NotFound, [], id="no such contest"),
    ],
)
@pytest.mark.parametrize("is_conflict", [True, False])
def test_what_is_refused_is_not_kept(
    session: Session,
    scene: Evaluation,
    *,
    is_conflict: bool,
    changes: dict[str, object],
    expected: type[PortalError],
    codes: list[str],
) -> None:
    before = kept(session)

    with pytest.raises(expected) as refusal:
        decide(session, scene, **({"is_conflict": is_conflict} | changes))

    if isinstance(refusal.value, Refused):
        assert [problem.code for problem in refusal.value.problems] == codes
    assert kept(session) == before
    assert (standing(session, scene), recusals(session, scene.contest.id)) == ("proposed", frozenset())


def test_a_tie_of_another_contest_is_not_found(session: Session, scene: Evaluation) -> None:
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating")

    with pytest.raises(NotFound):
        decide(session, scene, contest_id=other.id)


def test_nobody_but_the_secretary_of_the_contest_decides(session: Session, scene: Evaluation) -> None:
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating")
    elsewhere = make_user(session)
    elsewhere.grants = [RoleGrant(role=Role.SECRETARY.value, contest_id=other.id)]
    session.flush()
    people = [elsewhere, *(make_user(session, role) for role in Role if role is not Role.SECRETARY)]
    before = kept(session)

    for user in people:
        with pytest.raises(NotPermitted):
            decide(session, scene, act_of(user, JURY_DAY))
    assert kept(session) == before


@pytest.mark.parametrize(
    ("state", "is_open"), [("published", True), ("evaluating", True), ("scored", False), ("announced", False)]
)
def test_ties_are_decided_until_the_scoring_closes(
    session: Session, scene: Evaluation, *, state: str, is_open: bool
) -> None:
    scene.contest.state = state
    scene.contest.scored_at = None if is_open else JURY_DAY
    session.flush()

    if not is_open:
        with pytest.raises(WrongState):
            decide(session, scene)
        return
    assert decide(session, scene).is_conflict is True


@pytest.mark.parametrize("declared", [None, False], ids=["nothing declared", "no interest declared"])
def test_a_confirmed_tie_is_a_recusal_with_the_longest_reason(
    session: Session, scene: Evaluation, declared: object
) -> None:
    if declared is not None:
        make_interest(session, scene.jurors[0], scene.applications[0])
    reason = "ñ" * MAX_REASON

    decision = decide(session, scene, reason=f"  {reason}\n")

    (interest,) = session.scalars(select(Interest)).all()
    assert (decision.reason, decision.decided_by, decision.decided_at) == (
        reason,
        scene.secretary.id,
        JURY_DAY,
    )
    assert (decision.keys, decision.evidence) == (
        "promoter",
        "Representa o promueve a este grupo, o lo hizo antes.",
    )
    assert (interest.recused, interest.declared_at) == (True, JURY_DAY)
    assert interest.reason == f"Vínculo confirmado por la secretaría: {reason}"


def test_a_dismissal_recuses_nobody_and_declares_nothing(session: Session, scene: Evaluation) -> None:
    decide(session, scene, is_conflict=False)

    assert session.scalars(select(Interest)).all() == []
    assert standing(session, scene) == "dismissed"
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject) == ("tie.dismissed", f"juror:{scene.jurors[0].id}")
    assert json.loads(row.data) == {
        "application_id": scene.applications[0].id,
        "kinds": ["promoter"],
        "reason": "Lo asesora",
    }


@pytest.mark.parametrize("first", [True, False])
def test_a_decision_is_taken_again_only_towards_a_recusal(
    session: Session, scene: Evaluation, *, first: bool
) -> None:
    decide(session, scene, is_conflict=first)

    for again in (False, True):
        if first:
            with pytest.raises(WrongState):
                decide(session, scene, is_conflict=again)
        else:
            decide(session, scene, is_conflict=again, reason="Se supo más")

    assert standing(session, scene) == "confirmed"
    assert session.scalar(select(func.count()).select_from(TieDecision)) == (1 if first else 3)


def test_who_stood_aside_alone_needs_no_decision_and_none_is_taken(
    session: Session, scene: Evaluation
) -> None:
    make_interest(session, scene.jurors[0], scene.applications[0], recused=True)
    before = kept(session)

    with pytest.raises(WrongState) as refusal:
        decide(session, scene, is_conflict=False)

    assert [problem.text for problem in refusal.value.problems] == [
        "Jurado 1 ya no califica a este grupo, y la abstención no se retira."
    ]
    assert (kept(session), standing(session, scene)) == (before, "recused")


def test_what_is_to_decide_comes_first(session: Session, scene: Evaluation) -> None:
    decide(session, scene, is_conflict=False)

    listed = [(view.juror_name, view.standing) for view in tie_views(session, scene.contest.id)]

    assert listed == [("Jurado 2", "proposed"), ("Jurado 1", "dismissed")]


def test_a_juror_is_shown_the_own_ties_alone(session: Session, scene: Evaluation) -> None:
    own = ties_of_juror(session, scene.contest.id, scene.jurors[1].id)

    assert set(own) == {scene.applications[1].id}
    assert ties_of_juror(session, scene.contest.id, scene.jurors[2].id) == {}


def test_a_sheet_made_final_before_no_longer_counts(session: Session, scene: Evaluation) -> None:
    for juror in scene.jurors:
        make_interest(session, juror, scene.applications[0])
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])

    before = countable_sheets(session, scene.contest.id)

    decide(session, scene)

    assert (len(before), countable_sheets(session, scene.contest.id)) == (1, ())
