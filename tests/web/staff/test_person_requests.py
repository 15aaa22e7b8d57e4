"""The office takes a request about personal data, sees its clock, answers it and hands over what is held."""

import io
import json

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.rules.person_requests import RequestKind
from tests.conftest import StandingClock
from tests.factories.accounts import make_office, make_user
from tests.factories.consents import make_consent
from tests.factories.files import Family, make_family
from tests.factories.person_requests import ANSWER, ASKS, make_person_request
from tests.page_client import PageClient, words

LIST = "/oficina/datos-personales"


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


@pytest.fixture
def staff(client: PageClient, session: Session, family: Family) -> User:
    user = make_user(session, Role.STAFF, full_name="Gladys Meza")
    make_office(session)
    make_consent(session, family.head)
    session.commit()
    client.sign_in(user.id)
    return user


def only_request(session: Session) -> PersonRequest:
    session.expire_all()
    return session.scalars(select(PersonRequest)).one()


@pytest.mark.usefixtures("staff")
def test_from_the_paper_to_the_letter(
    client: PageClient, session: Session, family: Family, clock: StandingClock
) -> None:
    paper = {
        "derecho": "access",
        "pedido": ASKS,
        "recibida": "2026-11-23T09:00",
        "papel": "y",
        "oficina": str(session.scalars(select(Office.id)).one()),
    }
    enter = f"/oficina/personas/{family.head.id}/solicitud-de-datos"
    empty = client.get(LIST).text
    refused = client.post(enter, data=paper | {"pedido": "Soy 71234567, quiero mis datos."})
    entered = client.post(enter, data=paper, follow_redirects=True).text
    one = f"{LIST}/solicitudes/{only_request(session).id}"
    receipt = client.post(f"{one}/cargo")
    clock.advance(days=31)
    overdue = client.get(f"{LIST}?estado=vencidas").text
    home = client.get("/oficina/").text
    answer = {"decision": "granted", "respuesta": ANSWER, "version": "1"}
    answered = client.post(f"{one}/respuesta", data=answer, follow_redirects=True).text
    letter = client.post(f"{one}/carta")
    table = client.get(f"{LIST}.csv").text

    assert ("Nadie ha pedido nada sobre sus datos" in empty, refused.status_code) == (True, 422)
    assert [text in words(entered) for text in ("23 de diciembre de 2026", "****4567", "En plazo")] == [
        True
    ] * 3
    assert ("Vencida sin respuesta" in overdue, "1 solicitud sobre datos personales vence" in home) == (
        True,
        True,
    )
    assert [text in answered for text in (ANSWER, "Respondida fuera de plazo")] == [True] * 2
    assert [file.data[:5] for file in (receipt, letter)] == [b"%PDF-"] * 2
    assert ("CARGO DE DATOS" in table, family.head.paternal_surname in table, ASKS in table) == (
        True,
        False,
        False,
    )


def test_what_is_held_leaves_for_a_request_of_access_alone_and_is_on_record(
    client: PageClient, session: Session, family: Family, staff: User
) -> None:
    office = make_office(session, code="UT-2")
    session.refresh(staff, ["grants"])
    access = make_person_request(session, staff, office, family.head)
    other = make_person_request(session, staff, office, family.head, kind=RequestKind.OPPOSITION)
    session.commit()

    held = client.post(f"{LIST}/solicitudes/{access.id}/datos.json")
    paper = client.post(f"{LIST}/solicitudes/{access.id}/datos.pdf")
    refused = client.post(f"{LIST}/solicitudes/{other.id}/datos.json")

    told = json.loads(held.data)["secciones"]
    assert told["Identidad"][0]["DNI"] == "71234567"
    assert told["Hogar"][0]["lengua"] == "quechua chanka"
    assert len(told["Consentimientos"]) == 1
    assert (told["Jurados"], "79876543" in held.text) == ([], False)
    assert (paper.data[:5], held.headers["Cache-Control"], refused.status_code) == (b"%PDF-", "no-store", 404)
    looks = session.scalars(select(FileAccess).where(FileAccess.kind == "reveal")).all()
    assert f"Consulta N.° {looks[0].id}: lo llevó" in json.loads(held.data)["constancia"]
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper.data)).pages]
    assert [f"Consulta N.° {looks[1].id}: lo llevó {staff.full_name}" in page for page in pages] == [
        True
    ] * len(pages)
    assert [(look.person_id, look.reason, look.fields.split()[0]) for look in looks] == [
        (family.head.id, "complaint", "dni")
    ] * 2


@pytest.mark.usefixtures("staff")
def test_the_terms_are_shown_and_set_within_their_bounds(client: PageClient) -> None:
    page = f"{LIST}/plazos"
    terms = {
        "access_days": "20",
        "rectification_days": "10",
        "cancellation_days": "10",
        "opposition_days": "10",
        "sensitive_years": "1",
        "identity_years": "5",
        "name_years": "10",
        "file_years": "10",
    }

    refused = client.post(page, data=terms | {"access_days": "30", "version": "0"})
    kept = client.post(page, data=terms | {"access_days": "15", "version": "0"}, follow_redirects=True)
    stale = client.post(page, data=terms | {"version": "0"})

    assert (refused.status_code, "Escriba un número de 1 a 20." in refused.text) == (422, True)
    assert ('value="15"' in kept.text, stale.status_code) == (True, 409)
