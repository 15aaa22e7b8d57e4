"""Long work of a contest, one at a time, that goes on apart from the request that asked for it.

Its last sign of life and the wish to stop it go by small files beside the storage, which every process of the portal
reads: nothing of them is in the database.
"""

from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter

from contest_portal.kernel.desk_files import DeskFiles
from contest_portal.kernel.problems import Problem, Refused, WrongState


class Sign(Protocol):
    """The last that was heard of a work."""

    def is_running(self, now: datetime) -> bool:
        """Tell whether it is still at work."""


S = TypeVar("S", bound=Sign)


class WorkDesk(Generic[S]):
    """A folder with the last sign of each contest's work and the wish to stop it.

    `at_work` is what refuses a second one, `idle` what refuses to stop none.
    """

    def __init__(self, folder: Path, signs: TypeAdapter[S], *, at_work: Problem, idle: Problem) -> None:
        self._files = DeskFiles(folder)
        self._signs, self._at_work, self._idle = signs, at_work, idle

    def last_sign(self, contest_id: int) -> S | None:
        """Give the last that was heard of a contest's work; None before the first."""
        sign = self._files.read(f"{contest_id}.json")
        return None if sign is None else self._signs.validate_json(sign)

    def leave_sign(self, contest_id: int, sign: S) -> None:
        """Put a sign in the place of the one before."""
        self._files.put(f"{contest_id}.json", self._signs.dump_json(sign, fallback=dict, warnings=False))

    def begin(self, contest_id: int, sign: S, now: datetime) -> None:
        """Leave the first sign. Refused while another of the contest is at work."""
        before = self.last_sign(contest_id)
        if before is not None and before.is_running(now):
            raise Refused([self._at_work])
        self._files.drop(_wish(contest_id))
        self.leave_sign(contest_id, sign)

    def ask_to_stop(self, contest_id: int, now: datetime) -> S:
        """Leave word that the work is to stop at its next step. WrongState when none is going on."""
        sign = self.last_sign(contest_id)
        if sign is None or not sign.is_running(now):
            raise WrongState([self._idle])
        self._files.put(_wish(contest_id), b"")
        return sign

    def is_stopping(self, contest_id: int) -> bool:
        """Tell whether somebody asked to stop it."""
        return self._files.has(_wish(contest_id))

    def go_on(self, contest_id: int) -> None:
        """Raise StopWished when somebody asked to stop it."""
        if self.is_stopping(contest_id):
            raise StopWished


class StopWished(Exception):
    """Somebody asked to stop the work."""


def _wish(contest_id: int) -> str:
    return f"{contest_id}.stop"
