"""The hook for a virus scanner: a command of the office's own that reads a file from its stdin."""

import logging
import shlex
import subprocess
from dataclasses import dataclass
from enum import StrEnum

log = logging.getLogger(__name__)
PATIENCE = 2000
"""Milliseconds that a request waits for the scanner: the closing of a call must not hang on it."""
LATER_PATIENCE = 30_000
"""Milliseconds that whoever looks again at what waits gives it; nobody stands before a page meanwhile."""


class Scan(StrEnum):
    """What the scanner said of a file. ABSENT: there is none; FAILED: it gave no answer in time."""

    ABSENT = "absent"
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Scanner:
    """A command such as `clamdscan --no-summary -`: it ends with 0 for a clean file and with 1 for an infected one."""

    command: str = ""
    milliseconds: int = PATIENCE

    def scan(self, content: bytes) -> Scan:
        """Ask the command about a file. Never raises: a scanner that is down keeps nobody from a deadline."""
        if not self.command.strip():
            return Scan.ABSENT
        try:
            done = subprocess.run(  # noqa: S603 - named by whoever runs the portal
                shlex.split(self.command),
                input=content,
                capture_output=True,
                check=False,
                timeout=self.milliseconds / 1000,
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            log.warning("virus scanner failed", extra={"reason": type(error).__name__})
            return Scan.FAILED
        if done.returncode > 1 or done.returncode < 0:
            log.warning("virus scanner failed", extra={"reason": f"exit {done.returncode}"})
        return {0: Scan.CLEAN, 1: Scan.INFECTED}.get(done.returncode, Scan.FAILED)
