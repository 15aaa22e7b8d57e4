"""The panel of the demonstration declares its interests, sees the families and marks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.queries import Entrant, entrants, members_of
from contest_portal.cli.demo.cast import JurorSeat, act_of, juror_dni
from contest_portal.cli.demo.contests import office_time
from contest_portal.cli.demo.entries import demo_marks
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Phase
from contest_portal.jury.rules.interests import Declaration
from contest_portal.jury.services.seat_juror import seat_juror
from contest_portal.kernel.marks import Mark
from contest_portal.scoring.services.declare_interests import declare_interests
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.record_attendance import record_attendance
from contest_portal.scoring.services.save_sheet import save_sheet

RECUSED = {("J6", "Sisa Pampa"): "La presidenta del grupo es socia deudora de la cooperativa donde trabajo."}
ABSENT = {"Sabor de Matamata": 3, "Porcinos Rayanniyocc": 1}
FIELD_PHASE, PUBLIC_PHASE = "CAMPO", "PUBLICA"


def seat_panel(session: Session, act: Act, contest: Contest, seats: Iterable[JurorSeat]) -> None:
    """Seat jurors; those who go to the field mark both phases."""
    for seat in seats:
        seat_juror(
            session,
            act,
            contest_id=contest.id,
            email=seat.player.email,
            dni=juror_dni(seat.code),
            institution=seat.institution,
            position=seat.position,
            phases=(FIELD_PHASE, PUBLIC_PHASE) if seat.in_field else (PUBLIC_PHASE,),
        )


def declare(session: Session, contest: Contest, seats: Iterable[JurorSeat], at: datetime) -> None:
    """Let every juror declare about every group."""
    groups = entrants(session, contest.id)
    for seat in seats:
        declarations = [_declaration(seat, group) for group in groups]
        declare_interests(
            session, act_of(session, seat.player, at), contest_id=contest.id, declarations=declarations
        )


def visit_families(session: Session, act: Act, contest: Contest) -> None:
    """Record which households were there when the field jury came."""
    for group in entrants(session, contest.id):
        households = sorted({member.household_id for member in members_of(session, group.application_id)})
        present = households[ABSENT.get(group.group_name, 0) :]
        record_attendance(
            session, act, application_id=group.application_id, phase_code=FIELD_PHASE, present=present
        )


def mark_all(
    session: Session, contest: Contest, seats: Sequence[JurorSeat], field_day: date, public_day: date
) -> None:
    """Fill in and finish every sheet."""
    book = rulebook_of(session, contest.id)
    for group in entrants(session, contest.id):
        for seat in seats:
            if seat.in_field:
                mark_sheet(session, seat, group, book.phase(FIELD_PHASE), office_time(field_day, 16))
            if (seat.code, group.group_name) not in RECUSED:
                mark_sheet(session, seat, group, book.phase(PUBLIC_PHASE), office_time(public_day, 14))


def mark_sheet(
    session: Session, seat: JurorSeat, group: Entrant, phase: Phase, at: datetime, *, final: bool = True
) -> None:
    """Write one sheet with the marks of the demonstration; a sheet that is not final lacks its last criterion."""
    key = "FIELD" if phase.code == FIELD_PHASE else "PUBLIC"
    points = demo_marks()[group.group_name][f"{key}_{seat.code}"]
    pairs = list(zip(phase.criteria, points, strict=True))
    marks = {criterion.code: Mark(units) for criterion, units in (pairs if final else pairs[:-1])}
    act = act_of(session, seat.player, at)
    sheet = save_sheet(
        session,
        act,
        application_id=group.application_id,
        phase_code=phase.code,
        marks=marks,
        comment="",
        expected_version=0,
    )
    if final:
        finalise_sheet(
            session,
            act,
            application_id=group.application_id,
            phase_code=phase.code,
            expected_version=sheet.version,
        )


def _declaration(seat: JurorSeat, group: Entrant) -> Declaration:
    reason = RECUSED.get((seat.code, group.group_name), "")
    return Declaration(group.application_id, recused=bool(reason), reason=reason)
