"""Workers that share a Redis share the limits; without it each counts alone, and nobody is turned away."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from contest_portal.cli.settings_checks import counter_findings
from contest_portal.config import ROOT, Settings
from tests.counters import PROGRAM, free_port, redis_server, required

pytestmark = pytest.mark.skipif(PROGRAM is None and not required(), reason="no redis-server: bin/setup --dev")

_WORKER = """
import sys
from flask import Flask
from flask_login import LoginManager
from contest_portal.web.shared.limits import limit_sign_in, register_limits
from types import SimpleNamespace
app = Flask("worker")
app.secret_key = "of a test"
app.extensions["settings"] = SimpleNamespace(rate_limit_storage=sys.argv[1], acts_per_minute=300)
LoginManager(app).user_loader(lambda name: None)
register_limits(app)
app.post("/ingresar")(limit_sign_in(lambda: "in"))
client = app.test_client()
for line in sys.stdin:
    codes = [client.post("/ingresar", data={"email": "a@b.example"}).status_code for _ in range(int(line))]
    print(codes.count(200), flush=True)
"""


class Worker:
    """A process of its own that lets people try to sign in."""

    def __init__(self, place: str) -> None:
        self._run = subprocess.Popen(
            [sys.executable, "-c", _WORKER, place],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )

    def tries(self, number: int) -> int:
        """Give how many of so many tries of one account were let through."""
        assert self._run.stdin is not None
        assert self._run.stdout is not None
        print(number, file=self._run.stdin, flush=True)
        return int(self._run.stdout.readline())

    def end(self) -> None:
        self._run.communicate()


def test_workers_share_limits_and_go_on_alone_while_redis_is_away(settings: Settings, tmp_path: Path) -> None:
    port = free_port()
    told = replace(settings, rate_limit_storage=f"redis://127.0.0.1:{port}")
    workers = [Worker(told.rate_limit_storage), Worker(told.rate_limit_storage)]
    with redis_server(port, tmp_path):
        together = [workers[0].tries(6), workers[1].tries(6)]
        there = [*counter_findings(told)]
    alone = [one.tries(12) for one in workers]
    away = [one.code for one in counter_findings(told)]
    for one in workers:
        one.end()

    assert together == [6, 4]
    assert alone == [10, 10]
    assert (there, away) == ([], ["rate_limit_away"])
