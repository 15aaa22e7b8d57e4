"""`flask jobs …` and the server's own worker: jobs are worked off, given back at a stop, and survive a kill."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.upload_room import upload_room
from contest_portal.cli.import_worker import Workshop
from contest_portal.cli.jobs import working
from contest_portal.config import ROOT
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage
from contest_portal.registry.imports.job_room import JobRoom
from contest_portal.registry.models.register import District, ImportBatch
from contest_portal.registry.queries.jobs import has_ended, job_view
from contest_portal.registry.rules.import_jobs import LEASE, JobWork
from contest_portal.registry.services.follow_import_job import follow_import_job
from tests.conftest import StandingClock
from tests.factories.accounts import act_of, make_user
from tests.factories.import_jobs import keep_upload, make_job, work_off_in

FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
PATIENCE_SECONDS = 60
MANY = 40_000
DISTRICTS = "ubigeo,departamento,provincia,distrito\n" + "".join(
    f"{100_000 + number},Puna,Alta,Distrito {number}\n" for number in range(MANY)
)


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_once_works_off_what_is_waiting(app: Flask, session: Session) -> None:
    room = JobRoom.beside(app.extensions["storage"])
    staff = make_user(session, Role.STAFF)
    jobs = [make_job(session, room, staff, kind=kind).id for kind in ("districts", "poverty")]
    session.commit()

    result = app.test_cli_runner().invoke(args=["jobs", "work", "--once"])

    assert (result.exit_code, result.stdout) == (0, "trabajos terminados: 2\n")
    assert [has_ended(session, job_id) for job_id in jobs] == [True, True]


def test_once_with_an_empty_queue_ends_at_once(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["jobs", "work", "--once"]).stdout == "trabajos terminados: 0\n"


def test_tidy_removes_what_is_over(app: Flask, clock: StandingClock) -> None:
    keep_upload(JobRoom.beside(app.extensions["storage"]), "forgotten")
    upload_room(app.extensions["storage"]).add(1, "half an attachment", offset=0, piece=b"x")

    outputs = []
    for days in (2, 4, 4):
        clock.set(utc_now() + timedelta(days=days))
        outputs.append(app.test_cli_runner().invoke(args=["jobs", "tidy"]).stdout)

    assert outputs == [f"archivos retirados: {count}\n" for count in (1, 1, 0)]


def test_thread_beside_a_server_works_and_ends_with_it(app: Flask, own_database_url: str) -> None:
    database = Database(own_database_url)
    app.extensions["database"] = database
    room = JobRoom.beside(app.extensions["storage"])

    with working(app):
        with database.transaction() as session:
            job_id = make_job(session, room, make_user(session, Role.STAFF)).id
        app.extensions["job_bell"].set()
        wait_until(lambda: state_of(database, job_id) == "done")

    assert [thread.name for thread in threading.enumerate() if "import" in thread.name] == []
    database.engine.dispose()


def state_of(database: Database, job_id: int) -> str:
    with database.reading() as session:
        return job_view(session, job_id).state


def stored(database: Database) -> tuple[int, int]:
    with database.reading() as session:
        tables = (District, ImportBatch)
        districts, batches = (session.scalar(select(func.count()).select_from(table)) for table in tables)
        return districts or 0, batches or 0


def test_killed_import_leaves_nothing_and_is_repeated_from_its_upload(
    own_database_url: str, tmp_path: Path
) -> None:
    database, storage = Database(own_database_url), Storage(tmp_path / "storage")
    room = JobRoom.beside(storage)
    environment = {**os.environ, "DATABASE_URL": own_database_url, "PORTAL_INSTANCE": str(tmp_path)}
    with database.transaction() as session:
        staff = make_user(session, Role.STAFF)
        job_id = make_job(session, room, staff, DISTRICTS, work=JobWork.APPLY).id
        act = act_of(staff, utc_now())

    killed = subprocess.Popen([*FLASK, "jobs", "work"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    wait_until(lambda: state_of(database, job_id) == "running")
    killed.send_signal(signal.SIGKILL)
    killed.wait(timeout=PATIENCE_SECONDS)
    after_kill = (state_of(database, job_id), stored(database))
    shop = Workshop(database, storage, room, StandingClock(utc_now()), threading.Event(), threading.Event())
    work_off_in(shop)
    within_lease = state_of(database, job_id)
    work_off_in(replace(shop, clock=StandingClock(utc_now() + LEASE + timedelta(seconds=1))))
    after_lease = (state_of(database, job_id), stored(database))
    with database.transaction() as session:
        again = follow_import_job(session, act, job_id=job_id, step="repeat", is_file_kept=True).id
    work_off_in(shop)

    assert (after_kill, within_lease, after_lease) == (
        ("running", (0, 0)),
        "running",
        ("interrupted", (0, 0)),
    )
    assert (state_of(database, again), stored(database)) == ("done", (MANY, 1))
    with database.reading() as session:
        assert verify_chain(session)[1] is None
    database.engine.dispose()


def test_terminated_worker_gives_its_job_back_and_ends_well(sqlite_migrated: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'portal.sqlite'}"
    shutil.copyfile(sqlite_migrated.removeprefix("sqlite:///"), tmp_path / "portal.sqlite")
    database = Database(url)
    room = JobRoom.beside(Storage(tmp_path / "storage"))
    environment = {**os.environ, "DATABASE_URL": url, "PORTAL_INSTANCE": str(tmp_path)}
    with database.transaction() as session:
        staff = make_user(session, Role.STAFF)
        job_id = make_job(session, room, staff, DISTRICTS, work=JobWork.APPLY).id

    worker = subprocess.Popen([*FLASK, "jobs", "work"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    wait_until(lambda: state_of(database, job_id) == "running")
    worker.terminate()

    assert worker.wait(timeout=PATIENCE_SECONDS) == 0
    assert (state_of(database, job_id), stored(database)) == ("interrupted", (0, 0))
    database.engine.dispose()
