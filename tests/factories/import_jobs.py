"""Jobs that check and import files: asked for, worked off at once, or left half done."""

import io
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from contest_portal.accounts.models import User
from contest_portal.cli.import_worker import ImportWorker, Workshop
from contest_portal.cli.jobs import workshop
from contest_portal.registry.imports.job_room import JobRoom
from contest_portal.registry.imports.jobs import ImportOrder
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.rules.import_jobs import JobWork
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.services.ask_import import ask_import
from contest_portal.registry.services.end_import_job import end_import_job
from contest_portal.registry.services.take_import_job import take_import_job
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.registry_files import DISTRICTS
from tests.page_client import PageClient


def work_off(app: Flask) -> int:
    """Do what is waiting, as a worker would; give how many jobs."""
    return work_off_in(workshop(app))


def work_off_in(shop: Workshop) -> int:
    return sum(1 for _ in iter(ImportWorker(shop).work_one, False))


def keep_upload(room: JobRoom, content: str | bytes) -> str:
    part = room.receive()
    part.write(content.encode() if isinstance(content, str) else content)
    sha256 = room.keep(part)
    part.close()
    return sha256


def make_job(
    session: Session, room: JobRoom, user: User, content: str | bytes = DISTRICTS, **order: object
) -> ImportJob:
    """Ask for a job on a file that is kept."""
    session.refresh(user, ["grants"])
    asked: dict[str, object] = {
        "work": JobWork.CHECK,
        "kind": "districts",
        "filename": "distritos.csv",
        "sha256": keep_upload(room, content),
        "options": ImportOptions(),
        **order,
    }
    return ask_import(session, act_of(user, NOON), order=ImportOrder(**asked))  # type: ignore[arg-type]


def make_ended_job(
    session: Session,
    room: JobRoom,
    user: User,
    action: str,
    report: ImportReport | None = None,
    **order: object,
) -> ImportJob:
    """Make a job that a worker took and ended by this action; "finish" and "refuse" have a report, kept or not."""
    job = make_job(session, room, user, **order)  # type: ignore[arg-type]
    taken = take_import_job(session, worker="one", at=NOON)
    assert taken is not None
    assert taken.id == job.id
    fine = ImportReport("districts", "distritos.csv", job.sha256, read=2, new=2)
    found = report or (fine if action in ("finish", "refuse") else None)
    end_import_job(session, act_of(user, NOON), taken=taken, action=action, report=found)
    return job


@dataclass(frozen=True)
class ImportDesk:
    """A person at the pages of imports, and a worker that is called when the test says so."""

    app: Flask
    client: PageClient

    @property
    def room(self) -> JobRoom:
        return JobRoom.beside(self.app.extensions["storage"])

    def send(self, kind: str, content: str | bytes, filename: str = "datos.csv", **data: str) -> TestResponse:
        """Upload a file; it is not worked on yet."""
        body = content if isinstance(content, bytes) else content.encode()
        boundary, form = encode_multipart(
            {"clase": kind, "archivo": FileStorage(io.BytesIO(body), filename), **data}
        )
        content_type = f"multipart/form-data; boundary={boundary}"
        return self.client.post("/oficina/padron/importar", data=form, content_type=content_type)

    def press(self, address: str, action: str, **data: str) -> TestResponse:
        """Press a button of a job's page and see what comes of it."""
        return self.after(self.client.post(f"{address}/{action}", data=data))

    def check(
        self, kind: str, content: str | bytes, filename: str = "datos.csv", **data: str
    ) -> TestResponse:
        """Upload a file, have it checked, and open the result."""
        return self.after(self.send(kind, content, filename, **data))

    def after(self, asked: TestResponse) -> TestResponse:
        assert asked.status_code == 303, asked.status_code
        work_off(self.app)
        return self.client.get(asked.location)
