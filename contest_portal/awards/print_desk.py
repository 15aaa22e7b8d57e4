"""Runs that print all papers of a kind: one a contest and kind at a time, told by small files beside the storage."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from contest_portal.awards.paper_prints import PaperPrint
from contest_portal.awards.rules.print_run import (
    ALREADY_RUNNING,
    NOT_RUNNING,
    Papers,
    archive_name,
    is_over,
    is_silent,
    volume_name,
)
from contest_portal.kernel.problems import Problem
from contest_portal.kernel.storage import Storage
from contest_portal.kernel.work_desk import WorkDesk


@dataclass(frozen=True, slots=True)
class PrintSign:
    """The last that was heard of a run: `done` of `total` are printed. `pages` and `made` once it ended well.

    `made` are the papers in its files, as they were then; `pages` those of each file to print. `unprinted` are the
    numbers of those that could not be printed, all others are; `why` is what kept the run from it, where known.
    """

    at: datetime
    done: int
    total: int
    ended: bool = False
    failed: bool = False
    stopped: bool = False
    pages: tuple[int, ...] = ()
    made: tuple[PaperPrint, ...] = ()
    unprinted: tuple[str, ...] = ()
    why: Problem | None = None

    def is_running(self, now: datetime) -> bool:
        """Tell whether it is still at work."""
        return not self.ended and not is_silent(self.at, now)

    @property
    def percent(self) -> int:
        """Give the share that is printed, in whole percent."""
        return self.done * 100 // self.total if self.total else 0

    def holds(self, prints: tuple[PaperPrint, ...], now: datetime) -> bool:
        """Tell whether its files are there and are those of the papers of now."""
        return bool(self.made) and self.made == prints and not is_over(self.at, now)


class PrintDesk(WorkDesk[PrintSign]):
    """The runs that print one kind of papers, each with its joined files for a day in a folder of its own."""

    def __init__(self, folder: Path, papers: Papers) -> None:
        super().__init__(folder, TypeAdapter(PrintSign), at_work=ALREADY_RUNNING, idle=NOT_RUNNING)
        self._folder, self.papers = folder, papers

    @classmethod
    def beside(cls, storage: Storage, papers: Papers) -> "PrintDesk":
        """Give the desk of a kind that belongs to a storage, such as `<STORAGE_DIR>-waiting/agreements`."""
        return cls(storage.waiting / papers.name.lower(), papers)

    def volume(self, contest_id: int, number: int) -> Path:
        """Give where a file to print is or will be, the first 1."""
        return self.path(contest_id, volume_name(self.papers, number))

    def archive(self, contest_id: int) -> Path:
        """Give where the archive of single files is or will be."""
        return self.path(contest_id, archive_name(self.papers))

    def path(self, contest_id: int, name: str) -> Path:
        """Give where a joined file is or will be."""
        return self._folder / str(contest_id) / name

    def leave_sign(self, contest_id: int, sign: PrintSign) -> None:
        """Put a sign in the place of the one before; from the first on, the run has its folder."""
        super().leave_sign(contest_id, sign)
        self.path(contest_id, "").mkdir(exist_ok=True)

    def take_up(self, contest_id: int, sign: PrintSign) -> None:
        """Begin a run; files whose time is over go. Refused while another of the contest is at work."""
        for path in self._folder.glob(f"*/{self.papers}*"):
            last = self.last_sign(int(path.parent.name))
            if last is None or is_over(last.at, sign.at):
                path.unlink(missing_ok=True)
        self.begin(contest_id, sign, sign.at)
