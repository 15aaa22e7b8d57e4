"""What stands between a page and its long work: large files for a few, a bell, a moment's patience."""

import io
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.jobs import LOOK_MS, MEGABYTE, call_worker
from tests.factories.accounts import make_user
from tests.factories.import_jobs import ImportDesk
from tests.page_client import PageClient

UPLOADS = "/oficina/padron/importar"


def send(client: PageClient, size: int, address: str = UPLOADS) -> TestResponse:
    file = FileStorage(io.BytesIO(b"ubigeo\n" + b"0" * size), "datos.csv")
    boundary, body = encode_multipart({"clase": "districts", "archivo": file})
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.fixture
def narrow(app: Flask) -> Flask:
    """A portal that takes a kilobyte, and a megabyte of the register."""
    app.config["MAX_CONTENT_LENGTH"] = 1024
    app.extensions["settings"] = replace(app.extensions["settings"], upload_limit_mb=1)
    return app


def as_(client: PageClient, session: Session, *roles: Role) -> PageClient:
    user = make_user(session, *roles)
    session.commit()
    return client.sign_in(user.id)


def test_who_imports_may_send_more(narrow: Flask, client: PageClient, session: Session) -> None:
    staff = as_(client, session, Role.STAFF)

    statuses = [send(staff, size).status_code for size in (100, 4_096, MEGABYTE)]

    assert statuses == [303, 303, 413]


@pytest.mark.parametrize("roles", [(), (Role.SECRETARY,), (Role.REPRESENTATIVE,)])
def test_others_may_not(
    narrow: Flask, client: PageClient, session: Session, tmp_path: Path, roles: tuple[Role, ...]
) -> None:
    narrow.config["WTF_CSRF_ENABLED"] = True  # the token stands in the form, which is read first
    other = as_(client, session, *roles)

    assert send(other, 4_096).status_code == 413
    assert not (tmp_path / "storage-waiting").exists()


def test_other_pages_take_no_more_from_anybody(narrow: Flask, client: PageClient, session: Session) -> None:
    assert send(as_(client, session, Role.STAFF), 4_096, "/oficina/fondos/nuevo").status_code == 413


def test_file_too_large_is_told_what_to_do(narrow: Flask, client: PageClient, session: Session) -> None:
    page = send(as_(client, session, Role.STAFF), MEGABYTE).text

    assert "pida a quien administra el portal que lo importe con la orden del servidor" in page


def test_form_names_the_limit(narrow: Flask, client: PageClient, session: Session) -> None:
    assert "Hasta 1 MB" in as_(client, session, Role.STAFF).get(UPLOADS).text


def test_upload_of_a_page_that_refuses_it_leaves_nothing(
    app: Flask, client: PageClient, session: Session, tmp_path: Path
) -> None:
    answer = ImportDesk(app, as_(client, session, Role.STAFF)).send("provinces", "ubigeo\n")

    assert answer.status_code == 422
    assert list((tmp_path / "storage-waiting" / "uploads").iterdir()) == []


def test_worker_is_called_and_the_page_waits_for_the_end_alone(app: Flask) -> None:
    app.config["JOB_PATIENCE_MS"] = 3 * LOOK_MS
    answers = iter([False, True, True])

    with app.app_context():
        call_worker(lambda: next(answers))

    bell: threading.Event = app.extensions["job_bell"]
    assert (bell.is_set(), list(answers)) == (True, [True])


def test_page_does_not_wait_for_long(app: Flask) -> None:
    app.config["JOB_PATIENCE_MS"] = 2 * LOOK_MS
    asked: list[int] = []

    with app.app_context():
        call_worker(lambda: bool(asked.append(1)))

    assert asked == [1, 1]
