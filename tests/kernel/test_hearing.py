"""When a request was heard: noted before it waits for a thread, by gunicorn and by the embedded server alike."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from contest_portal.config import ROOT
from contest_portal.kernel.hearing import HEARD, instant, waited
from contest_portal.kernel.hearing_channel import Connections
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
LARGE_BYTES = 3_000_000
LARGE = f"""
def app(environ, start_response):
    environ["wsgi.input"].read(2)
    start_response("200 OK", [("Content-Length", "{LARGE_BYTES}")])
    return [b"x" * {LARGE_BYTES}]
"""
EMBEDDED = """
from waitress.server import create_server
from contest_portal.kernel.hearing_channel import Connections, HearingChannel
from tiny import app
server = create_server(app, map=Connections(), port=PORT, threads=1)
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
        ({HEARD: instant() + 10**15}, timedelta(0)),
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


@pytest.mark.parametrize(
    ("steps", "listened_to"),
    [
        ([], [1, 2]),
        (["rest 1"], [2]),
        (["rest 1", "listen 1"], [1, 2]),
        (["rest 1", "close 1"], [2]),
        (["rest 1", "close 1", "listen 1"], [2]),
        (["close 2", "listen 2"], [1]),
        (["rest 1", "close 1", "open 1"], [1, 2]),
        (["rest 3", "listen 3"], [1, 2]),
    ],
    ids=lambda steps: ", ".join(map(str, steps)) or "none",
)
def test_who_waits_is_not_listened_to_and_is_one_of_the_connections(
    steps: list[str], listened_to: list[int]
) -> None:
    lines = Connections()
    opened = [object() for _ in range(4)]
    deeds: dict[str, Callable[[int], object]] = {
        "open": lambda number: lines.__setitem__(number, opened[number]),
        "close": lines.__delitem__,
        "rest": lines.rest,
        "listen": lambda number: lines.listen(number, opened[number]),
    }
    for step in ["open 1", "open 2", *steps]:
        deed, number = step.split()
        deeds[deed](int(number))

    assert sorted(number for number, _ in lines.items()) == listened_to
    assert len(lines) == 2 - (steps[-1:] != ["open 1"] and any("close" in step for step in steps))


def test_many_on_one_line_and_those_who_read_slowly_are_all_answered(tmp_path: Path) -> None:
    """The second request of a line comes while the first waits; an answer larger than the line's own room is whole."""
    with serving("embedded", tmp_path, program=LARGE) as port:
        kept = HEAD.replace(b"close", b"keep-alive") + b"\r\nab"
        two, slow = pressed(port, kept + HEAD + b"\r\nab"), pressed(port, HEAD + b"\r\nab")
        gone = pressed(port, HEAD + b"\r\nab")
        gone.close()
        after = pressed(port, HEAD + b"\r\nab")
        with closing(two), closing(slow), closing(after):
            time.sleep(0.2)
            answers = [line.makefile("rb").read() for line in (two, slow, after)]

    assert [answer.count(b"x") for answer in answers] == [2 * LARGE_BYTES, LARGE_BYTES, LARGE_BYTES]


def test_who_opens_a_line_early_and_sends_late_was_heard_late(tmp_path: Path) -> None:
    with serving("gunicorn", tmp_path) as port:
        silent, half = pressed(port, b""), pressed(port, HEAD)
        time.sleep(BUSY_SECONDS)
        for line, rest in ((silent, HEAD + b"\r\nab"), (half, b"\r\nab")):
            line.sendall(rest)

        told = [told_wait(silent), told_wait(half)]

    assert max(told) < BUSY_SECONDS * 3 / 2, "the one that came second waited for the first, and no longer"


@contextmanager
def serving(server: str, folder: Path, *, program: str = TINY) -> Iterator[int]:
    """Serve a small program with one thread."""
    port = free_port()
    (folder / "tiny.py").write_text(program)
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
