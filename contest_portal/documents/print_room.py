"""Print many documents in processes of their own, as many at once as the machine has processors.

The processes stay warm from one document to the next and are changed for new ones before they grow. None holds a
database: orders come from the caller and hashes go back to it, in its own thread.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Self

from contest_portal.config import ROOT
from contest_portal.kernel.storage import Storage

MOST_AT_ONCE = 4
PRINTS_OF_A_PROCESS = 400
"""A process grows by some 40 KB a document; after so many it is changed for a new one."""
_KNOWN = ("PATH", "HOME", "LANG")


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """A document to print, as `print_worker.py` reads it."""

    document_id: int
    line: str


class PrintFailed(Exception):
    """A process ended without printing what it was given."""


def workers_here() -> int:
    """Give how many processes print at once on this machine."""
    return min(MOST_AT_ONCE, len(os.sched_getaffinity(0)))


def print_all(
    orders: Iterable[PrintOrder], storage: Storage, stylesheet: str, *, workers: int
) -> Iterator[tuple[int, str]]:
    """Print and keep every order; give the document and the hash of its file as they come. PrintFailed ends it.

    Orders are asked for as they are needed: some wait, never all.
    """
    with ExitStack() as processes, ThreadPoolExecutor(workers) as threads:
        free: SimpleQueue[_Worker] = SimpleQueue()
        for _ in range(workers):
            free.put(processes.enter_context(_Worker(storage, stylesheet)))
        running: dict[Future[str], int] = {}
        for order in orders:
            running[threads.submit(_print, free, order)] = order.document_id
            if len(running) >= 2 * workers:
                yield from _finished(running, FIRST_COMPLETED)
        yield from _finished(running, ALL_COMPLETED)


def join_prints(documents: Iterable[tuple[Path, str]], target: Path) -> int:
    """Join files (path, title) into one to print on both sides, in a process of its own; give its pages."""
    told = "\n".join(json.dumps([str(path), title]) for path, title in documents)
    command = [sys.executable, "-m", "contest_portal.documents.join_worker", str(target)]
    done = subprocess.run(  # noqa: S603 - ours
        command, input=told, stdout=subprocess.PIPE, text=True, check=True, env=_env(), cwd=ROOT
    )
    return int(done.stdout)


def _finished(running: dict[Future[str], int], until: str) -> Iterator[tuple[int, str]]:
    done, _ = wait(running, return_when=until)
    for future in done:
        yield running.pop(future), future.result()


def _print(free: "SimpleQueue[_Worker]", order: PrintOrder) -> str:
    worker = free.get()
    try:
        return worker.print(order)
    finally:
        free.put(worker)


class _Worker:
    """A process that prints, and its successors."""

    def __init__(self, storage: Storage, stylesheet: str) -> None:
        self._command = [sys.executable, "-m", "contest_portal.documents.print_worker", str(storage.root)]
        self._stylesheet = json.dumps(stylesheet)
        self._printed = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(  # noqa: S603 - ours; it gets no secret of the portal
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_env(), cwd=ROOT
        )
        self._say(self._stylesheet)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def print(self, order: PrintOrder) -> str:
        """Print a document and give the hash of its file."""
        if self._printed == PRINTS_OF_A_PROCESS:
            self._process.communicate()
            self.__enter__()
            self._printed = 0
        self._printed += 1
        self._say(order.line)
        answer = _pipe(self._process.stdout).readline().strip()
        if not answer:
            raise PrintFailed(f"document {order.document_id}")
        return answer

    def _say(self, line: str) -> None:
        stdin = _pipe(self._process.stdin)
        stdin.write(f"{line}\n")
        stdin.flush()


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise ValueError("a process of ours has pipes")
    return stream


def _env() -> dict[str, str]:
    return {"PYTHONUTF8": "1", **{name: os.environ[name] for name in _KNOWN if name in os.environ}}
