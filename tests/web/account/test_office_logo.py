"""An administrator chooses the logo that stands at the head of an office's documents."""

import io

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.documents import logo
from contest_portal.documents.press import Press
from contest_portal.kernel.file_opening import LOGO_SIDES
from tests.conftest import NOON
from tests.documents.papers import issue_receipt_paper
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.attachments import PDF_BYTES, PNG_BYTES, WEBP_BYTES, make_image
from tests.page_client import PageClient


@pytest.fixture
def office(session: Session, client: PageClient) -> Office:
    office = make_office(session)
    client.sign_in(make_user(session, Role.ADMIN).id)
    session.commit()
    return office


def upload(client: PageClient, office: Office, content: bytes | None, **more: str) -> tuple[int, str]:
    data: dict[str, object] = {"version": str(office.version), **more}
    if content is not None:
        data["file"] = (io.BytesIO(content), "logo.png")
    answer = client.post(f"/textos/{office.id}/logotipo", data=data)
    return answer.status_code, answer.text


def test_a_logo_is_written_anew_printed_from_then_on_and_taken_away(
    session: Session, client: PageClient, office: Office, app: Flask
) -> None:
    before = issue_receipt_paper(session, act_of(make_user(session, Role.STAFF), NOON), office)
    session.commit()
    kept = upload(client, office, make_image("JPEG", (1400, 500), comment=b"secreto"))[0]
    session.refresh(office)
    sent = client.get(f"/textos/{office.id}/logotipo.png").data
    after = issue_receipt_paper(session, act_of(make_user(session, Role.STAFF), NOON), office)
    session.commit()
    press = Press(app.extensions["storage"], "https://fondos.example")
    pictures = [
        len(PdfReader(io.BytesIO(press.render(RECEIPT, one))).pages[0].images) for one in (before, after)
    ]
    removed = upload(client, office, None, remove="1")[0]
    session.refresh(office)

    image = Image.open(io.BytesIO(sent))
    assert (image.format, image.size, image.info) == ("PNG", (660, 236), {})
    assert image.size <= LOGO_SIDES
    assert (b"secreto" in sent, pictures, kept, removed, office.logo_sha256) == (
        False,
        [0, 1],
        303,
        303,
        None,
    )
    assert client.get(f"/textos/{office.id}/logotipo.png").status_code == 404
    assert press.render(RECEIPT, after) == press.render(RECEIPT, after)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "Elija la imagen del logotipo."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "No es una imagen JPEG o PNG"),
        (PDF_BYTES, "No es una imagen JPEG o PNG"),
        (WEBP_BYTES, "No es una imagen JPEG o PNG"),
        (PNG_BYTES[:60], "No es una imagen JPEG o PNG"),
        (PNG_BYTES + b"\x00" * 9000, "La imagen pesa demasiado."),
    ],
    ids=["nothing", "svg", "pdf", "webp", "half", "large"],
)
def test_what_is_no_logo_is_refused(
    session: Session,
    client: PageClient,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes | None,
    message: str,
) -> None:
    monkeypatch.setattr(logo, "MOST_BYTES", 9000)

    status, page = upload(client, office, content)
    session.refresh(office)

    assert (status, message in page, office.logo_sha256) == (422, True, None)


def test_who_looked_at_an_older_office_changes_nothing(
    session: Session, client: PageClient, office: Office
) -> None:
    assert upload(client, office, PNG_BYTES)[0] == 303
    assert upload(client, office, PNG_BYTES)[0] == 409
