"""Files with an application, hostile ones included."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, ApplicationVersion, Attachment
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.canonical import sha256_hex
from tests.applications.rules.test_attachments import JPEG_BYTES, PDF_BYTES, PNG_BYTES
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.applying import Village
from tests.factories.contests import CLOSES
from tests.page_client import PageClient


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft()
    session.commit()
    return draft


def upload(
    client: PageClient, draft: Application, content: bytes, name: str = "perfil.pdf"
) -> tuple[int, str]:
    response = client.post(
        f"/grupo/solicitudes/{draft.id}/anexos",
        data={"file": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )
    response.request.environ["wsgi.input"].close()  # a large body lies in a file of the test client
    return response.status_code, response.get_data(as_text=True)


def files(session: Session) -> list[tuple[str, str, str]]:
    session.expire_all()
    rows = session.scalars(select(Attachment).order_by(Attachment.id))
    return [(row.name, row.media_type, row.sha256) for row in rows]


def on_disk(app: Flask) -> list[Path]:
    return [path for path in Path(app.extensions["storage"].root).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF_BYTES, "perfil.pdf", ("anexo-1.pdf", "application/pdf")),
        (PNG_BYTES, "foto.PNG", ("anexo-1.png", "image/png")),
        (JPEG_BYTES, "sin nombre", ("anexo-1.jpg", "image/jpeg")),
        (PDF_BYTES, "../perfil.pdf", ("anexo-1.pdf", "application/pdf")),
        (PDF_BYTES, 'a"; filename="x.exe', ("anexo-1.pdf", "application/pdf")),
    ],
    ids=["pdf", "png", "jpeg", "BS-31 a path in the name", "a header in the name"],
)
def test_a_file_is_kept_under_a_name_of_ours(
    representative: PageClient,
    session: Session,
    draft: Application,
    content: bytes,
    name: str,
    kept: tuple[str, str],
) -> None:
    status, _ = upload(representative, draft, content, name)

    assert (status, files(session)) == (303, [(*kept, sha256_hex(content))])


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"MZ\x90\x00 program", "perfil.pdf", 422),
        (b"<html><script>alert(1)</script>", "foto.png", 422),
        (b"", "perfil.pdf", 422),
        (b"%PDF-1.4" + b" " * (11 * 1024 * 1024) + b"%%EOF", "perfil.pdf", 422),
        (b"%PDF-1.4" + b" " * (30 * 1024 * 1024) + b"%%EOF", "perfil.pdf", 413),
    ],
    ids=["BS-30 a program", "BS-32 html", "empty", "11 MB", "BS-33 30 MB"],
)
def test_what_is_not_taken_never_touches_the_disk(
    representative: PageClient,
    session: Session,
    app: Flask,
    draft: Application,
    content: bytes,
    name: str,
    status: int,
) -> None:
    answer, _ = upload(representative, draft, content, name)

    assert (answer, files(session), on_disk(app)) == (status, [], [])


def test_no_file_at_all_is_said(representative: PageClient, draft: Application) -> None:
    response = representative.post(f"/grupo/solicitudes/{draft.id}/anexos", data={})

    assert response.status_code == 422
    assert "Elija un archivo." in response.get_data(as_text=True)


def test_a_file_is_served_as_a_download(
    representative: PageClient, session: Session, draft: Application
) -> None:
    upload(representative, draft, PDF_BYTES)
    attachment_id = session.scalars(select(Attachment.id)).one()

    response = representative.get(f"/grupo/solicitudes/{draft.id}/anexos/{attachment_id}")

    assert response.get_data() == PDF_BYTES
    assert (
        response.mimetype,
        response.headers["Content-Disposition"],
        response.headers["X-Content-Type-Options"],
    ) == (
        "application/pdf",
        'attachment; filename="anexo-1.pdf"',
        "nosniff",
    )


def test_a_file_is_taken_out_of_a_draft(
    representative: PageClient, session: Session, draft: Application
) -> None:
    upload(representative, draft, PDF_BYTES)
    attachment_id = session.scalars(select(Attachment.id)).one()

    response = representative.post(f"/grupo/solicitudes/{draft.id}/anexos/{attachment_id}/quitar")

    assert (response.status_code, files(session)) == (303, [])


def test_a_new_file_is_a_new_version_to_review(
    representative: PageClient, session: Session, draft: Application
) -> None:
    shown = draft.version

    upload(representative, draft, PDF_BYTES)

    session.expire_all()
    assert session.get_one(Application, draft.id).version == shown + 1


def test_what_is_sent_names_its_files_by_hash(
    representative: PageClient, village: Village, session: Session, draft: Application
) -> None:
    upload(representative, draft, PDF_BYTES)
    session.expire_all()
    version = session.get_one(Application, draft.id).version

    submit_application(session, village.act(), application_id=draft.id, expected_version=version)

    content = json.loads(session.scalars(select(ApplicationVersion.content)).one())
    assert content["files"] == [{"name": "anexo-1.pdf", "sha256": sha256_hex(PDF_BYTES)}]


def test_nothing_is_attached_to_what_was_sent(
    representative: PageClient, village: Village, session: Session, draft: Application
) -> None:
    submit_application(session, village.act(), application_id=draft.id, expected_version=draft.version)
    session.commit()

    status, _ = upload(representative, draft, PDF_BYTES)

    assert (status, files(session)) == (409, [])


def test_nothing_is_attached_or_taken_out_past_the_deadline(
    representative: PageClient, session: Session, draft: Application, clock: StandingClock
) -> None:
    upload(representative, draft, PDF_BYTES)
    attachment_id = session.scalars(select(Attachment.id)).one()
    before = files(session)
    clock.set(CLOSES)

    page = representative.get(f"/grupo/solicitudes/{draft.id}/anexos").get_data(as_text=True)
    status, text = upload(representative, draft, PNG_BYTES)
    removal = representative.post(f"/grupo/solicitudes/{draft.id}/anexos/{attachment_id}/quitar")

    assert (status, removal.status_code, files(session)) == (409, 409, before)
    assert "cerró el 28/11/2026 17:00" in text
    assert ("Agregar el archivo" in page, "Quitar" in page, "cerró el 28/11/2026 17:00" in page) == (
        False,
        False,
        True,
    )


@pytest.mark.parametrize(("role", "status"), [(Role.STAFF, 200), (Role.JUROR, 403)], ids=str)
def test_the_office_reads_the_files_of_what_was_sent(
    client: PageClient, village: Village, session: Session, draft: Application, role: Role, status: int
) -> None:
    upload(client.sign_in(village.representative.id), draft, PDF_BYTES)
    session.expire_all()
    attachment_id = session.scalars(select(Attachment.id)).one()
    sent = session.get_one(Application, draft.id)
    submit_application(session, village.act(), application_id=sent.id, expected_version=sent.version)
    reader = make_user(session, role)
    session.commit()

    response = client.sign_in(reader.id).get(f"/oficina/solicitudes/{draft.id}/anexos/{attachment_id}")

    assert response.status_code == status


def test_the_office_does_not_read_the_files_of_a_draft(
    client: PageClient, village: Village, session: Session, draft: Application
) -> None:
    upload(client.sign_in(village.representative.id), draft, PDF_BYTES)
    attachment_id = session.scalars(select(Attachment.id)).one()

    response = client.sign_in(village.staff.id).get(f"/oficina/solicitudes/{draft.id}/anexos/{attachment_id}")

    assert response.status_code == 404


def test_a_file_of_somebody_else_is_not_found(
    client: PageClient, village: Village, session: Session, draft: Application
) -> None:
    upload(client.sign_in(village.representative.id), draft, PDF_BYTES)
    attachment_id = session.scalars(select(Attachment.id)).one()
    stranger = make_user(session, Role.REPRESENTATIVE)
    session.commit()

    response = client.sign_in(stranger.id).get(f"/grupo/solicitudes/{draft.id}/anexos/{attachment_id}")

    assert response.status_code == 404
