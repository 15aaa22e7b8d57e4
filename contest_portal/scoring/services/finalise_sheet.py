"""Make a sheet final: complete, sealed, and counted."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import N_, Problem, Refused, Stale, refuse
from contest_portal.scoring.desk import Desk, desk_for_writing
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.phone_queries import is_in_conflict
from contest_portal.scoring.sheet_history import PAGE
from contest_portal.scoring.sheet_writing import completeness_problems, seal_sheet


def finalise_sheet(
    session: Session,
    act: Act,
    *,
    application_id: int,
    phase_code: str,
    expected_version: int,
    origin: str = PAGE,
) -> Sheet:
    """Seal a juror's sheet. Every criterion must be marked, and attendance recorded where the phase asks for it."""
    desk = desk_for_writing(session, act, application_id=application_id, phase_code=phase_code)
    sheet = desk.sheet
    if sheet is None:
        raise Refused([*completeness_problems(desk), _nothing_saved()])
    if sheet.version != expected_version:
        raise Stale(f"sheet {sheet.id} is at version {sheet.version}, not {expected_version}")
    refuse([_conflict_problem(session, desk)])
    return seal_sheet(session, act, desk, sheet, origin=origin)


def _nothing_saved() -> Problem:
    return Problem(
        "sheet.not_begun",
        field="sheet",
        message=N_("Aún no hay nada guardado en esta ficha. Guárdela primero."),
    )


def _conflict_problem(session: Session, desk: Desk) -> Problem | None:
    if not is_in_conflict(session, desk.juror.juror_id, desk.entrant.code, desk.phase.code):
        return None
    return Problem(
        "sheet.in_conflict",
        field="sheet",
        message=N_(
            "Un teléfono suyo envió otra versión de esta ficha. Abra «Calificar sin conexión» y elija una de las dos."
        ),
    )
