"""Take in a paper sheet: from then on it is the juror's sheet, and the draft on the screen is void."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.quarantine import put_file
from contest_portal.applications.receiving import SoundFile
from contest_portal.kernel.problems import N_, Problem, Refused, refuse
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.paper_desk import note, paper_in_work, reason_problem, standing_problems
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.paper_queries import SheetPaperView
from contest_portal.scoring.rules.paper_sheets import PAPER, PaperState, code_problem, serial_in
from contest_portal.scoring.settling import settle_of_juror

log = logging.getLogger(__name__)


def receive_sheet_paper(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    code: str,
    reason: str,
    scan: SoundFile | None,
    storage: Storage,
) -> SheetPaper:
    """Let a sheet be on paper from now on, with who took it in and why.

    `code` is the serial, or all that the QR says. Raises Refused for a serial that is of no sheet of this contest, is
    void or was taken in before, and for whatever keeps it from being the sheet.
    """
    serial = serial_in(code)
    paper_id = session.scalar(
        select(SheetPaper.id).where(SheetPaper.contest_id == contest_id, SheetPaper.serial == serial)
    )
    if serial is None or paper_id is None:
        raise Refused([_unknown()])
    paper, view = paper_in_work(session, act, paper_id)
    refuse([_used(view), code_problem(code, view.code), reason_problem(reason)])
    refuse(standing_problems(session, view))
    paper.received_by, paper.received_at, paper.reason = act.actor.user_id, act.at, reason.strip()
    if scan is not None:
        paper.scan_sha256 = put_file(session, storage, scan, act.at)
        paper.scan_type = scan.kind.media_type
    PAPER.move(paper, "receive", None)
    session.flush()
    settle_of_juror(
        session, act, contest_id=contest_id, juror_id=paper.juror_id
    )  # phones have no choice left
    note(session, act, paper, "received", reason=paper.reason, scan_sha256=paper.scan_sha256 or "")
    log.info("sheet paper received", extra={"paper_id": paper.id})
    return paper


def _used(paper: SheetPaperView) -> Problem | None:
    if paper.state is PaperState.PRINTED:
        return None
    message = (
        N_("La ficha %(serial)s está anulada: no cuenta. Motivo: %(reason)s.")
        if paper.state is PaperState.VOID
        else N_("La ficha %(serial)s ya se recibió. Una ficha se recibe una sola vez: ábrala en la lista.")
    )
    params = {"serial": paper.serial, "reason": paper.void_reason or ""}
    return Problem("sheet_paper.used", field="code", message=message, params=params)


def _unknown() -> Problem:
    return Problem(
        "sheet_paper.unknown",
        field="code",
        message=N_(
            "Ninguna ficha de este concurso tiene ese número. Son ocho letras y números: mírelos en el papel."
        ),
    )
