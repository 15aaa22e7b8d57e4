"""Asking the virus scanner again about files that it gave no answer for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from contest_portal.applications.quarantine import awaiting_scan
from contest_portal.applications.services.settle_scan import settle_scan
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import NotFound, StoreAway
from contest_portal.kernel.scanner import LATER_PATIENCE, Scan, Scanner
from contest_portal.kernel.storage import Storage

SILENCES = 3
"""After so many silences in a row the scanner is away: the rest waits for the next time."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """How many files were found clean, in how many a virus was found, and how many wait on."""

    clean: int
    infected: int
    waiting: int


def scan_pending(
    database: Database, storage: Storage, scanner: Scanner, clock: Callable[[], datetime]
) -> Scanned:
    """Ask about every file that waits, and settle each in a transaction of its own; no database is held meanwhile."""
    with database.reading() as session:
        waiting = awaiting_scan(session)
    patient, silences, said = replace(scanner, milliseconds=LATER_PATIENCE), 0, []
    for digest in waiting:
        scan = _ask(storage, patient, digest)
        with database.transaction() as session:
            settle_scan(session, sha256=digest, scan=scan, at=clock())
        said.append(scan)
        silences = 0 if scan in (Scan.CLEAN, Scan.INFECTED) else silences + 1
        if silences == SILENCES:
            break
    clean, infected = said.count(Scan.CLEAN), said.count(Scan.INFECTED)
    return Scanned(clean, infected, len(waiting) - clean - infected)


def _ask(storage: Storage, scanner: Scanner, digest: str) -> Scan:
    try:
        return scanner.scan(storage.get(digest))
    except (NotFound, StoreAway):  # withdrawn meanwhile, or a store that is away: `files check` tells which
        return Scan.FAILED
