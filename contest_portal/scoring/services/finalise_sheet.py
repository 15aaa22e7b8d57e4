"""Make a sheet final: complete, sealed, and counted."""

import logging
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, Refused, Stale, refuse
from contest_portal.scoring.desk import Desk, desk_for_writing
from contest_portal.scoring.models import Attendance, Sheet
from contest_portal.scoring.rules.lifecycle import SHEET
from contest_portal.scoring.rules.seal import seal_of
from contest_portal.scoring.rules.totals import sheet_problems

log = logging.getLogger(__name__)


def finalise_sheet(
    session: Session, act: Act, *, application_id: int, phase_code: str, expected_version: int
) -> Sheet:
    """Seal a juror's sheet. Every criterion must be marked, and attendance recorded where the phase asks for it."""
    desk = desk_for_writing(session, act, application_id=application_id, phase_code=phase_code)
    sheet = desk.sheet
    if sheet is None:
        raise Refused([*_skipped(desk), _nothing_saved()])
    if sheet.version != expected_version:
        raise Stale(f"sheet {sheet.id} is at version {sheet.version}, not {expected_version}")
    refuse([*_skipped(desk), _attendance_problem(session, desk)])
    sheet.sealed_at, sheet.sealed_sha256 = act.at, _seal(session, desk)
    SHEET.move(sheet, "finalise", None)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="sheet.finalised",
        subject=f"sheet:{sheet.id}",
        data={"application_id": application_id, "phase": phase_code, "seal": sheet.sealed_sha256},
    )
    log.info("sheet finalised", extra={"sheet_id": sheet.id, "application_id": application_id})
    return sheet


def _seal(session: Session, desk: Desk) -> str:
    return seal_of(
        desk.counted,
        contest_code=desk.contest.code,
        application_code=desk.entrant.code,
        rulebook_sha256=rulebook_sha256(session, desk.contest.id),
    )


def _skipped(desk: Desk) -> Iterator[Problem]:
    return sheet_problems(desk.entrant.code, desk.counted, desk.rulebook)


def _nothing_saved() -> Problem:
    return Problem(
        "sheet.not_begun",
        field="sheet",
        message=N_("Aún no hay nada guardado en esta ficha. Guárdela primero."),
    )


def _attendance_problem(session: Session, desk: Desk) -> Problem | None:
    if not desk.phase.asks_attendance:
        return None
    recorded = session.scalar(
        select(Attendance.id)
        .where(
            Attendance.application_id == desk.entrant.application_id,
            Attendance.phase_code == desk.phase.code,
        )
        .limit(1)
    )
    if recorded is not None:
        return None
    return Problem(
        "attendance.missing",
        field="attendance",
        message=N_(
            "La secretaría aún no registró la asistencia del grupo %(group)s en %(phase)s. Guarde el borrador y "
            "pida que la registre."
        ),
        params={"group": desk.entrant.code, "phase": desk.phase.name},
    )
