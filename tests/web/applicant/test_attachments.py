"""Files with an application, hostile ones included."""

import json
import sys
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, ApplicationVersion, Attachment
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import Refused
from contest_portal.kernel.scanner import Scanner
from contest_portal.web.shared.security import TAKEN_AWAY
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village
from tests.factories.attachments import HEIC_BYTES, JPEG_BYTES, PDF_BYTES, PNG_BYTES, encrypted, sound
from tests.factories.contests import CLOSES, RULEBOOK, make_contest
from tests.page_client import PageClient

KEPT_JPEG = sound(JPEG_BYTES).content
ASKED = (
    AskedFile("FOTO", "Foto del local", "Con el grupo delante.", FileForm.PHOTO, required=True, most=1),
    AskedFile("COTI", "Cotización", "", FileForm.PDF, required=False, most=3),
)


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft()
    session.commit()
    return draft


@pytest.fixture
def asking(session: Session) -> Village:
    """A village whose contest asks for files."""
    village = make_village(session, rulebook=replace(RULEBOOK, files=ASKED))
    session.commit()
    return village


def upload(
    client: PageClient, draft: Application, content: bytes, name: str = "perfil.pdf", asked: str = ""
) -> tuple[int, str]:
    response = client.post(
        f"/grupo/solicitudes/{draft.id}/anexos",
        data={"file": (BytesIO(content), name), "asked": asked},
        content_type="multipart/form-data",
    )
    response.request.environ["wsgi.input"].close()  # a large body lies in a file of the test client
    return response.status_code, response.get_data(as_text=True)


def files(session: Session) -> list[tuple[str, str, str]]:
    session.expire_all()
    rows = session.scalars(select(Attachment).order_by(Attachment.id))
    return [(row.name, row.media_type, row.sha256) for row in rows]


def only_file(session: Session) -> int:
    session.expire_all()
    return session.scalars(select(Attachment.id)).one()


def on_disk(app: Flask) -> list[Path]:
    return [path for path in Path(app.extensions["storage"].root).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF_BYTES, "../perfil.pdf", ("anexo-1.pdf", "application/pdf", sha256_hex(PDF_BYTES))),
        (JPEG_BYTES, 'a"; filename="x', ("anexo-1.jpg", "image/jpeg", sha256_hex(KEPT_JPEG))),
    ],
    ids=["BS-31 a path in the name", "a header in the name"],
)
def test_a_file_is_kept_under_a_name_of_ours(
    representative: PageClient,
    session: Session,
    draft: Application,
    content: bytes,
    name: str,
    kept: tuple[str, str, str],
) -> None:
    status, _ = upload(representative, draft, content, name)

    assert (status, files(session)) == (303, [kept])


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"MZ\x90\x00 program", "perfil.pdf", 422),
        (b"<html><script>alert(1)</script>", "foto.png", 422),
        (b"", "perfil.pdf", 422),
        (encrypted(), "perfil.pdf", 422),
        (HEIC_BYTES, "foto.heic", 422),
        (b"%PDF-1.4" + b" " * (11 * 1024 * 1024) + b"%%EOF", "perfil.pdf", 422),
        (b"%PDF-1.4" + b" " * (30 * 1024 * 1024) + b"%%EOF", "perfil.pdf", 413),
    ],
    ids=["BS-30 a program", "BS-32 html", "empty", "password", "heic", "11 MB", "BS-33 30 MB"],
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


def test_all_files_of_a_person_in_open_contests_have_a_sum(
    representative: PageClient, session: Session, app: Flask, village: Village, draft: Application
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], person_files_mb=1)
    other = replace(village, contest=make_contest(session, village.office, village.staff))
    elsewhere = other.draft(village.group(name="Musuq"))
    session.commit()
    assert upload(representative, elsewhere, JPEG_BYTES, "foto.jpg")[0] == 303
    (large,) = session.scalars(select(Attachment)).all()
    large.size = 1024 * 1024
    session.commit()

    status, page = upload(representative, draft, PDF_BYTES)

    assert (status, "suman casi 1 MB, el máximo por persona" in page) == (422, True)
    assert [file[0] for file in files(session)] == ["anexo-1.jpg"]
    assert len(on_disk(app)) == 2
    large.uploaded_by = village.staff.id
    session.commit()
    assert upload(representative, draft, PDF_BYTES)[0] == 303
    for one in session.scalars(select(Attachment)).all():
        one.uploaded_by, one.size = village.representative.id, 1024 * 1024
        one.application_id = elsewhere.id
    other.contest.closes_at = CLOSES - timedelta(days=20)
    session.commit()
    assert upload(representative, draft, PDF_BYTES)[0] == 303


def test_no_file_at_all_is_said(representative: PageClient, draft: Application) -> None:
    response = representative.post(f"/grupo/solicitudes/{draft.id}/anexos", data={})

    assert response.status_code == 422
    assert "Elija un archivo." in response.get_data(as_text=True)


def test_a_file_is_served_as_a_download_that_runs_nothing(
    representative: PageClient, session: Session, draft: Application
) -> None:
    upload(representative, draft, JPEG_BYTES, "foto.jpg")
    address = f"/grupo/solicitudes/{draft.id}/anexos/{only_file(session)}"

    whole, small = representative.get(address), representative.get(f"{address}/vista")
    page = representative.read(f"/grupo/solicitudes/{draft.id}/anexos")

    assert (whole.get_data(), small.get_data()) == (KEPT_JPEG, sound(JPEG_BYTES).preview)
    names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert [[answer.headers[name] for name in names] for answer in (whole, small)] == [
        ["image/jpeg", f'attachment; filename="{name}"', "nosniff", TAKEN_AWAY]
        for name in ("anexo-1.jpg", "vista-anexo-1.jpg")
    ]
    assert "anexo-1.jpg : Otro Foto, 1 KB" in page.replace("anexo-1.jpg: ", "anexo-1.jpg : ")


def test_a_pdf_shows_its_first_page_or_a_sign_when_it_could_not_be_drawn(
    representative: PageClient, session: Session, app: Flask, draft: Application
) -> None:
    upload(representative, draft, PDF_BYTES)
    attachment = session.get_one(Attachment, only_file(session))
    address = f"/grupo/solicitudes/{draft.id}/anexos"
    page, missing = representative.get(address).text, representative.get(f"{address}/{attachment.id}/vista")
    attachment.preview_sha256 = app.extensions["storage"].put(JPEG_BYTES)
    session.commit()
    drawn = representative.get(f"{address}/{attachment.id}/vista")

    assert ("PDF, 1 página, 1 KB" in page, "thumb-sign" in page, missing.status_code) == (True, True, 404)
    assert (drawn.data, drawn.headers["Content-Disposition"]) == (
        JPEG_BYTES,
        'attachment; filename="vista-anexo-1.jpg"',
    )
    assert f"{attachment.id}/vista" in representative.get(address).text


def test_a_file_is_taken_out_of_a_draft(
    representative: PageClient, session: Session, draft: Application
) -> None:
    upload(representative, draft, PDF_BYTES)

    response = representative.post(f"/grupo/solicitudes/{draft.id}/anexos/{only_file(session)}/quitar")

    assert (response.status_code, files(session)) == (303, [])


def test_a_new_file_is_a_new_version_to_review(
    representative: PageClient, session: Session, draft: Application
) -> None:
    shown = draft.version

    upload(representative, draft, PDF_BYTES)

    session.expire_all()
    assert session.get_one(Application, draft.id).version == shown + 1


def test_what_the_contest_asks_for_is_shown_required_and_sent(
    client: PageClient, asking: Village, session: Session
) -> None:
    draft = asking.draft()
    session.commit()
    client.sign_in(asking.representative.id)
    address = f"/grupo/solicitudes/{draft.id}"
    before = [client.read(address), client.read(f"{address}/anexos"), client.read(f"{address}/revisar")]
    with pytest.raises(Refused, match="Falta el anexo «Foto del local»"):
        submit_application(session, asking.act(), application_id=draft.id, expected_version=draft.version)
    session.rollback()

    wrong, said = upload(client, draft, PDF_BYTES, asked="FOTO")
    right, _ = upload(client, draft, JPEG_BYTES, "foto.jpg", asked="FOTO")

    session.expire_all()
    draft = session.get_one(Application, draft.id)
    assert (wrong, "«Foto del local» se pide como foto" in said, right) == (422, True, 303)
    assert "Foto del local Falta" in before[0]
    assert "Foto del local Falta Con el grupo delante. Foto; hasta 1 archivo; hay 0." in before[1]
    assert "Falta el anexo «Foto del local»." in before[2]
    assert "Foto del local Listo" in client.read(f"{address}/anexos")
    submit_application(session, asking.act(), application_id=draft.id, expected_version=draft.version)
    content = json.loads(session.scalars(select(ApplicationVersion.content)).one())
    assert content["files"] == [{"name": "anexo-1.jpg", "sha256": sha256_hex(KEPT_JPEG), "asked": "FOTO"}]


def test_the_place_to_add_opens_with_what_was_asked_for(
    client: PageClient, asking: Village, session: Session
) -> None:
    draft = asking.draft()
    session.commit()

    page = client.sign_in(asking.representative.id).get(f"/grupo/solicitudes/{draft.id}/anexos?para=COTI")

    assert '<option selected value="COTI">Cotización (PDF)</option>' in page.get_data(as_text=True)


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
    before = files(session)
    clock.set(CLOSES)

    page = representative.get(f"/grupo/solicitudes/{draft.id}/anexos").get_data(as_text=True)
    status, text = upload(representative, draft, PNG_BYTES, "foto.png")
    removal = representative.post(f"/grupo/solicitudes/{draft.id}/anexos/{only_file(session)}/quitar")

    assert (status, removal.status_code, files(session)) == (409, 409, before)
    assert "cerró el 28/11/2026 17:00" in text
    assert [words in page for words in ("Agregar el archivo", "Quitar", "cerró el 28/11/2026 17:00")] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(("role", "status"), [(Role.STAFF, 200), (Role.JUROR, 403)], ids=str)
def test_the_office_reads_the_files_of_what_was_sent(
    client: PageClient, village: Village, session: Session, draft: Application, role: Role, status: int
) -> None:
    upload(client.sign_in(village.representative.id), draft, JPEG_BYTES, "foto.jpg")
    address = f"/oficina/solicitudes/{draft.id}"
    file = f"{address}/anexos/{only_file(session)}"
    sent = session.get_one(Application, draft.id)
    submit_application(session, village.act(), application_id=sent.id, expected_version=sent.version)
    reader = make_user(session, role)
    session.commit()

    client.sign_in(reader.id)

    assert [client.get(file).status_code, client.get(f"{file}/vista").status_code] == [status, status]
    if role is Role.STAFF:
        assert "Foto, 1 KB; no se buscó virus: el portal no tiene revisor" in client.read(address)


def test_the_office_does_not_read_the_files_of_a_draft(
    client: PageClient, village: Village, session: Session, draft: Application
) -> None:
    upload(client.sign_in(village.representative.id), draft, PDF_BYTES)
    file = f"/oficina/solicitudes/{draft.id}/anexos/{only_file(session)}"

    assert client.sign_in(village.staff.id).get(file).status_code == 404


def test_a_file_of_somebody_else_is_not_found(
    client: PageClient, village: Village, session: Session, draft: Application
) -> None:
    upload(client.sign_in(village.representative.id), draft, PDF_BYTES)
    file = f"/grupo/solicitudes/{draft.id}/anexos/{only_file(session)}"
    stranger = make_user(session, Role.REPRESENTATIVE)
    session.commit()

    assert client.sign_in(stranger.id).get(file).status_code == 404


def test_what_the_scanner_finds_is_refused_and_what_it_says_is_kept(
    representative: PageClient, session: Session, app: Flask, draft: Application
) -> None:
    app.extensions["scanner"] = Scanner(f"{sys.executable} -c 'raise SystemExit(1)'")
    infected, said = upload(representative, draft, PDF_BYTES)
    app.extensions["scanner"] = Scanner("a-scanner-that-is-not-there")
    unanswered, _ = upload(representative, draft, PDF_BYTES)

    session.expire_all()
    assert (infected, "encontró algo peligroso" in said, unanswered) == (422, True, 303)
    assert session.scalars(select(Attachment.scan)).all() == ["failed"]


def test_the_same_file_is_taken_once(
    representative: PageClient, session: Session, draft: Application
) -> None:
    first, _ = upload(representative, draft, JPEG_BYTES, "foto.jpg")
    twice, said = upload(representative, draft, JPEG_BYTES, "otra.jpeg")
    copied, _ = upload(representative, draft, JPEG_BYTES + b"\x00", "copia.jpg")

    assert (first, twice, copied, len(files(session))) == (303, 422, 422, 1)
    assert "Este archivo ya está en la solicitud." in said
