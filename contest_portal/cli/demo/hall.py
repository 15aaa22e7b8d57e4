"""The sessions of the demonstration: one that was held, one under way with a group before the jury."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.cli.demo.cast import OFFICE_PLAYERS, JurorSeat, act_of
from contest_portal.cli.demo.judging import PUBLIC_PHASE
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.queries import panel
from contest_portal.jury.rules.session import HallPlan
from contest_portal.jury.services.close_session import close_session
from contest_portal.jury.services.draw_order import draw_order
from contest_portal.jury.services.move_presentation import move_presentation
from contest_portal.jury.services.note_incident import note_incident
from contest_portal.jury.services.note_presence import note_presence
from contest_portal.jury.services.open_session import open_session
from contest_portal.jury.services.postpone_group import postpone_group
from contest_portal.jury.session_models import HallSession
from contest_portal.jury.session_queries import turns_of
from contest_portal.kernel.marks import Mark
from contest_portal.scoring.services.agree_reference import agree_reference
from contest_portal.scoring.services.open_calibration import open_calibration
from contest_portal.scoring.services.send_calibration_sheet import send_calibration_sheet
from contest_portal.scoring.services.show_calibration import show_calibration

SECRETARY = OFFICE_PLAYERS[1]
MINUTES = 10
_AGENDA = "\n".join(
    (
        "Bienvenida y verificación del quórum",
        "Presentación del jurado y de la regla de calificación",
        "Sorteo del orden y exposición de los grupos",
        "Lectura de los resultados",
        "Cierre y firma del acta",
    )
)


_PROFILE = """Grupo inventado de seis hogares que cría cuyes en galpones de adobe desde hace dos años.
Vende 40 cuyes al mes en la feria y quiere llegar a 90 con un galpón nuevo y pasto mejorado.
No tiene comprador fijo y perdió animales por una peste. Pide S/ 8,000 y pone la mano de obra."""


def hold_session(session: Session, contest: Contest, opened_at: datetime, place: str) -> None:
    """Open the session, draw the order and hear every group; the second by the lot comes late."""
    hall = begin_session(session, contest, opened_at, place)
    late = turns_of(session, hall.id)[1].application_id
    postpone_group(
        session,
        _secretary(session, opened_at + timedelta(minutes=40)),
        contest_id=contest.id,
        application_id=late,
        reason="Su movilidad llegó tarde desde el centro poblado.",
    )
    note_incident(
        session,
        _secretary(session, opened_at + timedelta(minutes=50)),
        contest_id=contest.id,
        happened_at=opened_at + timedelta(minutes=45),
        text="Se cortó la luz cinco minutos y la exposición siguió sin micrófono.",
    )
    turns = turns_of(session, hall.id)
    _present(session, contest, (turn.application_id for turn in turns), opened_at + timedelta(hours=1))


def end_session(session: Session, contest: Contest, closed_at: datetime) -> None:
    """Close the session with its hour."""
    act = _secretary(session, closed_at)
    close_session(session, act, contest_id=contest.id, closed_at=closed_at, confirmed=False)


def begin_session(session: Session, contest: Contest, opened_at: datetime, place: str) -> HallSession:
    """Open the session with the whole panel in the hall and draw the order."""
    plan = HallPlan(PUBLIC_PHASE, place, _AGENDA, MINUTES)
    hall = open_session(session, _secretary(session, opened_at), contest_id=contest.id, plan=plan)
    arriving = _secretary(session, opened_at + timedelta(minutes=10))
    jurors = [juror.juror_id for juror in panel(session, contest.id)]
    note_presence(session, arriving, contest_id=contest.id, present=jurors)
    draw_order(
        session,
        _secretary(session, opened_at + timedelta(minutes=30)),
        contest_id=contest.id,
        numbers="31 8 14 27",
        witnesses="El jurado y un representante de cada grupo",
    )
    return hall


def start_first(session: Session, contest: Contest, hall: HallSession, at: datetime) -> None:
    """Let the first group by the lot stand before the jury."""
    first = turns_of(session, hall.id)[0].application_id
    move_presentation(
        session, _secretary(session, at), contest_id=contest.id, application_id=first, action="begin"
    )


def practise(session: Session, contest: Contest, seats: Iterable[JurorSeat], at: datetime) -> None:
    """Let jurors mark an invented group, two points apart, and agree on the middle."""
    key, phase = contest.id, rulebook_of(session, contest.id).phase(PUBLIC_PHASE)
    act = _secretary(session, at)
    open_calibration(
        session,
        act,
        contest_id=key,
        phase_code=phase.code,
        group_name="Cuyes del Cerro Azul",
        profile=_PROFILE,
    )
    for number, seat in enumerate(seats):
        marks = {one.code: Mark(one.max_points - 1 - 2 * number) for one in phase.criteria}
        juror = act_of(session, seat.player, at)
        send_calibration_sheet(session, juror, contest_id=key, marks=marks, reasons={})
    show_calibration(session, act, contest_id=key)
    agreed = {one.code: Mark(one.max_points - 2) for one in phase.criteria}
    agree_reference(session, act, contest_id=key, marks=agreed)


def _present(session: Session, contest: Contest, groups: Iterable[int], start: datetime) -> None:
    for number, application_id in enumerate(groups):
        began_at = start + timedelta(minutes=12 * number)
        for action, at in (("begin", began_at), ("end", began_at + timedelta(minutes=MINUTES))):
            act = _secretary(session, at)
            move_presentation(
                session, act, contest_id=contest.id, application_id=application_id, action=action
            )


def _secretary(session: Session, at: datetime) -> Act:
    return act_of(session, SECRETARY, at)
