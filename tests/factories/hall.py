"""The session in the hall: opened, with jurors in it, with its order drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.rules.session import HallPlan
from contest_portal.jury.services.draw_order import draw_order
from contest_portal.jury.services.move_presentation import move_presentation
from contest_portal.jury.services.note_presence import note_presence
from contest_portal.jury.services.open_session import open_session
from contest_portal.jury.session_models import HallIncident, HallSession, Presentation
from contest_portal.jury.session_queries import HallView, hall_session, hall_view
from contest_portal.scoring.calibration_models import Calibration
from contest_portal.scoring.reminder_models import SheetReminder
from tests.factories.contests import OPENS
from tests.factories.evaluation import JURY_DAY, Evaluation

HALL_PAGES = (
    "hall",
    *(
        f"hall_{name}"
        for name in (
            *("close", "incident", "incident_withdraw", "order", "order_csv", "postpone", "presence"),
            *("presentation", "reopen", "reveal", "screen", "setup"),
        )
    ),
)
PLAN = HallPlan("PUBLIC", "Local comunal de Anta", "Bienvenida\nExposiciones", 10)
NUMBERS, WITNESSES = "4 17 8 23", "El jurado y los grupos"


def by_secretary(session: Session, scene: Evaluation) -> Act:
    """Give the secretary's act, also after a commit, when what was loaded is forgotten."""
    session.refresh(scene.secretary, ["grants"])
    return scene.by_secretary


def open_hall(session: Session, scene: Evaluation, plan: HallPlan = PLAN) -> HallSession:
    return open_session(session, by_secretary(session, scene), contest_id=scene.contest.id, plan=plan)


def seat_in_hall(session: Session, scene: Evaluation, numbers: Iterable[int], *, minutes: int = 0) -> None:
    """Note which of the scene's jurors are there, so many minutes after the session was opened."""
    act = replace(by_secretary(session, scene), at=JURY_DAY + timedelta(minutes=minutes))
    present = [scene.jurors[number].id for number in numbers]
    note_presence(session, act, contest_id=scene.contest.id, present=present)


def make_ready_hall(session: Session, scene: Evaluation) -> HallSession:
    """Open the session with every juror in it and draw the order."""
    hall = open_hall(session, scene)
    seat_in_hall(session, scene, range(len(scene.jurors)))
    draw_order(
        session,
        by_secretary(session, scene),
        contest_id=scene.contest.id,
        numbers=NUMBERS,
        witnesses=WITNESSES,
    )
    return hall


def present_group(session: Session, scene: Evaluation, application_id: int, *actions: str) -> None:
    for action in actions:
        move_presentation(
            session,
            by_secretary(session, scene),
            contest_id=scene.contest.id,
            application_id=application_id,
            action=action,
        )


def view_of(session: Session, scene: Evaluation) -> HallView:
    hall = hall_session(session, scene.contest.id)
    assert hall is not None
    return hall_view(session, hall)


def hall_things(session: Session, judged: Mapping[str, object], secretary: User) -> Mapping[str, object]:
    """Make the session of a contest under evaluation with a group waiting and an incident, for its addresses."""
    hall = HallSession(
        contest_id=judged["contest_id"],
        phase_code="PUBLIC",
        place="Local comunal",
        agenda="Exposiciones",
        minutes=10,
        opened_at=JURY_DAY,
        screen_token="p" * 32,
        draw_numbers="4-17-8-23",
        draw_witnesses="Todos",
        drawn_at=JURY_DAY,
    )
    session.add(hall)
    session.flush()
    incident = HallIncident(
        session_id=hall.id, happened_at=JURY_DAY, text="Llovió", noted_by=secretary.id, noted_at=JURY_DAY
    )
    session.add_all(
        [incident, Presentation(session_id=hall.id, application_id=judged["application_id"], drawn=1, turn=1)]
    )
    session.flush()
    return {**judged, "token": hall.screen_token, "incident_id": incident.id, "slug": "empezar"}


def make_reminder(session: Session, judged: Mapping[str, object], secretary: User) -> SheetReminder:
    reminder = SheetReminder(juror_id=judged["juror_id"], missing=1, told_by=secretary.id, told_at=OPENS)
    session.add(reminder)
    session.flush()
    return reminder


def make_exercise(session: Session, contest_id: object) -> Calibration:
    exercise = Calibration(
        contest_id=contest_id, phase_code="PUBLIC", group_name="Cerro Azul", profile="Cuyes", opened_at=OPENS
    )
    session.add(exercise)
    session.flush()
    return exercise
