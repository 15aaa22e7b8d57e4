"""Let a file that waited for the virus scanner go, or lock it for good."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Attachment
from contest_portal.applications.quarantine_models import QuarantinedFile
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.scanner import Scan

log = logging.getLogger(__name__)


def settle_scan(session: Session, *, sha256: str, scan: Scan, at: datetime) -> None:
    """Act on what the scanner said later; nothing when somebody else did meanwhile.

    Clean: whoever may read it is given it. Infected: it stays locked, and no longer counts as what a contest asks
    for; the group and the office read why, and the log names every application that holds it. No answer: it waits on.
    """
    wait_for_turn(session)
    held = session.get(QuarantinedFile, sha256, with_for_update=True)
    if held is None or held.infected_at is not None:
        return
    if scan not in (Scan.CLEAN, Scan.INFECTED):
        held.tries += 1
        return
    named = session.scalars(
        select(Attachment).where(Attachment.sha256 == sha256).order_by(Attachment.id)
    ).all()
    for attachment in named:
        if scan is Scan.CLEAN:
            attachment.scan = scan.value
        else:
            attachment.infected_at = at
    if scan is Scan.CLEAN:
        session.delete(held)
    else:
        held.infected_at = at
    session.flush()
    for subject in sorted({f"application:{one.application_id}" for one in named}) or [f"file:{sha256}"]:
        record(
            session,
            at=at,
            actor_id=None,
            action=f"file.{scan.value}",
            subject=subject,
            data={"sha256": sha256},
        )
    log.info("file scanned later", extra={"sha256": sha256, "scan": scan.value})
