"""Give a final sheet back to its juror."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.scorers import scorers
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, NotFound, Problem, refuse
from contest_portal.scoring.counting import countable_sheets, sheets_with_broken_seal
from contest_portal.scoring.draws import drawn_already
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.paper_desk import void_returned
from contest_portal.scoring.rules.lifecycle import SHEET
from contest_portal.scoring.rules.versions import SheetDeed
from contest_portal.scoring.second import Stage, stage_of
from contest_portal.scoring.sheet_history import keep_version

log = logging.getLogger(__name__)

MAX_REASON = 400


def return_sheet(session: Session, act: Act, *, sheet_id: int, reason: str) -> Sheet:
    """Turn a final sheet into a draft again, with the reason its juror will read.

    The broken seal and the reason stay in the audit chain. Nothing is returned once the scoring is closed; once the
    lot is drawn, only a sheet whose seal no longer holds.
    """
    sheet = session.scalars(
        select(Sheet).where(Sheet.id == sheet_id).options(joinedload(Sheet.juror), selectinload(Sheet.marks))
    ).one_or_none()
    if sheet is None:
        raise NotFound(f"sheet {sheet_id}")
    contest_id = sheet.juror.contest_id
    permit(act.actor, Action.SHEET_RETURN, Scope(contest_id=contest_id))
    contest = hold_contest(session, contest_id)
    stage = stage_of(session, contest, sheet.application_id, sheet.phase_code)
    stage.require_open()
    refuse([_reason_problem(reason), _kept(session, contest, sheet, stage)])
    SHEET.require(sheet, "return")
    # first: the database opens no final sheet of which the log says nothing
    _record(session, act, sheet, reason)
    SHEET.move(sheet, "return", None)
    sheet.sealed_at = sheet.sealed_sha256 = None
    sheet.returned_reason = reason
    void_returned(session, sheet, reason)
    session.flush()
    keep_version(session, act, sheet, SheetDeed.RETURNED, reason=reason)
    log.info("sheet returned", extra={"sheet_id": sheet.id, "application_id": sheet.application_id})
    return sheet


def _record(session: Session, act: Act, sheet: Sheet, reason: str) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="sheet.returned",
        subject=f"sheet:{sheet.id}",
        data={
            "application_id": sheet.application_id,
            "phase": sheet.phase_code,
            "broken_seal": sheet.sealed_sha256,
            "reason": reason,
        },
    )


def _kept(session: Session, contest: Contest, sheet: Sheet, stage: Stage) -> Problem | None:
    """Keep what nobody could make final again, or what the drawn lot decided on; but no sheet with a broken seal."""
    drawn = drawn_already(session, contest.id) if stage.second is None else None
    held = drawn or _without_owner(session, sheet, contest.id)
    if held is None:
        return None
    broken = sheets_with_broken_seal(session, contest, countable_sheets(session, contest.id, stage.rulebook))
    return None if sheet.id in {one.sheet_id for one in broken} else held


def _without_owner(session: Session, sheet: Sheet, contest_id: int) -> Problem | None:
    who = scorers(session, contest_id, rulebook_of(session, contest_id), juror_id=sheet.juror_id)
    pair = (sheet.juror_id, sheet.application_id)
    if who.is_recused(*pair) or who.may_score(*pair, sheet.phase_code):
        return None
    return Problem(
        "sheet.without_owner",
        field="reason",
        message=N_(
            "Quien hizo esta ficha ya no califica a este grupo y no podría corregirla: la ficha queda y cuenta."
        ),
    )


def _reason_problem(reason: str) -> Problem | None:
    if reason and len(reason) <= MAX_REASON:
        return None
    return Problem(
        "sheet.return_reason",
        field="reason",
        message=N_("Escriba el motivo de la devolución en %(max)s letras como máximo: el jurado lo leerá."),
        params={"max": str(MAX_REASON)},
    )
