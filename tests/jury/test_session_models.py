"""Rows of the session in the hall that contradict themselves cannot be stored; nor can ties, assignments, reminders."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.jury.assignment_models import AssignmentDraw, JurorAssignment
from contest_portal.jury.session_models import HallIncident, HallSession, JurorPresence, Presentation
from contest_portal.jury.tie_models import TieDecision
from contest_portal.kernel.database import Base
from contest_portal.scoring.reminder_models import SheetReminder
from contest_portal.scoring.visit_models import VisitPhoto
from tests.factories.contests import make_contest
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation

LATER = JURY_DAY + timedelta(minutes=20)
EARLIER = JURY_DAY - timedelta(minutes=20)


def stored_hall(session: Session, scene: Evaluation, **changes: object) -> HallSession:
    told: dict[str, object] = {
        "contest_id": scene.contest.id,
        "phase_code": "PUBLIC",
        "place": "Local",
        "agenda": "Exposiciones",
        "minutes": 10,
        "opened_at": JURY_DAY,
        "screen_token": "t" * 32,
    }
    hall = HallSession(**(told | changes))
    session.add(hall)
    session.flush()
    return hall


def refused(session: Session, *rows: Base) -> bool:
    """Tell whether rows cannot be stored together."""
    try:
        with session.begin_nested():
            for row in rows:
                session.add(row)
                session.flush()
    except IntegrityError:
        return True
    return False


DRAWN = {"draw_numbers": "4-7-1-1", "draw_witnesses": "Todos", "drawn_at": JURY_DAY}


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [
        pytest.param({}, False, id="just opened"),
        pytest.param({"state": "closed", "closed_at": LATER}, False, id="closed"),
        pytest.param({"state": "closed"}, True, id="closed without an hour"),
        pytest.param({"closed_at": LATER}, True, id="open with an hour of closing"),
        pytest.param({"state": "paused"}, True, id="no such state"),
        pytest.param({"minutes": 0}, True, id="no time"),
        pytest.param({"minutes": 181}, True, id="too much time"),
        pytest.param({"revealed": -1}, True, id="fewer lines than none"),
        pytest.param(DRAWN, False, id="drawn"),
        pytest.param({"draw_numbers": "4-7-1-1"}, True, id="numbers alone"),
        pytest.param({**DRAWN, "draw_witnesses": None}, True, id="no witnesses"),
        pytest.param({**DRAWN, "drawn_at": None}, True, id="no hour of the draw"),
        pytest.param({**DRAWN, "draw_numbers": None}, True, id="witnesses of nothing"),
        pytest.param({"place": None}, True, id="nowhere"),
    ],
)
def test_a_session_tells_one_story(session: Session, *, changes: dict[str, object], is_refused: bool) -> None:
    scene = make_evaluation(session, groups=(), jurors=0)
    hall = stored_hall(session, scene)
    told = {column.key: getattr(hall, column.key) for column in HallSession.__table__.columns}
    session.delete(hall)
    session.flush()

    assert refused(session, HallSession(**(told | changes))) is is_refused


def test_a_contest_has_one_session_and_a_screen_one_address(session: Session) -> None:
    one, other = make_evaluation_pair(session)
    hall = stored_hall(session, one)

    def another(contest_id: int, token: str) -> HallSession:
        return HallSession(
            contest_id=contest_id,
            phase_code="PUBLIC",
            place="Otro",
            agenda="Otra",
            minutes=5,
            opened_at=LATER,
            screen_token=token,
        )

    assert refused(session, another(one.contest.id, "u" * 32))
    assert refused(session, another(other, hall.screen_token))
    assert not refused(session, another(other, "u" * 32))


def make_evaluation_pair(session: Session) -> tuple[Evaluation, int]:
    """Give a scene, and the id of another contest of the same office."""
    scene = make_evaluation(session, groups=(), jurors=0)
    office = session.scalars(select(Office)).one()
    return scene, make_contest(session, office, scene.secretary, state="evaluating").id


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [
        pytest.param({}, False, id="waiting"),
        pytest.param({"state": "presenting", "began_at": JURY_DAY}, False, id="presenting"),
        pytest.param({"state": "done", "began_at": JURY_DAY, "ended_at": LATER}, False, id="done"),
        pytest.param({"state": "absent"}, True, id="no such state"),
        pytest.param({"began_at": JURY_DAY}, True, id="waiting, begun"),
        pytest.param({"state": "presenting"}, True, id="presenting since never"),
        pytest.param(
            {"state": "presenting", "began_at": JURY_DAY, "ended_at": LATER}, True, id="ended early"
        ),
        pytest.param({"state": "done", "began_at": JURY_DAY}, True, id="done, no end"),
        pytest.param({"state": "done", "ended_at": LATER}, True, id="done, not begun"),
        pytest.param({"postponed_at": LATER, "postponed_reason": "No llegó"}, False, id="postponed"),
        pytest.param({"postponed_at": LATER}, True, id="postponed without a reason"),
        pytest.param({"postponed_reason": "No llegó"}, True, id="a reason without an hour"),
    ],
)
def test_a_presentation_tells_one_story(
    session: Session, *, changes: dict[str, object], is_refused: bool
) -> None:
    scene = make_evaluation(session, groups=("Uno",), jurors=0)
    hall = stored_hall(session, scene)
    told = {"session_id": hall.id, "application_id": scene.applications[0].id, "drawn": 1, "turn": 1}

    assert refused(session, Presentation(**(told | changes))) is is_refused


def test_no_two_groups_have_one_turn_and_no_group_has_two(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno", "Dos"), jurors=0)
    hall = stored_hall(session, scene)
    first, second = (group.id for group in scene.applications)

    def turn(application_id: int, place: int) -> Presentation:
        return Presentation(session_id=hall.id, application_id=application_id, drawn=place, turn=place)

    assert refused(session, turn(first, 1), turn(second, 1))
    assert refused(session, turn(first, 1), turn(first, 2))
    assert not refused(session, turn(first, 1), turn(second, 2))


@pytest.mark.parametrize(
    ("left_at", "is_refused"),
    [(None, False), (JURY_DAY, False), (LATER, False), (EARLIER, True)],
    ids=["there", "came and went", "left", "left before coming"],
)
def test_nobody_leaves_before_coming(session: Session, *, left_at: object, is_refused: bool) -> None:
    scene = make_evaluation(session, groups=(), jurors=1)
    hall, juror = stored_hall(session, scene), scene.jurors[0].id

    def presence() -> JurorPresence:
        return JurorPresence(session_id=hall.id, juror_id=juror, arrived_at=JURY_DAY, left_at=left_at)

    assert refused(session, presence()) is is_refused
    assert refused(session, presence())


LIVE: Mapping[str, object] = {"reason": "", "made_at": JURY_DAY, "end_reason": ""}


@pytest.mark.parametrize(
    ("ended", "is_refused"),
    [
        pytest.param({}, False, id="live"),
        pytest.param({"ended_at": LATER, "end_reason": "Se enfermó"}, True, id="ended by nobody"),
        pytest.param({"ended_by": True, "end_reason": "Se enfermó"}, True, id="ended never"),
        pytest.param({"ended_at": LATER, "ended_by": True}, True, id="ended for nothing"),
        pytest.param({"ended_at": LATER, "ended_by": True, "end_reason": "Se enfermó"}, False, id="ended"),
    ],
)
def test_an_assignment_ends_with_all_that_belongs_to_it(
    session: Session, *, ended: dict[str, object], is_refused: bool
) -> None:
    scene = make_evaluation(session, groups=("Uno",), jurors=1)
    by = scene.secretary.id
    told = {
        **LIVE,
        "juror_id": scene.jurors[0].id,
        "application_id": scene.applications[0].id,
        "phase_code": "FIELD",
        "made_by": by,
        **{key: by if value is True else value for key, value in ended.items()},
    }

    assert refused(session, JurorAssignment(**told)) is is_refused
    if not is_refused:
        again = refused(session, JurorAssignment(**told))
        assert again is (not ended)


def test_groups_are_shared_out_once(session: Session) -> None:
    scene = make_evaluation(session, groups=(), jurors=0)

    def draw(numbers: str) -> AssignmentDraw:
        return AssignmentDraw(
            contest_id=scene.contest.id,
            numbers=numbers,
            witnesses="Todos",
            made_at=JURY_DAY,
            made_by=scene.secretary.id,
        )

    assert not refused(session, draw("1-2-3-4"))
    assert refused(session, draw("5-6-7-8"))


def test_what_has_no_reason_or_no_sense_is_not_kept(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno",), jurors=1)
    juror, group, by = scene.jurors[0].id, scene.applications[0].id, scene.secretary.id
    decision = {"juror_id": juror, "application_id": group, "is_conflict": True, "keys": "centre"}
    decided = {**decision, "evidence": "Vive allí.", "decided_at": JURY_DAY, "decided_by": by}
    told = {"juror_id": juror, "told_by": by, "told_at": JURY_DAY}
    hashes = dict.fromkeys(("sha256", "preview_sha256", "original_sha256"), "a" * 64)
    photo = {"application_id": group, "phase_code": "FIELD", "caption": "", "uploaded_by": by, **hashes}

    assert refused(session, TieDecision(**decided, reason=""))
    assert refused(session, SheetReminder(**told, missing=0))
    assert refused(session, SheetReminder(**told, missing=1, read_at=EARLIER))
    assert refused(session, VisitPhoto(**photo, scan="infected", uploaded_at=JURY_DAY))
    assert not refused(session, VisitPhoto(**photo, scan="clean", uploaded_at=JURY_DAY))
    assert refused(session, VisitPhoto(**photo, scan="clean", uploaded_at=LATER))
    assert refused(
        session, HallIncident(session_id=0, happened_at=JURY_DAY, text="x", noted_by=by, noted_at=JURY_DAY)
    )
