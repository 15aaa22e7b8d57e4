"""A served portal with its own database, a clock that the test moves, and Debian's Chromium."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.clock import utc_now
from contest_portal.publication.invariants import broken_invariants
from tests.browser.crawl import Visit
from tests.browser.loading import VISITS
from tests.browser.loading import demo_folder as demo_folder
from tests.browser.serving import ServedPortal, empty_portal, served_portal
from tests.conftest import StandingClock


@pytest.fixture
def portal(tmp_path: Path, sqlite_migrated: str) -> Iterator[ServedPortal]:
    """Serve an empty portal; whatever story was told with it, what must always hold does so at its end."""
    with served_portal(empty_portal(tmp_path / "portal", sqlite_migrated), StandingClock()) as portal:
        yield portal
        with portal.database.reading() as session:
            assert broken_invariants(session) == ()
            assert verify_chain(session)[1] is None


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
