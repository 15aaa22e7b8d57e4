"""Runs that print all agreements of a contest: one a contest at a time, told by small files beside the storage."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from contest_portal.awards.agreement_prints import AgreementPrint
from contest_portal.awards.rules.print_run import ALREADY_RUNNING, NOT_RUNNING, is_over, is_silent
from contest_portal.kernel.problems import Problem
from contest_portal.kernel.storage import Storage
from contest_portal.kernel.work_desk import WorkDesk


@dataclass(frozen=True, slots=True)
class PrintSign:
    """The last that was heard of a run: `done` of `total` are printed. `pages` and `made` once it ended well.

    `made` are the agreements in its files, as they were then; `pages` those of each file to print. `unprinted` are the
    numbers of those that could not be printed, all others are; `why` is what kept the run from it, where known.
    """

    at: datetime
    done: int
    total: int
    ended: bool = False
    failed: bool = False
    stopped: bool = False
    pages: tuple[int, ...] = ()
    made: tuple[AgreementPrint, ...] = ()
    unprinted: tuple[str, ...] = ()
    why: Problem | None = None

    def is_running(self, now: datetime) -> bool:
        """Tell whether it is still at work."""
        return not self.ended and not is_silent(self.at, now)

    @property
    def percent(self) -> int:
        """Give the share that is printed, in whole percent."""
        return self.done * 100 // self.total if self.total else 0

    def holds(self, prints: tuple[AgreementPrint, ...], now: datetime) -> bool:
        """Tell whether its files are there and are those of the agreements of now."""
        return bool(self.made) and self.made == prints and not is_over(self.at, now)


class PrintDesk(WorkDesk[PrintSign]):
    """The runs, each with its joined files for a day in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, TypeAdapter(PrintSign), at_work=ALREADY_RUNNING, idle=NOT_RUNNING)
        self._folder = folder

    @classmethod
    def beside(cls, storage: Storage) -> "PrintDesk":
        """Give the desk that belongs to a storage: `<STORAGE_DIR>-waiting/agreements`."""
        return cls(storage.waiting / "agreements")

    def path(self, contest_id: int, name: str) -> Path:
        """Give where a joined file is or will be."""
        return self._folder / str(contest_id) / name

    def leave_sign(self, contest_id: int, sign: PrintSign) -> None:
        """Put a sign in the place of the one before; from the first on, the run has its folder."""
        super().leave_sign(contest_id, sign)
        self.path(contest_id, "").mkdir(exist_ok=True)

    def take_up(self, contest_id: int, sign: PrintSign) -> None:
        """Begin a run; files whose time is over go. Refused while another of the contest is at work."""
        for path in self._folder.glob("*/convenios*"):
            last = self.last_sign(int(path.parent.name))
            if last is None or is_over(last.at, sign.at):
                path.unlink(missing_ok=True)
        self.begin(contest_id, sign, sign.at)
