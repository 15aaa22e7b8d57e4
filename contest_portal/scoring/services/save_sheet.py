"""Save a juror's draft: the marks given so far, and a comment."""

import logging
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.models import Juror
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, Problem, Stale, refuse
from contest_portal.scoring.desk import Desk, desk_for_writing
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.sheet_rules import mark_problem, other_class_problem

log = logging.getLogger(__name__)

MAX_COMMENT = 2000
MAX_REASON = 400
NO_REASONS: Mapping[str, str] = MappingProxyType({})


def save_sheet(
    session: Session,
    act: Act,
    *,
    application_id: int,
    phase_code: str,
    marks: Mapping[str, Mark],
    comment: str,
    expected_version: int,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Sheet:
    """Replace the draft's marks by `marks`: a criterion that is not in it becomes a skipped one, never a zero.

    `reasons` say why, by criterion; a draft may still lack one that the rules ask for.

    A sheet is known by its juror, group and phase, so that any device can send it; `expected_version` is the one it
    was read at, 0 for a sheet not begun. Raises Stale when somebody saved in between, WrongState once it is final or
    the scoring is closed, Refused with every mark that does not fit its criterion.
    """
    wait_for_turn(session)
    _one_writer_per_juror(session, act)
    desk = desk_for_writing(session, act, application_id=application_id, phase_code=phase_code)
    sheet = desk.sheet or _new_sheet(act, desk)
    if (desk.sheet.version if desk.sheet else 0) != expected_version:
        raise Stale(f"sheet {sheet.id} is at another version than {expected_version}")
    refuse(_problems(desk, marks, reasons, comment))
    session.add(sheet)
    _write(sheet, marks, reasons, comment)
    session.flush()
    _record(session, act, desk, sheet, len(marks))
    return sheet


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


def _one_writer_per_juror(session: Session, act: Act) -> None:
    """Make two devices of one juror take turns, so that a sheet is begun once."""
    session.execute(
        select(Juror.id).where(Juror.user_id == act.actor.user_id).order_by(Juror.id).with_for_update()
    ).all()


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
) -> Iterator[Problem | None]:
    own = {criterion.code for criterion in desk.criteria}
    for code, mark in marks.items():
        yield mark_problem(desk.phase, code, mark, desk.rulebook.scoring.marks_per_point)
        if code not in own and code in {criterion.code for criterion in desk.phase.criteria}:
            yield other_class_problem(code)
    for code, reason in reasons.items():
        if len(reason) > MAX_REASON:
            yield Problem(
                "sheet.reason_too_long",
                field=code,
                message=N_("El motivo tiene más de %(max)s letras. Escríbalo más corto."),
                params={"max": str(MAX_REASON)},
            )
    if len(comment) > MAX_COMMENT:
        yield Problem(
            "sheet.comment_too_long",
            field="comment",
            message=N_("El comentario tiene más de %(max)s letras. Escríbalo más corto."),
            params={"max": str(MAX_COMMENT)},
        )


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
