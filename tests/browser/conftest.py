"""A served portal with its own database, a clock that the test moves, and Debian's Chromium."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.clock import utc_now
from contest_portal.publication.invariants import broken_invariants
from tests.browser.crawl import ROLES, Visit, walk
from tests.browser.demonstration import load_demonstration
from tests.browser.serving import ServedPortal, make_app, served_portal
from tests.conftest import StandingClock

VISITS = "visits.json"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[ServedPortal]:
    """Serve an empty portal; whatever story was told with it, what must always hold does so at its end."""
    with served_portal(tmp_path / "portal", StandingClock()) as portal:
        yield portal
        with portal.database.reading() as session:
            assert broken_invariants(session) == ()
            assert verify_chain(session)[1] is None


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


@pytest.fixture(scope="session")
def visits(demo_folder: Path) -> dict[str, tuple[Visit, ...]]:
    """What each role is shown of the demonstration, link by link."""
    noted = json.loads((demo_folder / VISITS).read_text(encoding="utf-8"))
    return {role: tuple(Visit(**visit) for visit in of_role) for role, of_role in noted.items()}


@pytest.fixture(scope="module")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedPortal]:
    """Serve a copy of the demonstration."""
    folder = tmp_path_factory.mktemp("demo") / "copy"
    shutil.copytree(demo_folder, folder)
    with served_portal(folder, StandingClock(utc_now())) as portal:
        yield portal
