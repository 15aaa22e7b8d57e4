"""The demonstration loaded once for all workers of a run, and what each role is shown of it."""

import fcntl
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from contest_portal.kernel.clock import utc_now
from tests.browser.crawl import ROLES, walk
from tests.browser.demonstration import load_demonstration
from tests.browser.serving import make_app
from tests.conftest import StandingClock

VISITS = "visits.json"


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the demonstration once for all workers of a run; whoever comes later waits for it."""
    own = tmp_path_factory.getbasetemp()
    whole_run = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    folder = whole_run / "demonstration"
    with (whole_run / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "loaded").exists():
            folder.mkdir()
            load_demonstration(folder)
            _note_visits(folder)
            (folder / "loaded").touch()
    return folder


def _note_visits(folder: Path) -> None:
    """Walk a copy of the demonstration as each role: whoever looks at a person's file leaves a trace in it."""
    copy = folder.with_name("walked")
    shutil.copytree(folder, copy)
    app = make_app(copy, "http://127.0.0.1", StandingClock(utc_now()))
    noted = {role: [asdict(visit) for visit in walk(app, role)] for role in ROLES}
    app.extensions["database"].engine.dispose()
    (folder / VISITS).write_text(json.dumps(noted), encoding="utf-8")
