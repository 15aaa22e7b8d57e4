"""Have documents printed by another process (`print_child.py`) that can be stopped, and has no files and no network."""

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from contest_portal.kernel.pdf import AttachedFile
from contest_portal.kernel.problems import N_, Problem, Refused

log = logging.getLogger(__name__)
PRINTS_OF_A_PROCESS = 400
"""A process grows by some 40 KB a document; after so many it is changed for a new one."""
SECONDS = 120
"""By the clock, for when the machine does nothing at all; the process counts its own time of the processors."""
SECONDS_GIVING_WAY = 600
GIVES_WAY = "--gives-way"
_ROOT = Path(__file__).resolve().parents[2]
_KNOWN = ("PATH", "HOME", "LANG")
_STOPPED = "the process ended: too much time or memory, or it broke down"


class PrintFailed(Refused):
    """A document that could not be printed; `reason` is for those who read logs."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__([_UNPRINTED])


_UNPRINTED = Problem(
    "print.failed",
    field="document",
    message=N_(
        "No se pudo imprimir este documento. No se ha perdido nada: inténtelo otra vez en un momento y, si sigue "
        "igual, avise a quien administra el portal."
    ),
)


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """A document to print, as `render_pdf` takes it."""

    html: str
    stylesheet: str
    created: datetime
    attached: AttachedFile | None = None

    def line(self) -> bytes:
        """Write it as the other process reads it."""
        file = astuple(self.attached) if self.attached else ()
        return json.dumps([self.html, self.stylesheet, self.created.isoformat(), *file]).encode() + b"\n"


class SealedPrinter:
    """A process that prints, and its successors: it starts with the first order, and one prints at a time.

    One that gives way prints when nobody who waits for a page needs the processor.
    """

    def __init__(self, *, gives_way: bool = False) -> None:
        self._gives_way = gives_way
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._printed = 0

    def print(self, order: PrintOrder) -> bytes:
        """Print a document. PrintFailed for one that cannot be, or that takes the process down; the next one can."""
        with self._turn:
            if self._printed == PRINTS_OF_A_PROCESS:
                self._end()
            process = self._process = self._process or _start(gives_way=self._gives_way)
            self._printed += 1
            clock = threading.Timer(SECONDS_GIVING_WAY if self._gives_way else SECONDS, process.kill)
            clock.start()
            try:
                return _answer(process, order)
            except BaseException as error:
                log.error("not printed", extra={"reason": getattr(error, "reason", type(error).__name__)})
                process.kill()  # what it might still say would be taken for the next answer
                self._end()
                raise
            finally:
                clock.cancel()

    def close(self) -> None:
        """End the process; another order starts a new one."""
        with self._turn:
            self._end()

    def _end(self) -> None:
        process, self._process, self._printed = self._process, None, 0
        if process is not None:
            process.communicate()


def print_sealed(
    html: str, *, stylesheet: str, created: datetime, attached: AttachedFile | None = None
) -> bytes:
    """Print as `render_pdf` does, in the process that prints for this one. Raises PrintFailed."""
    printer = _printers.setdefault(os.getpid(), SealedPrinter())  # a copy of this process starts its own
    return printer.print(PrintOrder(html, stylesheet, created, attached))


def _close() -> None:
    if printer := _printers.pop(os.getpid(), None):
        printer.close()


_printers: dict[int, SealedPrinter] = {}
atexit.register(_close)


def program_env() -> dict[str, str]:
    """Give what a process of ours gets of the environment: no secret of the portal."""
    known = {name: os.environ[name] for name in _KNOWN if name in os.environ}
    return {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", **known}


def _start(*, gives_way: bool) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "contest_portal.kernel.print_child", *([GIVES_WAY] if gives_way else [])]
    return subprocess.Popen(  # noqa: S603 - ours
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=program_env(), cwd=_ROOT
    )


def _answer(process: "subprocess.Popen[bytes]", order: PrintOrder) -> bytes:
    stdin, stdout = _pipe(process.stdin), _pipe(process.stdout)
    try:
        stdin.write(order.line())
        stdin.flush()
        told = json.loads(stdout.readline() or "{}")
        pdf = stdout.read(told.get("size", 0))
    except OSError as error:
        raise PrintFailed(_STOPPED) from error
    if not pdf or len(pdf) != told["size"]:
        raise PrintFailed(told.get("failed", _STOPPED))
    return pdf


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("a process of ours has pipes")
    return stream
