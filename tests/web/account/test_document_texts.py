"""An administrator words the documents of an office: writes, tries, puts in force and goes back."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.documents.annulment import ANNULMENT
from contest_portal.documents.models import DocumentText, DocumentTextDraft
from contest_portal.documents.texts.printing import shipped_body
from tests.documents.papers import page_texts
from tests.factories.accounts import make_office, make_user
from tests.page_client import PageClient

assert ANNULMENT.text is not None
SHIPPED = shipped_body(ANNULMENT.text)
OURS = SHIPPED.replace("Se deja sin efecto", "Déjase sin efecto")


@pytest.fixture
def office(session: Session, client: PageClient) -> Office:
    office = make_office(session)
    client.sign_in(make_user(session, Role.ADMIN).id)
    session.commit()
    return office


def address(office: Office, part: str = "") -> str:
    return f"/textos/{office.id}/annulment{part}"


def save(client: PageClient, office: Office, body: str, *, css: str = "", version: int = 0) -> int:
    return client.post(address(office), data={"body": body, "css": css, "version": str(version)}).status_code


def test_a_text_is_written_tried_put_in_force_and_taken_back(
    session: Session, client: PageClient, office: Office
) -> None:
    listed = client.get(f"/textos/{office.id}").text
    first = save(client, office, OURS, css="p { text-indent: 8mm; }")
    shown = client.get(address(office)).text
    tried = client.get(address(office, "/vista-previa.pdf"))
    asked = client.get(address(office, "/poner-en-vigor")).text
    published = client.post(
        address(office, "/poner-en-vigor"),
        data={"version": "1", "reason": "Informe legal 12", "confirmed": "1"},
    )
    back = client.post(address(office, "/versiones/0"), data={"reason": "No hacía falta", "confirmed": "1"})
    version = client.get(address(office, "/versiones/1")).text
    texts = session.scalars(select(DocumentText).order_by(DocumentText.number)).all()

    assert ("El original" in listed, first) == (True, 303)
    assert ("Está viendo el borrador" in shown, "doc.party.group_name" in shown) == (True, True)
    (page,) = page_texts(tried.data)
    assert ("Déjase sin efecto el premio" in page, "Vista previa, sin valor." in page) == (True, True)
    assert ("VISTA-PREVIA" in page, "ANULACIÓN N.° 000-2026" in page) == (False, True)
    assert re.search(r"<del>.*Se deja sin efecto.*</del>.*<ins>.*Déjase sin efecto", asked, re.DOTALL)
    assert (published.status_code, back.status_code) == (303, 303)
    assert [(text.number, text.body, text.reason) for text in texts] == [
        (1, OURS, "Informe legal 12"),
        (2, None, "No hacía falta"),
    ]
    assert ("Informe legal 12" in version, "Volver a este texto" in version) == (True, True)
    assert session.scalar(select(func.count()).select_from(DocumentTextDraft)) == 0


@pytest.mark.parametrize(
    ("data", "status", "message"),
    [
        ({"body": f"{SHIPPED}{{{{ doc.gruppo }}}}"}, 422, "no existe el campo «doc.gruppo»"),
        ({"body": "{{ config }}"}, 422, "Línea 1: no existe el campo «config»"),
        ({"body": ""}, 422, "Escriba el texto del documento."),
        ({"body": SHIPPED, "css": "p { position: fixed; }"}, 422, "la propiedad «position» no se permite"),
        ({"body": SHIPPED, "version": "7"}, 409, "Otra persona guardó cambios"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_stored(
    session: Session, client: PageClient, office: Office, data: dict[str, str], status: int, message: str
) -> None:
    page = client.post(address(office), data={"css": "", "version": "0"} | data)

    assert (page.status_code, message in page.text) == (status, True)
    assert session.scalar(select(func.count()).select_from(DocumentTextDraft)) == 0


def test_a_text_that_leaves_something_out_is_kept_but_not_put_in_force(
    session: Session, client: PageClient, office: Office
) -> None:
    kept = save(client, office, "<p>Se anula.</p>")
    shown = client.get(address(office)).text
    refused = client.post(
        address(office, "/poner-en-vigor"), data={"version": "1", "reason": "Prueba", "confirmed": "1"}
    )
    discarded = client.post(address(office, "/descartar"), data={"version": "1", "confirmed": "1"})

    assert (kept, refused.status_code, discarded.status_code) == (303, 422, 303)
    assert all(
        "Agregue el monto en letras: doc.award | amount_in_words" in one for one in (shown, refused.text)
    )
    assert session.scalar(select(func.count()).select_from(DocumentText)) == 0


@pytest.mark.parametrize("part", ["/versiones/3", "/vista-previa.pdf?version=3"])
def test_a_version_that_is_not_there_is_not_found(client: PageClient, office: Office, part: str) -> None:
    assert client.get(address(office, part)).status_code == 404
    assert client.get(f"/textos/{office.id}/held_data").status_code == 404


def test_a_text_with_cases_is_tried_with_each(client: PageClient, office: Office) -> None:
    page = f"/textos/{office.id}/result_notice"

    shown = client.get(page).text
    no_such = client.get(f"{page}/vista-previa.pdf?inventado=6").status_code
    kept = client.post(page, data={"version": "0", "body": "<p>{{ doc.total }}</p>", "css": ""}).status_code
    missing = client.get(page).text

    assert "Vista previa con datos inventados: en reserva" in shown
    assert shown.count("inventado=") == 5
    assert (no_such, kept) == (404, 303)
    assert "Falta un dato que el texto de este documento imprime: Puntaje total" in missing
