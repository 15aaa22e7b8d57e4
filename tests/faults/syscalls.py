"""What a process asks of the system, looked at or broken with strace: writes, syncs, its death at any of them."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE_SECONDS = 20
WRITING = "pwrite64,fdatasync,fsync,ftruncate,unlink,rename,write"
IN_PIECES = ("pwritev", "sendto")
_PAUSED = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
_CALL = re.compile(r"^\d+ +(\w+)\((\d+)?(?:<([^>]*)>)?(.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Call:
    """One system call: its name, the file it was about, the bytes and where they went, and what came back."""

    name: str
    path: str
    content: bytes
    offset: int
    gave: int


@contextmanager
def traced(pid: int, log: Path, *options: str) -> Iterator[None]:
    """Look on at a process for the length of the block, or break its calls as the options say."""
    program = shutil.which("strace")
    if program is None:
        message = "strace is not installed (apt-get install strace)"
        if os.environ.get("PORTAL_REQUIRE_ALL"):
            pytest.fail(message)
        pytest.skip(message)
    command = [program, "-f", "-y", "-xx", "-s", "1000000", "-o", str(log), *options, "-p", str(pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr
        said = strace.stderr.readline()
        assert "attached" in said, said
        yield
        strace.send_signal(signal.SIGINT)
        strace.communicate(timeout=PATIENCE_SECONDS)


def calls(log: Path) -> list[Call]:
    """Read what was looked at, in its order."""
    found = []
    for line in _whole_lines(log):
        call = _CALL.match(line)
        if call:
            name, _, path, rest, gave = call.groups()
            texts = _TEXT.findall(rest)
            numbers = re.findall(r", (\d+)", rest)
            content = b"".join(_bytes(one) for one in texts[: None if name in IN_PIECES else 1])
            offset = int(numbers[-1]) if name in ("pwrite64", "pwritev", "ftruncate") and numbers else 0
            target = _bytes(path).decode() if path and "\\x" in path else path or ""
            found.append(Call(name, target, content, offset, int(gave)))
    return found


def _whole_lines(log: Path) -> Iterator[str]:
    """Give each call as one line, where it ended: of several processes some begin before another's has ended."""
    begun: dict[str, str] = {}
    for line in log.read_text().splitlines():
        if paused := _PAUSED.match(line):
            begun[paused[1]] = line.removesuffix(" <unfinished ...>")
        elif resumed := _RESUMED.match(line):
            yield begun.pop(resumed[1], "") + resumed[2]
        else:
            yield line


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
