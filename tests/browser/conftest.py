"""A served portal with its own database, a clock that the test moves, and Debian's Chromium."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from contest_portal.kernel.clock import utc_now
from tests.browser.demonstration import load_demonstration
from tests.browser.serving import ServedPortal, served_portal
from tests.conftest import StandingClock


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[ServedPortal]:
    """Serve an empty portal."""
    with served_portal(tmp_path / "portal", StandingClock()) as portal:
        yield portal


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
            (folder / "loaded").touch()
    return folder


@pytest.fixture(scope="module")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedPortal]:
    """Serve a copy of the demonstration."""
    folder = tmp_path_factory.mktemp("demo") / "copy"
    shutil.copytree(demo_folder, folder)
    with served_portal(folder, StandingClock(utc_now())) as portal:
        yield portal
