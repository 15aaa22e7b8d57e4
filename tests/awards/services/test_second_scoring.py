"""The second scoring of a group: opened after its first transfer, scored like the first, closed with an acta."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.queries import verification
from contest_portal.awards.rules.progress import Asked, SecondScore
from contest_portal.awards.second_score import closed_score, second_score_of
from contest_portal.awards.services.cancel_second_scoring import cancel_second_scoring
from contest_portal.awards.services.open_second_scoring import open_second_scoring
from contest_portal.awards.services.propose_transfer import propose_transfer
from contest_portal.awards.services.reopen_second_scoring import reopen_second_scoring
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import DecidesOn
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, Refused, WrongState
from contest_portal.publication.invariants import broken_invariants
from contest_portal.scoring.closing_queries import sealed_sheets
from contest_portal.scoring.counting import countable_sheets
from contest_portal.scoring.models import SheetMark
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.record_attendance import record_attendance
from contest_portal.scoring.services.return_sheet import return_sheet
from tests.factories.contests import PROGRESS
from tests.factories.follow_ups import annulled_by_two, make_ready
from tests.factories.intruders import open_sheets
from tests.factories.progress import Progressing, make_progressing, on_day, recuse, score_progress
from tests.factories.voiding import make_void

MARK = Score(7000, 2)
REASON = "La suma de una ficha estaba mal."


@pytest.fixture
def scene(session: Session, tmp_path: Path) -> Progressing:
    return make_progressing(session, tmp_path)


def codes(deed: Callable[[], object]) -> list[str]:
    with pytest.raises(PortalError) as raised:
        deed()
    assert isinstance(raised.value, Refused | WrongState)
    return [problem.code for problem in raised.value.problems]


def broken(session: Session) -> list[str]:
    """Name what does not hold; the scene's groups were sent without the text of their profile."""
    return [one.code for one in broken_invariants(session) if one.code != "application.members_as_sent"]


def score_of(scene: Progressing) -> Asked | None:
    return second_score_of(scene.session, rulebook_of(scene.session, scene.contest_id), scene.application_id)


def propose(scene: Progressing) -> Callable[[], object]:
    return lambda: propose_transfer(scene.session, scene.act(), award_id=scene.award_id, number=2)


def test_a_progress_that_passed_opens_the_second_transfer(scene: Progressing) -> None:
    scene.followed.spend(10_000)
    before = codes(propose(scene))

    acta = scene.open().scored(70, 75).close()

    assert before == ["follow_up.no_second_score"]
    assert score_of(scene) == Asked(SecondScore(Score(7250, 2), MARK))
    assert (acta.kind, acta.subject, acta.state) == ("second_acta", f"award:{scene.award_id}", "issued")
    scene.followed.pay(2)
    assert broken(scene.session) == []


def test_a_progress_below_the_mark_keeps_it_shut(scene: Progressing) -> None:
    scene.followed.spend(10_000)

    scene.open().scored(69, 70).close()

    assert codes(propose(scene)) == ["follow_up.second_score"]
    assert (scene.row.passed, Fraction(scene.row.total_numerator or 0, scene.row.total_denominator or 1)) == (
        False,
        Fraction(139, 2),
    )


def test_a_mean_just_below_the_mark_is_printed_on_its_side_where_the_exact_one_decides(
    scene: Progressing,
) -> None:
    rules = rulebook_of(scene.session, scene.contest_id).of_second()
    exact = replace(rules.scoring, decides_on=DecidesOn.EXACT)
    scene.open().scored(70, 70, 69).close()
    row = scene.row
    row.total_numerator, row.total_denominator = 69996, 1000
    assert closed_score(row, rules).is_passed
    shown = closed_score(row, replace(rules, scoring=exact))
    assert (str(shown.score), shown.is_passed) == ("69.996", False)


def test_what_is_missing_is_named_all_at_once(scene: Progressing) -> None:
    scene.open()
    scene.mark(0, 40, 30)
    scene.mark(1, 40, 30, final=False)

    assert codes(scene.close) == ["closing.drafts_left", "closing.below_quorum"]
    assert scene.row.state == "open"


def test_a_recused_juror_has_no_sheet_and_the_quorum_counts_the_others(scene: Progressing) -> None:
    recuse(scene, 2)
    scene.open().scored(80, 80)

    with pytest.raises(NotPermitted):
        scene.mark(2, 40, 30)
    scene.close()

    assert score_of(scene) == Asked(SecondScore(Score(8000, 2), MARK))


def test_families_that_stay_away_leave_the_group_out(session: Session, tmp_path: Path) -> None:
    visited = replace(PROGRESS, attendance_minimum=Fraction(1, 2))
    scene = make_progressing(session, tmp_path, (visited,)).open()
    unrecorded = codes(lambda: scene.mark(0, 60, 40))

    record_attendance(
        session, scene.act(), application_id=scene.application_id, phase_code="PROGRESS", present=()
    )
    scene.close()

    assert unrecorded == ["attendance.missing"]
    assert score_of(scene) == Asked(SecondScore(None, MARK))
    assert codes(propose(scene))[-1] == "follow_up.second_score"
    assert broken(session) == []


def test_the_first_scoring_does_not_know_of_it(scene: Progressing) -> None:
    before = sealed_sheets(scene.session, scene.contest_id)

    scene.open().scored(80, 80)

    assert sealed_sheets(scene.session, scene.contest_id) == before
    assert countable_sheets(scene.session, scene.contest_id) == ()


def test_a_sheet_is_returned_while_it_is_open_and_never_after(scene: Progressing) -> None:
    sheet = scene.open().mark(0, 40, 30)
    scene.mark(1, 40, 30)

    return_sheet(scene.session, scene.act(), sheet_id=sheet.id, reason=REASON)
    returned = codes(scene.close)
    finalise_sheet(
        scene.session,
        scene.act(0),
        application_id=scene.application_id,
        phase_code="PROGRESS",
        expected_version=sheet.version,
    )
    scene.close()

    assert returned == ["closing.drafts_left", "closing.below_quorum"]
    assert codes(lambda: return_sheet(scene.session, scene.act(), sheet_id=sheet.id, reason=REASON)) == [
        "second_scoring.closed"
    ]
    assert codes(lambda: scene.mark(2, 40, 30)) == ["second_scoring.closed"]


def test_marks_changed_behind_its_back_are_found_at_the_closing(scene: Progressing) -> None:
    sheet = scene.open().scored(80, 80).mark(2, 40, 30)
    mark = scene.session.scalars(
        select(SheetMark).where(SheetMark.sheet_id == sheet.id, SheetMark.criterion_code == "S1")
    ).one()
    open_sheets(scene.session)
    mark.units = 60
    scene.session.flush()

    assert codes(scene.close) == ["sheet.seal_broken"]


def test_reopening_voids_the_acta_and_the_next_one_names_it(scene: Progressing) -> None:
    first = scene.open().scored(60, 60).close()

    reopen_second_scoring(scene.session, scene.act(), award_id=scene.award_id, reason=REASON)
    between = (score_of(scene), first.state, first.void_reason)
    second = scene.close()

    assert between == (Asked(None), "void", REASON)
    assert f'"code":"{first.code}"' in second.data.replace("\\u00b0", "°")
    told = verification(scene.session, first.verification_code)
    assert told is not None
    assert (told.is_void, told.replaced_by) == (True, second.code)


def test_nothing_is_reopened_once_the_second_transfer_rests_on_it(scene: Progressing) -> None:
    scene.followed.spend(10_000)
    scene.open().scored(80, 80).close()
    propose(scene)()

    refused = codes(
        lambda: reopen_second_scoring(scene.session, scene.act(), award_id=scene.award_id, reason="")
    )

    assert refused == ["second_scoring.transfer_under_way", "follow_up.reason"]


def test_called_off_it_is_hidden_and_opened_again_it_goes_on(scene: Progressing) -> None:
    scene.open().scored(80)

    cancel_second_scoring(scene.session, scene.act(), award_id=scene.award_id, reason="Llovió todo el día.")
    hidden = scene.row.cancel_reason
    with pytest.raises(NotFound):
        scene.mark(1, 40, 30)
    scene.open().mark(1, 40, 30)
    scene.close()

    assert hidden == "Llovió todo el día."
    assert (scene.row.cancel_reason, score_of(scene)) == (None, Asked(SecondScore(Score(7500, 2), MARK)))


def test_an_award_does_not_end_while_its_progress_is_being_scored(scene: Progressing) -> None:
    scene.open()

    refused = codes(
        lambda: annulled_by_two(
            scene.session, scene.followed.act(scene.followed.approver), award_id=scene.award_id, reason=REASON
        )
    )

    assert refused == ["follow_up.scoring", "follow_up.money_kept"]


def test_who_may_not_run_an_evaluation_opens_and_closes_nothing(scene: Progressing) -> None:
    staff = scene.followed.act(scene.followed.approver)

    with pytest.raises(NotPermitted):
        open_second_scoring(scene.session, staff, contest_id=scene.contest_id, award_ids=[scene.award_id])
    scene.open()
    with pytest.raises(NotPermitted):
        cancel_second_scoring(scene.session, staff, award_id=scene.award_id, reason=REASON)


def test_what_cannot_be_opened_says_why(session: Session, tmp_path: Path) -> None:
    followed = make_ready(session, tmp_path)
    contest_id, award_id = followed.award.contest_id, followed.award.id

    def opening(*award_ids: int) -> list[str]:
        return codes(
            lambda: open_second_scoring(session, followed.act(), contest_id=contest_id, award_ids=award_ids)
        )

    without = opening(award_id)
    score_progress(session, contest_id, SecondRules((PROGRESS,), MARK, 2))

    assert without == ["second_scoring.not_asked"]
    assert (opening(), opening(award_id)) == (["second_scoring.nobody"], ["second_scoring.not_paid"])
    with pytest.raises(NotFound):
        open_second_scoring(session, followed.act(), contest_id=contest_id, award_ids=[award_id + 99])


def test_the_day_of_the_meeting_is_checked_before_anything_is_issued(scene: Progressing) -> None:
    scene.open().scored(80, 80)

    assert codes(lambda: scene.close(on_day(date(2026, 1, 1)))) == ["second_scoring.held_on"]
    assert scene.row.acta_id is None


def test_its_acta_is_not_voided_by_itself(scene: Progressing) -> None:
    acta = scene.open().scored(80, 80).close()
    staff = scene.followed.act(scene.followed.approver)

    refused = codes(
        lambda: make_void(
            scene.session, staff, contest_id=scene.contest_id, document_id=acta.id, reason=REASON
        )
    )

    assert refused == ["document.of_the_follow_up"]


def test_each_act_is_on_record_without_a_name(scene: Progressing) -> None:
    scene.open().scored(70, 75).close()
    reopen_second_scoring(scene.session, scene.act(), award_id=scene.award_id, reason=REASON)
    cancel_second_scoring(scene.session, scene.act(), award_id=scene.award_id, reason=REASON)

    rows = scene.session.scalars(
        select(AuditRow).where(AuditRow.action.like("award.second_%")).order_by(AuditRow.seq)
    ).all()

    assert [row.action.removeprefix("award.second_") for row in rows] == [
        "opened",
        "closed",
        "reopened",
        "cancelled",
    ]
    assert '"total":"72.50"' in rows[1].data
    assert "Jurado" not in "".join(row.data for row in rows)
