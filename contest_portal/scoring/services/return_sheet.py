"""Give a final sheet back to its juror."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState, refuse
from contest_portal.scoring.counting import countable_sheets, sheets_with_broken_seal
from contest_portal.scoring.desk import closed_problem
from contest_portal.scoring.draws import drawn_already
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rules.lifecycle import SHEET

log = logging.getLogger(__name__)

MAX_REASON = 400


def return_sheet(session: Session, act: Act, *, sheet_id: int, reason: str) -> Sheet:
    """Turn a final sheet into a draft again, with the reason its juror will read.

    The broken seal and the reason stay in the audit chain. Nothing is returned once the scoring is closed; once the
    lot is drawn, only a sheet whose seal no longer holds.
    """
    sheet = session.scalars(
        select(Sheet).where(Sheet.id == sheet_id).options(joinedload(Sheet.juror))
    ).one_or_none()
    if sheet is None:
        raise NotFound(f"sheet {sheet_id}")
    contest_id = sheet.juror.contest_id
    permit(act.actor, Action.SHEET_RETURN, Scope(contest_id=contest_id))
    if hold_contest(session, contest_id).state != ContestState.EVALUATING:
        raise WrongState([closed_problem()])
    refuse([_reason_problem(reason), _after_the_draw(session, sheet, contest_id)])
    seal = sheet.sealed_sha256
    SHEET.move(sheet, "return", None)
    sheet.sealed_at = sheet.sealed_sha256 = None
    sheet.returned_reason = reason
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="sheet.returned",
        subject=f"sheet:{sheet.id}",
        data={
            "application_id": sheet.application_id,
            "phase": sheet.phase_code,
            "broken_seal": seal,
            "reason": reason,
        },
    )
    log.info("sheet returned", extra={"sheet_id": sheet.id, "application_id": sheet.application_id})
    return sheet


def _after_the_draw(session: Session, sheet: Sheet, contest_id: int) -> Problem | None:
    held = drawn_already(session, contest_id)
    if held is None:
        return None
    contest = contest_by_id(session, contest_id)
    broken = sheets_with_broken_seal(session, contest, countable_sheets(session, contest_id))
    return None if sheet.id in {one.sheet_id for one in broken} else held


def _reason_problem(reason: str) -> Problem | None:
    if reason and len(reason) <= MAX_REASON:
        return None
    return Problem(
        "sheet.return_reason",
        field="reason",
        message=N_("Escriba el motivo de la devolución en %(max)s letras como máximo: el jurado lo leerá."),
        params={"max": str(MAX_REASON)},
    )
