"""Keeping a file: at once when the scanner answered, under lock when it did not."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.quarantine_models import QuarantinedFile
from contest_portal.applications.receiving import SoundFile
from contest_portal.applications.rules.attachments import unfit
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import Refused
from contest_portal.kernel.scanner import Scan
from contest_portal.kernel.storage import Storage


def put_file(session: Session, storage: Storage, file: SoundFile, at: datetime) -> str:
    """Store a file and give its hash. One that was not scanned in time is given to nobody until it was.

    Refused when something was found in these bytes before, however silent the scanner is now.
    """
    digest = sha256_hex(file.content)
    held = session.get(QuarantinedFile, digest)
    if held is not None and held.infected_at is not None:
        raise Refused([unfit(Scan.INFECTED.value, {})])
    if held is None and file.scan is Scan.FAILED:
        session.add(QuarantinedFile(sha256=digest, since=at))
    return storage.put(file.content)


def quarantined(session: Session, digests: Collection[str]) -> Mapping[str, QuarantinedFile]:
    """Give, by hash, those of the files that nobody is given."""
    found = (
        select(QuarantinedFile).where(QuarantinedFile.sha256.in_(digests)).order_by(QuarantinedFile.sha256)
    )
    return {one.sha256: one for one in session.scalars(found)}


def awaiting_scan(session: Session) -> tuple[str, ...]:
    """Give the hashes of what waits for the scanner, those first that it was asked for least."""
    waiting = select(QuarantinedFile.sha256).where(QuarantinedFile.infected_at.is_(None))
    by_turn = (QuarantinedFile.tries, QuarantinedFile.since, QuarantinedFile.sha256)
    return tuple(session.scalars(waiting.order_by(*by_turn)))
