"""Writing and sealing a sheet that was opened for it: from a screen and from paper alike."""

import logging
from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.kernel.audit import record
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.scoring.desk import Desk
from contest_portal.scoring.models import Attendance, Sheet, SheetMark
from contest_portal.scoring.rules.lifecycle import SHEET, SheetState
from contest_portal.scoring.rules.seal import seal_of
from contest_portal.scoring.rules.sheet_rules import mark_problems, text_problems
from contest_portal.scoring.rules.totals import sheet_problems
from contest_portal.scoring.rules.versions import SheetDeed
from contest_portal.scoring.sheet_history import keep_version

log = logging.getLogger(__name__)


def write_sheet(
    session: Session,
    act: Act,
    desk: Desk,
    marks: Mapping[str, Mark],
    *,
    reasons: Mapping[str, str],
    comment: str,
    origin: str,
) -> Sheet:
    """Replace what a juror's draft says. Whoever calls has opened the sheet; `origin` is whence it comes."""
    sheet = desk.sheet or _new_sheet(act, desk)
    refuse(_problems(desk, marks, reasons, comment))
    session.add(sheet)
    _write(sheet, marks, reasons, comment)
    session.flush()
    keep_version(session, act, sheet, SheetDeed.SAVED, origin=origin)
    _record(session, act, desk, sheet, len(marks))
    return sheet


def seal_sheet(
    session: Session, act: Act, desk: Desk, sheet: Sheet, *, origin: str, paper: str = ""
) -> Sheet:
    """Seal what a draft says, if it is complete. Whoever calls has opened it; `paper` is the serial it came on."""
    refuse([*completeness_problems(desk), _attendance_problem(session, desk)])
    sheet.sealed_at, sheet.sealed_sha256 = act.at, _seal(session, desk)
    SHEET.move(sheet, "finalise", None)
    session.flush()
    keep_version(session, act, sheet, SheetDeed.FINALISED, origin=origin)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="sheet.finalised",
        subject=f"sheet:{sheet.id}",
        data={
            "application_id": sheet.application_id,
            "phase": sheet.phase_code,
            "seal": sheet.sealed_sha256,
            **({"paper": paper} if paper else {}),
        },
    )
    log.info("sheet finalised", extra={"sheet_id": sheet.id, "application_id": sheet.application_id})
    return sheet


def completeness_problems(desk: Desk) -> Iterator[Problem]:
    """Name what a sheet still lacks to be final."""
    return sheet_problems(desk.entrant.code, desk.counted, desk.rulebook)


def _record(session: Session, act: Act, desk: Desk, sheet: Sheet, marked: int) -> None:
    application_id = desk.entrant.application_id
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="sheet.saved",
        subject=f"sheet:{sheet.id}",
        data={
            "application_id": application_id,
            "phase": desk.phase.code,
            "marked": marked,
            "version": sheet.version,
        },
    )
    log.info("sheet saved", extra={"sheet_id": sheet.id, "application_id": application_id})


def _seal(session: Session, desk: Desk) -> str:
    return seal_of(
        desk.counted,
        contest_code=desk.contest.code,
        application_code=desk.entrant.code,
        rulebook_sha256=rulebook_sha256(session, desk.contest.id),
    )


def _new_sheet(act: Act, desk: Desk) -> Sheet:
    return Sheet(
        juror_id=desk.juror.juror_id,
        application_id=desk.entrant.application_id,
        phase_code=desk.phase.code,
        state=SheetState.DRAFT.value,
        comment="",
        created_at=act.at,
        marks=[],
    )


def _problems(
    desk: Desk, marks: Mapping[str, Mark], reasons: Mapping[str, str], comment: str
) -> Iterator[Problem]:
    yield from mark_problems(desk.phase, desk.evaluator_class, marks, desk.rulebook.scoring.marks_per_point)
    yield from text_problems(reasons, comment)


def _write(sheet: Sheet, marks: Mapping[str, Mark], reasons: Mapping[str, str], comment: str) -> None:
    kept = {row.criterion_code: row for row in sheet.marks}
    for code, row in kept.items():
        if code not in marks:
            sheet.marks.remove(row)
    for code, mark in marks.items():
        if code not in kept:
            kept[code] = SheetMark(criterion_code=code)
            sheet.marks.append(kept[code])
        kept[code].units, kept[code].reason = mark.units, reasons.get(code, "")
    sheet.comment = comment
    flag_modified(sheet, "comment")  # the sheet's version grows even when only its marks changed


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
