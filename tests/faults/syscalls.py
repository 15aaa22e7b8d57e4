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
    for line in log.read_text().splitlines():
        call = _CALL.match(line)
        if call:
            name, _, path, rest, gave = call.groups()
            texts = _TEXT.findall(rest)
            numbers = re.findall(r", (\d+)", rest)
            content = _bytes(texts[0]) if texts else b""
            offset = int(numbers[-1]) if name in ("pwrite64", "ftruncate") and numbers else 0
            target = _bytes(path).decode() if path and "\\x" in path else path or ""
            found.append(Call(name, target, content, offset, int(gave)))
    return found


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
