"""When a request was heard: noted before it waits for a thread, by gunicorn and by the embedded server alike."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from contest_portal.config import ROOT
from contest_portal.kernel.hearing import HEARD, instant, waited
from contest_portal.kernel.hearing_worker import has_whole_head
from tests.factories.sources import free_port

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n"
BUSY_SECONDS = 1
TINY = """
import threading, time
from contest_portal.kernel.hearing import waited
one = threading.Lock()
def app(environ, start_response):
    with one:
        told = waited(environ)
        environ["wsgi.input"].read(2)
        time.sleep(SECONDS)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(told.total_seconds()).encode()]
""".replace("SECONDS", str(BUSY_SECONDS))
EMBEDDED = """
from waitress.server import create_server
from contest_portal.kernel.hearing_channel import HearingChannel
from tiny import app
server = create_server(app, port=PORT, threads=1)
server.channel_class = HearingChannel
server.run()
"""


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, timedelta(0)),
        ({"HTTP_PORTAL_HEARD": "1"}, timedelta(0)),
        ({HEARD: None}, timedelta(0)),
        ({HEARD: "1"}, timedelta(0)),
        ({HEARD: instant() + 10**12}, timedelta(0)),
    ],
    ids=["nothing told", "told by the visitor", "not known", "not a number", "from the future"],
)
def test_what_no_server_told_has_not_waited(environ: dict[str, object], expected: timedelta) -> None:
    assert waited(environ) == expected


def test_a_wait_is_counted_from_the_instant_of_the_server() -> None:
    a_minute_ago = instant() - 60 * 10**9

    assert timedelta(minutes=1) <= waited({HEARD: a_minute_ago}) < timedelta(minutes=2)


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        (b"", False),
        (HEAD, False),
        (HEAD + b"\r\n", True),
        (HEAD + b"\r\nab", True),
        (b"\r\n\r\n", False),
        (b"\r\n\r\n" + HEAD, False),
        (HEAD.replace(b"\r\n", b"\n") + b"\n", False),
    ],
    ids=[
        "nothing",
        "half",
        "all of the head",
        "content too",
        "blank lines",
        "blank lines before",
        "other lines",
    ],
)
def test_a_request_is_heard_when_its_head_is_whole_and_nothing_of_it_is_taken(
    came: bytes, *, expected: bool
) -> None:
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        theirs.sendall(came)

        assert has_whole_head(ours) is expected

        theirs.close()
        assert ours.makefile("rb").read() == came


@pytest.mark.parametrize("server", ["gunicorn", "embedded"])
def test_whoever_waits_for_a_thread_was_heard_before(tmp_path: Path, server: str) -> None:
    """One thread, busy for a second at each: the third has waited two, though nothing of it was read meanwhile."""
    with serving(server, tmp_path) as port:
        lines = [pressed(port, HEAD + b"\r\nab") for _ in range(3)]
        told = sorted(told_wait(line) for line in lines)

    assert [round(seconds) for seconds in told] == [0, BUSY_SECONDS, 2 * BUSY_SECONDS]


def test_who_opens_a_line_early_and_sends_late_was_heard_late(tmp_path: Path) -> None:
    with serving("gunicorn", tmp_path) as port:
        silent, half = pressed(port, b""), pressed(port, HEAD)
        time.sleep(BUSY_SECONDS)
        for line, rest in ((silent, HEAD + b"\r\nab"), (half, b"\r\nab")):
            line.sendall(rest)

        told = [told_wait(silent), told_wait(half)]

    assert max(told) < BUSY_SECONDS * 3 / 2, "the one that came second waited for the first, and no longer"


@contextmanager
def serving(server: str, folder: Path) -> Iterator[int]:
    """Serve a small program with one thread."""
    port = free_port()
    (folder / "tiny.py").write_text(TINY)
    (folder / "embedded.py").write_text(EMBEDDED.replace("PORT", str(port)))
    environment = os.environ | {"PYTHONPATH": f"{folder}:{ROOT}"}
    gunicorn = [
        "-m",
        "gunicorn",
        "--workers",
        "1",
        "--threads",
        "1",
        "--bind",
        f"127.0.0.1:{port}",
        "tiny:app",
    ]
    command = [sys.executable, *(gunicorn if server == "gunicorn" else [str(folder / "embedded.py")])]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            until_it_listens(port)
            yield port
        finally:
            process.terminate()


def until_it_listens(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not come up")


def pressed(port: int, sent: bytes) -> socket.socket:
    """Open a line and send."""
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    line.sendall(sent)
    return line


def told_wait(line: socket.socket) -> float:
    """Read how long the server says that this one waited, in seconds."""
    with closing(line):
        answer = line.makefile("rb").read().decode()
    return float(re.findall(r"\r\n\r\n(?:[0-9a-f]+\r\n)?([0-9.]+)", answer)[0])
