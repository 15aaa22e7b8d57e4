"""`flask serve` and `flask demo serve`: a port that is taken, and a clean stop."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from contest_portal.cli.serve import reachable
from contest_portal.config import ROOT
from tests.factories.sources import free_port

STOP_SECONDS = 10


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        yield holder.getsockname()[1]


@pytest.mark.parametrize(
    "command", [["serve"], ["serve", "--check"], ["demo", "serve"]], ids=lambda words: " ".join(words)
)
def test_taken_port_ends_the_command_with_what_to_type(app: Flask, taken: int, command: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=[*command, "--port", str(taken)])

    assert (result.exit_code, result.stdout) == (1, "")
    assert f"port {taken} of 127.0.0.1 cannot be used" in result.stderr
    assert f"PORT={taken + 1} bin/demo" in result.stderr
    assert "Traceback" not in result.stderr


def test_check_of_a_free_port_says_nothing(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["serve", "--check", "--port", str(free_port())])

    assert (result.exit_code, result.output) == (0, "")


def test_demonstration_asks_for_the_port_before_its_long_work() -> None:
    script = (ROOT / "bin" / "demo").read_text()

    assert script.index("serve --check") < script.index("demo load") < script.index("demo serve")
    assert "is served" not in script


def test_the_address_that_is_printed_can_be_typed_elsewhere() -> None:
    assert [reachable(host) for host in ("127.0.0.1", "fondos.example")] == ["127.0.0.1", "fondos.example"]
    with socket.create_server(("0.0.0.0", 0)) as everywhere:  # noqa: S104 - as serve --host 0.0.0.0 does
        address = (reachable("0.0.0.0"), everywhere.getsockname()[1])  # noqa: S104
        socket.create_connection(address).close()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_server_lets_go_of_its_port_at_once_even_with_a_visitor(
    tmp_path: Path, sqlite_migrated: str, stop: signal.Signals
) -> None:
    port = free_port()
    environment = {**os.environ, "PORTAL_INSTANCE": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    shutil.copyfile(make_url(sqlite_migrated).database or "", tmp_path / "portal.sqlite")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        server.stdout.readline()
        with socket.create_connection(("127.0.0.1", port)) as visitor:
            visitor.sendall(b"GET /resultados HTTP/1.1\r\nHost: x\r\n\r\n")
            visitor.recv(64)
            started = time.monotonic()

            server.send_signal(stop)

            assert server.wait(STOP_SECONDS) == 0
    assert time.monotonic() - started < STOP_SECONDS
    socket.create_server(("127.0.0.1", port)).close()
