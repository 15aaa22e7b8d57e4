"""Opening the evaluation, and the attendance it begins with."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.queries import members_of
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.scoring.board import attendance_of, evaluation_board
from contest_portal.scoring.models import Attendance
from contest_portal.scoring.opening import opening_warnings
from contest_portal.scoring.rules.totals import PhaseAttendance
from contest_portal.scoring.services.open_evaluation import open_evaluation
from contest_portal.scoring.services.record_attendance import record_attendance
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import CLOSES
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation


def households(session: Session, scene: Evaluation) -> list[int]:
    return [member.household_id for member in members_of(session, scene.applications[0].id)]


def record(session: Session, scene: Evaluation, present: list[int], phase: str = "FIELD") -> None:
    record_attendance(
        session,
        scene.by_secretary,
        application_id=scene.applications[0].id,
        phase_code=phase,
        present=present,
    )


def test_a_closed_call_with_a_whole_panel_opens(session: Session) -> None:
    scene = make_evaluation(session, state="published")

    open_evaluation(session, scene.by_secretary, contest_id=scene.contest.id)

    assert scene.contest.state == "evaluating"


def test_everything_missing_is_named_at_once(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0, groups=())
    early = Act(scene.by_secretary.actor, CLOSES - timedelta(seconds=1))

    with pytest.raises(Refused) as refusal:
        open_evaluation(session, early, contest_id=scene.contest.id)

    assert [p.code for p in refusal.value.problems] == [
        "contest.still_open",
        "panel.no_president",
        "panel.below_quorum",
        "panel.below_quorum",
    ]
    assert scene.contest.state == "published"


def test_without_any_entry_it_opens_against_a_warning(session: Session) -> None:
    scene = make_evaluation(session, state="published", groups=())
    early = CLOSES + timedelta(hours=1)

    warnings = [w.code for w in opening_warnings(session, scene.contest, early) if w is not None]
    open_evaluation(session, scene.by_secretary, contest_id=scene.contest.id)

    assert warnings == ["calendar.ahead_open_evaluation", "evaluation.no_entries"]
    assert scene.contest.state == "evaluating"


def test_a_juror_whose_group_entered_after_the_seating_keeps_it_from_opening(session: Session) -> None:
    scene = make_evaluation(session, state="published")
    scene.jurors[1].dni = members_of(session, scene.applications[0].id)[0].dni
    session.flush()

    with pytest.raises(Refused) as refusal:
        open_evaluation(session, scene.by_secretary, contest_id=scene.contest.id)

    assert [p.text for p in refusal.value.problems] == [
        "Jurado 2 integra el grupo Sumaq Kuy según su DNI. No puede ser jurado de este concurso."
    ]


def test_an_evaluation_opens_once(session: Session) -> None:
    scene = make_evaluation(session)

    with pytest.raises(WrongState):
        open_evaluation(session, scene.by_secretary, contest_id=scene.contest.id)


@pytest.mark.parametrize("role", [Role.STAFF, Role.JUROR, Role.AUDITOR])
def test_only_the_secretary_opens(session: Session, role: Role) -> None:
    scene = make_evaluation(session, state="published")

    with pytest.raises(NotPermitted):
        open_evaluation(session, act_of(make_user(session, role), JURY_DAY), contest_id=scene.contest.id)


def test_attendance_is_kept_for_every_household_present_or_not(session: Session) -> None:
    scene = make_evaluation(session)
    first, second, third, fourth = households(session, scene)

    record(session, scene, [second, fourth])

    rows = session.execute(
        select(Attendance.household_id, Attendance.present).order_by(Attendance.household_id)
    )
    assert dict(rows.all()) == {first: False, second: True, third: False, fourth: True}


def test_a_later_record_replaces_the_one_before(session: Session) -> None:
    scene = make_evaluation(session)
    everyone = households(session, scene)
    record(session, scene, everyone)

    record(session, scene, everyone[:1])

    groups = evaluation_board(session, scene.contest.id)
    assert groups.absences == {scene.applications[0].id: PhaseAttendance("FIELD", 1, 4)}
    assert attendance_of(session, scene.contest.id, ()) == {}


def test_a_household_of_another_group_is_refused(session: Session) -> None:
    scene = make_evaluation(session)

    with pytest.raises(Refused) as refusal:
        record(session, scene, [9_999])

    assert [p.code for p in refusal.value.problems] == ["attendance.unknown_household"]
    assert session.scalars(select(Attendance)).all() == []


def test_a_phase_that_asks_for_no_attendance_records_none(session: Session) -> None:
    scene = make_evaluation(session)

    with pytest.raises(Refused) as refusal:
        record(session, scene, [], phase="PUBLIC")

    assert [p.code for p in refusal.value.problems] == ["attendance.not_asked"]


def test_attendance_belongs_to_the_evaluation(session: Session) -> None:
    scene = make_evaluation(session, state="scored")

    with pytest.raises(WrongState):
        record(session, scene, [])


def test_who_is_not_the_secretary_records_no_attendance(session: Session) -> None:
    scene = make_evaluation(session)

    with pytest.raises(NotPermitted):
        record_attendance(
            session,
            scene.by_juror(0),
            application_id=scene.applications[0].id,
            phase_code="FIELD",
            present=[],
        )


def test_a_group_that_is_not_there_has_no_attendance(session: Session) -> None:
    scene = make_evaluation(session)

    with pytest.raises(NotFound):
        record_attendance(session, scene.by_secretary, application_id=9_999, phase_code="FIELD", present=[])


def test_it_waits_for_the_end_of_the_grace(session: Session) -> None:
    scene = make_evaluation(session, state="published")
    scene.contest.grace_until = JURY_DAY + timedelta(days=1)
    session.flush()

    with pytest.raises(Refused, match=r"contest\.still_open"):
        open_evaluation(session, scene.by_secretary, contest_id=scene.contest.id)
