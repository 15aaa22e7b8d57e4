"""Print one document after another in a process of its own: no network, no file but programs and fonts, limits.

`python -m contest_portal.kernel.print_child` reads an order of `sealed_printing.py` a line and answers each with a line
of JSON and, if it was printed, the bytes of the PDF. It ends with its stdin, so none outlives its portal.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from contest_portal.kernel.pdf import AttachedFile, render_pdf
from contest_portal.kernel.sealed_printing import GIVES_WAY

MEMORY = 1024**3
CPU_SECONDS = 20
"""For each document; the thickest that the portal prints takes some four."""
COURTESY = 5
"""Beside a process that serves it gets a quarter of a processor; with nothing beside it, all of it."""
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_OWN = Path(__file__).resolve().parents[1]
_PROGRAMS = (str(_OWN), str(Path(sys.prefix).resolve()), str(Path(sys.base_prefix).resolve()), sys.prefix)
_REFUSED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "ctypes.",
)
_CHANGES = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "shutil.",
)


def answer(line: bytes) -> tuple[Mapping[str, object], bytes]:
    """Carry an order out: what is told of it, and the PDF; nothing but the reason when it cannot be printed."""
    try:
        html, stylesheet, created, *attached = json.loads(line)
        pdf = render_pdf(
            html,
            stylesheet=stylesheet,
            created=datetime.fromisoformat(created),
            attached=AttachedFile(*attached) if attached else None,
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the next order is printed
        return {"failed": f"{type(error).__name__}: {error}"}, b""
    return {"size": len(pdf)}, pdf


def leave_the_network() -> None:
    """Move to a network of our own, with nothing in it, where the system lets us; Python's own is refused anyway."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def warm_up() -> None:
    """Load what printing needs, and let the fonts be written where the layout looks for them."""
    page = "<html lang='es'><title>-</title><p>Ñ <b>b</b> <i>i</i></p>"
    render_pdf(page, stylesheet="", created=datetime.fromtimestamp(0, UTC))


def seal() -> None:
    """Refuse from now on whatever printing does not need; there is no way back."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(_watch)


def _watch(event: str, facts: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED + _CHANGES):
        raise PermissionError(f"{event} is not for who prints")
    if event == "open":
        path, mode, _ = facts
        if (isinstance(mode, str) and set(mode) & set("wax+")) or not str(path).startswith(_PROGRAMS):
            raise PermissionError(f"{path} is not for who prints")


def main() -> None:
    """Answer order by order; `--gives-way`: after everybody else on this machine."""
    if GIVES_WAY in sys.argv:
        os.nice(COURTESY)
    leave_the_network()
    warm_up()
    seal()
    for line in sys.stdin.buffer:
        # the time of the processors, whatever else the machine does; by default the process ends with it
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        told, pdf = answer(line)
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + pdf)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
