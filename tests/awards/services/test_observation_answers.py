"""An observation is answered by two people who did not score the group; the effect of a correction is worked out."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.awards.correction_preview import given_marks, preview
from contest_portal.awards.observation_models import Observation
from contest_portal.awards.observation_queries import answering_scope, previewed_of
from contest_portal.awards.rules.correction import Correction, Previewed
from contest_portal.awards.rules.observations import Answer
from contest_portal.awards.services.decide_observation import decide_observation
from contest_portal.awards.services.propose_observation_answer import propose_observation_answer
from contest_portal.awards.services.return_observation_answer import return_observation_answer
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.publication.invariants import broken_invariants
from contest_portal.scoring.models import RankingLine
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.bundles import as_scored, make_public
from tests.factories.evaluation import Evaluation
from tests.factories.kept_scenes import kept_scene
from tests.factories.observations import ANSWERED, SOON, make_observation, make_proposed_answer
from tests.factories.publication import make_announced_contest


@pytest.fixture
def scene(session: Session) -> Evaluation:
    scene = kept_scene(session, "public contest", make_public)
    session.refresh(scene.contest, ["office"])
    return scene


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    return make_announced_contest(session)


def correction_of(session: Session, scene: Evaluation, criterion: str, units: int) -> Correction:
    """Correct the first juror's mark of the first group."""
    marks = given_marks(session, scene.contest.id, scene.applications[0].id)
    sheet = next(one for one in marks if one.criterion == criterion)
    return Correction(sheet.sheet_id, criterion, units)


def previewed(session: Session, scene: Evaluation, criterion: str, units: int) -> Previewed:
    correction = correction_of(session, scene, criterion, units)
    return preview(session, scene.contest.id, scene.applications[0].id, correction)


def test_a_lower_mark_changes_places_and_stores_nothing(session: Session, scene: Evaluation) -> None:
    rows = session.scalar(select(func.count()).select_from(AuditRow))

    effect = previewed(session, scene, "F3", 10).effect

    codes = [scene.applications[number].code for number in (0, 1)]
    places = {change.code: (change.before.place, change.after.place) for change in effect.changes}
    assert places == {codes[0]: (1, 2), codes[1]: (2, 1)}
    assert effect.awarded_before == effect.awarded_after
    assert session.scalar(select(func.count()).select_from(AuditRow)) == rows
    stored = session.scalars(select(RankingLine.place).where(RankingLine.place.is_not(None)))
    assert sorted(place for place in stored if place) == [1, 2]
    assert not session.dirty


def test_the_same_mark_changes_nothing(session: Session, scene: Evaluation) -> None:
    marks = given_marks(session, scene.contest.id, scene.applications[0].id)
    same = marks[0]

    result = preview(
        session,
        scene.contest.id,
        scene.applications[0].id,
        Correction(same.sheet_id, same.criterion, same.mark.units),
    )

    assert (result.effect.changes, result.before, result.after) == ((), same.mark, same.mark)


def test_what_cannot_be_corrected(session: Session, scene: Evaluation) -> None:
    correction = correction_of(session, scene, "F1", 1000)
    other = scene.applications[1].id

    with pytest.raises(Refused):
        preview(session, scene.contest.id, scene.applications[0].id, correction)
    with pytest.raises(NotFound):
        preview(session, scene.contest.id, other, correction)


def test_totals_that_do_not_follow_from_sheets_have_no_preview(session: Session, scene: Evaluation) -> None:
    line = session.scalars(
        select(RankingLine).where(RankingLine.application_id == scene.applications[1].id)
    ).one()
    line.total_numerator = (line.total_numerator or 0) + 1
    session.flush()

    with pytest.raises(Refused) as refusal:
        previewed(session, scene, "F1", 1)

    assert [problem.code for problem in refusal.value.problems] == ["correction.not_from_sheets"]


def test_two_people_uphold_and_the_letter_says_what_would_change(session: Session, scene: Evaluation) -> None:
    staff = make_user(session, Role.STAFF)
    scored = as_scored(scene, staff)
    scored.groups["Sumaq Kuy"] = scene.applications[0]
    kept = make_observation(session, scored, "Sumaq Kuy")
    shown = previewed(session, scene, "F3", 10)
    make_proposed_answer(session, scored, kept, previewed=shown)

    decided = decide_observation(
        session, act_of(staff, SOON), observation_id=kept.id, expected_version=kept.version
    )

    content = json.loads(session.get_one(Document, decided.answer_id).data)["content"]
    assert (decided.state, previewed_of(decided)) == ("upheld", shown)
    assert (content["upheld"], content["answer"]) == (True, ANSWERED)
    assert (content["correction"]["before"], content["correction"]["after"]) == (str(shown.before), "10")
    assert broken_invariants(session) == ()


def test_a_rejection_says_the_totals_and_corrects_nothing(session: Session, scored: ScoredContest) -> None:
    kept = make_observation(session, scored)
    make_proposed_answer(session, scored, kept, outcome=Answer.REJECT)

    decided = decide_observation(
        session, act_of(scored.staff, SOON), observation_id=kept.id, expected_version=kept.version
    )

    content = json.loads(session.get_one(Document, decided.answer_id).data)["content"]
    assert (decided.state, content["upheld"], content["correction"]) == ("rejected", False, None)
    assert (content["total"], content["cut"]) == (
        {"decimals": 2, "units": 8425},
        {"decimals": 2, "units": 8850},
    )


def decide(session: Session, scored: ScoredContest, kept: Observation, act: Act) -> Observation:
    return decide_observation(session, act, observation_id=kept.id, expected_version=kept.version)


def test_who_proposed_does_not_decide(session: Session, scored: ScoredContest) -> None:
    kept = make_observation(session, scored)
    make_proposed_answer(session, scored, kept, by=scored.staff)

    with pytest.raises(NotPermitted):
        decide(session, scored, kept, act_of(scored.staff, SOON))


def test_who_scored_the_group_does_not_answer(session: Session, scored: ScoredContest) -> None:
    kept = make_observation(session, scored, "Sumaq Kuy")
    scope = answering_scope(session, scored.contest.id, kept.application_id)
    (juror_id,) = scope.earlier_ids - {0}
    juror = session.get_one(User, juror_id)
    also_staff = act_of(scored.staff, SOON)
    act = Act(type(also_staff.actor)(juror.id, also_staff.actor.grants), SOON)

    with pytest.raises(NotPermitted):
        propose_observation_answer(
            session,
            act,
            observation_id=kept.id,
            expected_version=kept.version,
            outcome=Answer.REJECT,
            answer=ANSWERED,
        )


def test_an_answer_that_was_not_read_is_not_approved(session: Session, scored: ScoredContest) -> None:
    kept = make_observation(session, scored)
    read = make_proposed_answer(session, scored, kept).version
    return_observation_answer(session, act_of(scored.secretary, SOON), observation_id=kept.id)
    make_proposed_answer(session, scored, kept)

    with pytest.raises(Stale):
        decide_observation(session, act_of(scored.staff, SOON), observation_id=kept.id, expected_version=read)


def test_what_is_returned_waits_again_and_what_is_decided_stays(
    session: Session, scored: ScoredContest
) -> None:
    kept = make_observation(session, scored)
    make_proposed_answer(session, scored, kept)
    return_observation_answer(session, act_of(scored.staff, SOON), observation_id=kept.id)

    assert (kept.state, kept.answer, kept.proposed_by) == ("received", None, None)
    with pytest.raises(WrongState):
        decide(session, scored, kept, act_of(scored.staff, SOON))
    make_proposed_answer(session, scored, kept)
    decide(session, scored, kept, act_of(scored.staff, SOON))
    with pytest.raises(WrongState):
        return_observation_answer(session, act_of(scored.secretary, SOON), observation_id=kept.id)


def test_a_rejection_with_a_correction_is_refused(session: Session, scene: Evaluation) -> None:
    scored = as_scored(scene, make_user(session, Role.STAFF))
    scored.groups["Sumaq Kuy"] = scene.applications[0]
    kept = make_observation(session, scored, "Sumaq Kuy")

    with pytest.raises(Refused):
        make_proposed_answer(
            session,
            scored,
            kept,
            outcome=Answer.REJECT,
            previewed=previewed(session, scene, "F1", 1),
        )
