"""Print every paper of a kind of a contest and join them: files to print on both sides, and single files in one.

What is printed stays printed: a run that was stopped, or went down, goes on where it was. The same papers give the
same bytes.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from unicodedata import normalize
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from contest_portal.awards.paper_prints import PAPER_KINDS, PaperPrint, paper_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.rules.print_run import volumes_of
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press, PrintedFile
from contest_portal.documents.print_room import join_prints, print_all
from contest_portal.documents.queries import document_by_id
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import Refused, Stale
from contest_portal.kernel.sealed_printing import PrintFailed, PrintOrder
from contest_portal.kernel.work_desk import StopWished

log = logging.getLogger(__name__)
Made = TypeVar("Made")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The one time of all files in the archive: the same files give the same bytes."""
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
"""What some file system refuses in a name."""


class _Unprinted(Exception):
    """Some could not be printed, all others are."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        super().__init__()


@dataclass(frozen=True, slots=True)
class PrintRun:
    """A run of one contest: what it reads and where it writes, how many print at once, and what time it is.

    Its desk says which kind. `keep` notes in a transaction of its own which file a document was printed into.
    """

    contest_id: int
    database: Database
    keep: Callable[[Document, PrintedFile], None]
    press: Press
    desk: PrintDesk
    workers: int
    clock: Callable[[], datetime]

    def carry_out(self) -> None:
        """Do the work of a run that was taken up, and say how it ended."""
        try:
            prints = self._printed()
            parts = enumerate(volumes_of(len(prints)), start=1)
            pages = tuple(self._join(number, [prints[place] for place in part]) for number, part in parts)
            self._zip(prints)
            end = replace(self._sign(), pages=pages, made=prints)
        except StopWished:
            end = replace(self._sign(), stopped=True)
        except _Unprinted as some:
            end = replace(self._sign(), failed=True, unprinted=some.codes)
        except Refused as refused:  # no key to sign with, or one whose time is over
            end = replace(self._sign(), failed=True, why=refused.problems[0])
        except Exception:  # the end of a job: whatever it was, the page must not wait for ever
            log.exception("printing papers failed", extra={"contest_id": self.contest_id})
            end = replace(self._sign(), failed=True)
        self.desk.leave_sign(self.contest_id, replace(end, ended=True))

    def _printed(self) -> tuple[PaperPrint, ...]:
        """Print what is missing, also what is issued meanwhile, and give all that stand; who fails, fails alone."""
        failed: set[int] = set()
        while True:
            self.desk.go_on(self.contest_id)
            with self.database.reading() as session:
                prints = paper_prints(session, self.contest_id, self.desk.papers)
            missing = [one for one in prints if one.file_sha256 is None]
            to_print = [one.document_id for one in missing if one.document_id not in failed]
            done = len(prints) - len(missing)
            self._tell(done, len(prints))
            if not to_print and failed:
                raise _Unprinted(one.code for one in missing)
            if not missing:
                return prints
            for document, file in self._print(to_print):
                if file is None:
                    failed.add(document.id)
                else:
                    self._keep(document, file)
                    done += 1
                self._tell(done, len(prints))

    def _keep(self, document: Document, file: PrintedFile) -> None:
        try:
            self.keep(document, file)
        except Stale:  # declared void meanwhile: it is none of those that stand
            log.info("print of a void document dropped", extra={"document_id": document.id})

    def _print(self, document_ids: list[int]) -> Iterator[tuple[Document, PrintedFile | None]]:
        """Give the file of each, signed here: who prints holds no key. None for one that cannot be printed."""
        loaded: dict[int, Document] = {}

        def orders() -> Iterator[tuple[int, PrintOrder]]:
            for document_id in document_ids:
                if self.desk.is_stopping(self.contest_id):
                    return
                with self.database.reading() as session:
                    loaded[document_id] = document_by_id(session, document_id)
                yield document_id, self.press.order(PAPER_KINDS[self.desk.papers], loaded[document_id])

        for document_id, printed in print_all(orders(), workers=self.workers):
            document = loaded.pop(document_id)
            if isinstance(printed, PrintFailed):
                log.error("paper not printed", extra={"document_id": document_id})
                yield document, None
            else:
                yield document, self.press.keep(document, printed)

    def _join(self, number: int, prints: list[PaperPrint]) -> int:
        with ExitStack() as stack:
            opened = (stack.enter_context(self.press.storage.opened(one.file_sha256 or "")) for one in prints)
            documents = [(path, one.code) for path, one in zip(opened, prints, strict=True)]
            return self._written(
                self.desk.volume(self.contest_id, number), lambda path: join_prints(documents, path)
            )

    def _zip(self, prints: tuple[PaperPrint, ...]) -> None:
        def write(path: Path) -> None:
            with ZipFile(path, "w", ZIP_STORED) as archive:
                for place, one in enumerate(prints, start=1):
                    content = self.press.storage.get(one.file_sha256 or "")
                    archive.writestr(ZipInfo(_file_name(place, one.code), _LONG_AGO), content)

        self._written(self.desk.archive(self.contest_id), write)

    def _written(self, path: Path, write: Callable[[Path], Made]) -> Made:
        self.desk.go_on(self.contest_id)
        self._tell(self._sign().done, self._sign().total)
        part = path.with_name(f"{path.name}.part")
        made = write(part)
        part.replace(path)
        return made

    def _tell(self, done: int, total: int) -> None:
        self.desk.leave_sign(self.contest_id, PrintSign(self.clock(), done, total))

    def _sign(self) -> PrintSign:
        now = self.clock()
        last = self.desk.last_sign(self.contest_id)
        return PrintSign(now, 0, 0) if last is None else replace(last, at=now)


def _file_name(place: int, code: str) -> str:
    """Name a file of the archive: in the order of the papers, by the number as it is written, accents and all."""
    return f"{place:03d} {_UNFIT.sub('-', normalize('NFC', code))}.pdf"
