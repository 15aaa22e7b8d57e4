"""The demonstration loaded once for all workers of a run, and what each role is shown of it."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from contest_portal.kernel.clock import utc_now
from tests.browser.crawl import ROLES, walk
from tests.browser.demonstration import load_demonstration
from tests.browser.serving import make_app
from tests.conftest import StandingClock
from tests.turns import alone

VISITS = "visits.json"


@pytest.fixture(scope="session")
def demo_folder(run_folder: Path, sqlite_migrated: str) -> Path:
    """Load the demonstration once for all workers of a run; whoever comes later waits for it."""
    folder = run_folder / "demonstration"
    with alone(run_folder / "demonstration.lock"):
        if not (folder / "loaded").exists():
            load_demonstration(folder, sqlite_migrated)
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
