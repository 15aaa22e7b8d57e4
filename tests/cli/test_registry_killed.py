"""A synchronisation killed in the middle, as a power cut does it: every page that was kept is kept."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from contest_portal.config import ROOT
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.database import Database
from contest_portal.registry.models.register import Household
from contest_portal.registry.models.sources import SourcePage, SourceRun
from contest_portal.registry.reference.server import Misbehaviour, ReferenceServer
from tests.factories.registry_files import import_territory
from tests.factories.sources import ENVIRONMENT, make_source, reference_server, served

SYNC = [sys.executable, "-m", "flask", "--app", "wsgi", "registry", "sync", "padron-vecino"]
PATIENCE_SECONDS = 60


def wait_for_request(server: ReferenceServer, number: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while len(server.asked) < number:
        assert time.monotonic() < until, f"request {number} never came"
        time.sleep(0.05)


def test_a_killed_command_goes_on_where_it_was(own_database_url: str, tmp_path: Path) -> None:
    database = Database(own_database_url)
    environment = {
        **os.environ,
        **ENVIRONMENT,
        "DATABASE_URL": own_database_url,
        "PORTAL_INSTANCE": str(tmp_path),
    }
    two_pages_then_silence = [None, None, Misbehaviour.SLOW]
    server = reference_server(size=9, page_size=2, faults=two_pages_then_silence, slow_ms=5_000)
    with served(server) as address:
        with database.transaction() as session:
            import_territory(session)
            make_source(session, address=address)
        killed = subprocess.Popen(SYNC, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        wait_for_request(server, 3)
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=PATIENCE_SECONDS)
        with database.reading() as session:
            run = session.scalars(select(SourceRun)).one()
            before = (run.state, run.pages, session.scalar(select(func.count()).select_from(SourcePage)))
            stored = session.scalar(select(func.count()).select_from(Household))
        again = subprocess.run(SYNC, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    with database.reading() as session:
        states = session.scalars(select(SourceRun.state)).all()
        households = session.scalar(select(func.count()).select_from(Household))
        whole = verify_chain(session)[1]
    database.engine.dispose()
    assert (before, stored) == (("fetching", 2, 2), 0)
    assert (again.returncode, states, households, whole) == (0, ["applied"], 9, None)
    assert (server.asked[3], len(server.asked)) == (server.asked[2], 6)
