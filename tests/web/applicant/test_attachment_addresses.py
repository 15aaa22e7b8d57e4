"""Addresses of files: each file belongs to one application, and each application to whoever files for it."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.services.attach_file import attach_file
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.kernel.storage import Storage
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village
from tests.factories.attachments import JPEG_BYTES, PDF_BYTES, sound
from tests.factories.contests import RULEBOOK
from tests.page_client import PageClient

DEED = AskedFile("ACTA", "Acta del grupo", "", FileForm.PDF, required=True, most=1)
REST = AskedFile("OTRO", "Otro papel", "", FileForm.ANY, required=False, most=1)


@pytest.fixture
def village(session: Session) -> Village:
    """A village whose contest asks for a deed and something else."""
    return make_village(session, rulebook=replace(RULEBOOK, files=(DEED, REST)))


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft()
    session.commit()
    return draft


def keep(village: Village, app: Flask, draft: Application, asked: str | None = None) -> int:
    storage: Storage = app.extensions["storage"]
    file = sound(PDF_BYTES if asked else JPEG_BYTES)
    made = attach_file(
        village.session, village.act(), storage=storage, application_id=draft.id, file=file, asked=asked
    )
    village.session.commit()
    return made.id


def kept(session: Session) -> list[tuple[str, str | None]]:
    session.expire_all()
    rows = session.scalars(select(Attachment).order_by(Attachment.id))
    return [(row.name, row.asked) for row in rows]


def send(client: PageClient, draft: Application, content: bytes, asked: str) -> int:
    response = client.post(
        f"/grupo/solicitudes/{draft.id}/anexos",
        data={"file": (BytesIO(content), "perfil.pdf" if content else ""), "asked": asked},
        content_type="multipart/form-data",
    )
    return response.status_code


@pytest.mark.parametrize(("method", "end"), [("get", ""), ("get", "/vista"), ("post", "/quitar")])
def test_a_file_is_found_under_its_own_application_alone(
    client: PageClient, village: Village, app: Flask, draft: Application, method: str, end: str
) -> None:
    other = village.draft(village.group(name="Allin Tanta"))
    file = keep(village, app, draft)
    client.sign_in(village.representative.id)

    response = client.open(f"/grupo/solicitudes/{other.id}/anexos/{file}{end}", method=method.upper())

    assert (response.status_code, kept(village.session)) == (404, [("anexo-1.jpg", None)])


@pytest.mark.parametrize(
    ("method", "end"),
    [("get", ""), ("get", "/{file}"), ("get", "/{file}/vista"), ("post", "/{file}/quitar"), ("post", "")],
)
def test_another_representative_finds_neither_application_nor_file(
    client: PageClient, village: Village, app: Flask, draft: Application, method: str, end: str
) -> None:
    address = f"/grupo/solicitudes/{draft.id}/anexos{end.format(file=keep(village, app, draft))}"
    stranger = make_user(village.session, Role.REPRESENTATIVE)
    village.session.commit()

    response = client.sign_in(stranger.id).open(address, method=method.upper())

    assert (response.status_code, kept(village.session)) == (404, [("anexo-1.jpg", None)])


@pytest.mark.parametrize("end", ["999999", "999999/vista", "0", "-1", "anexo-1.jpg", "../1"])
def test_no_other_name_gives_a_file(
    client: PageClient, village: Village, app: Flask, draft: Application, end: str
) -> None:
    keep(village, app, draft)

    response = client.sign_in(village.representative.id).get(f"/grupo/solicitudes/{draft.id}/anexos/{end}")

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "files"),
    [
        ("", 303, [("anexo-1.pdf", None)]),
        ("ACTA", 303, [("anexo-1.pdf", "ACTA")]),
        ("OTRO", 303, [("anexo-1.pdf", "OTRO")]),
        ("acta", 422, []),
        ("NADA", 422, []),
        ("<script>", 422, []),
    ],
)
def test_a_file_is_kept_as_one_that_the_contest_asks_for_or_as_another(
    client: PageClient,
    village: Village,
    draft: Application,
    asked: str,
    status: int,
    files: list[tuple[str, str | None]],
) -> None:
    client.sign_in(village.representative.id)

    assert (send(client, draft, PDF_BYTES, asked), kept(village.session)) == (status, files)


@pytest.mark.parametrize(
    ("query", "chosen"),
    [("", "ACTA"), ("?para=OTRO", "OTRO"), ("?para=", ""), ("?para=NADA", None)],
    ids=["what is missing", "what was asked", "another", "what is not asked for"],
)
def test_the_form_opens_with_the_file_that_is_wanted(
    client: PageClient, village: Village, draft: Application, query: str, chosen: str | None
) -> None:
    page = client.sign_in(village.representative.id).get(f"/grupo/solicitudes/{draft.id}/anexos{query}").text

    selected = [code for code in ("ACTA", "OTRO", "") if f'<option selected value="{code}">' in page]
    assert selected == ([] if chosen is None else [chosen])


def test_what_there_is_enough_of_is_no_longer_offered(
    client: PageClient, village: Village, app: Flask, draft: Application
) -> None:
    keep(village, app, draft, "ACTA")

    page = client.sign_in(village.representative.id).get(f"/grupo/solicitudes/{draft.id}/anexos").text

    assert [f'value="{code}"' in page for code in ("ACTA", "OTRO")] == [False, True]


def test_an_empty_file_field_keeps_nothing(
    client: PageClient, village: Village, app: Flask, draft: Application
) -> None:
    client.sign_in(village.representative.id)

    status = send(client, draft, b"", "ACTA")

    folder = Path(app.extensions["storage"].root)
    assert (status, kept(village.session), [one for one in folder.rglob("*") if one.is_file()]) == (
        422,
        [],
        [],
    )
