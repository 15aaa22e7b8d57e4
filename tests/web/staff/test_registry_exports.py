"""Taking households away: a reason first, DNI by right, a line in the list of exports."""

import csv
import hashlib
import io
import re
import zipfile

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.exports import RegistryExport
from contest_portal.registry.models.register import Person
from tests.factories.accounts import make_user
from tests.factories.consents import make_consent
from tests.factories.registry_files import import_register
from tests.page_client import PageClient

SENT = {
    "content": "persons",
    "file_format": "csv",
    "purpose": "work",
    "reason": "Visita de campo a Lircay",
}


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    return signed_in(client, session, Role.STAFF)


def signed_in(client: PageClient, session: Session, role: Role) -> PageClient:
    user = make_user(session, role)
    import_register(session)
    session.commit()
    return client.sign_in(user.id)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def kept(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(RegistryExport)).one()


def test_the_page_says_what_will_leave(staff: PageClient) -> None:
    text = staff.get("/oficina/hogares/exportar?sexo=F&edad_desde=18").get_data(as_text=True)

    assert ("La lista tiene 1 hogar." in text, "Se lleva el padrón entero" in text) == (True, False)
    assert "Se lleva el padrón entero" in staff.get("/oficina/hogares/exportar").get_data(as_text=True)


def test_the_page_names_the_places_it_is_narrowed_to(staff: PageClient) -> None:
    text = staff.get("/oficina/hogares/exportar?departamento=09&provincia=0903&clase=vencida").get_data(
        as_text=True
    )

    said = zip(
        re.findall(r'summary-term">([^<]+)<', text),
        (value.strip() for value in re.findall(r'summary-value">([^<]+)<', text)),
        strict=True,
    )
    assert list(said) == [
        ("Departamento", "Huancavelica"),
        ("Provincia", "Angaraes"),
        ("Clasificación SISFOH", "Vencida"),
    ]


def test_a_file_leaves_recorded_with_the_digest_of_its_rows(staff: PageClient, session: Session) -> None:
    answer = staff.post("/oficina/hogares/exportar?sexo=F&edad_desde=18", data=SENT, buffered=True)

    line = session.scalars(select(RegistryExport)).one()
    assert answer.headers["Content-Disposition"] == f"attachment; filename=personas_2026-11-23_{line.id}.csv"
    assert [row[10:12] for row in rows_of(answer.data)[1:]] == [["****0001", "Delia"], ["****0002", "Saúl"]]
    assert (line.rows, line.sha256, line.filter) == (
        2,
        hashlib.sha256(answer.data).hexdigest(),
        '{"edad_desde":"18","sexo":"F"}',
    )


def test_whole_dni_wait_for_a_second_person(staff: PageClient, session: Session) -> None:
    answer = staff.post("/oficina/hogares/exportar?sexo=F", data={**SENT, "has_dni": "y"})

    page = staff.get(answer.location or "").text
    assert (answer.status_code, answer.location, kept(session)) == (
        303,
        "/oficina/padron/exportaciones/solicitudes",
        0,
    )
    assert ("La solicitud se envió." in page, "Sexo del jefe de hogar: Mujer" in page) == (True, True)


def test_who_did_not_consent_is_counted_in_the_list_of_exports(staff: PageClient, session: Session) -> None:
    make_consent(session, session.query(Person).filter_by(given_names="Luz").one(), "refused")
    session.commit()

    answer = staff.post("/oficina/hogares/exportar", data=SENT, buffered=True)

    page = staff.get("/oficina/padron/exportaciones").text
    assert [row[11] for row in rows_of(answer.data)[1:]] == ["Delia", "Saúl", "(sin consentimiento)"]
    assert ("1 sin nombre: no consintieron" in page, "Trabajo del programa" in page) == (True, True)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECRETARY])
def test_others_of_the_office_take_no_whole_dni(client: PageClient, session: Session, role: Role) -> None:
    person = signed_in(client, session, role)

    asked = person.get("/oficina/hogares/exportar").get_data(as_text=True)
    answer = person.post("/oficina/hogares/exportar", data={**SENT, "has_dni": "y"}, buffered=True)

    assert 'name="has_dni"' not in asked
    assert [row[10] for row in rows_of(answer.data)[1:]] == ["****0001", "****0002", "****8672"]


def test_a_workbook_leaves_too(staff: PageClient) -> None:
    answer = staff.post("/oficina/hogares/exportar", data={**SENT, "file_format": "xlsx"}, buffered=True)

    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert ("Saúl" in sheet, "0903010099" in sheet, "70000002" in sheet) == (True, True, False)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"reason": ""}, "Escriba para qué necesita estos datos"),
        ({"reason": "sí"}, "Escriba para qué necesita estos datos"),
        ({"content": "todo"}, "Not a valid choice"),
        ({"file_format": ""}, "Elija CSV o Excel."),
        ({"purpose": ""}, "Elija para qué uso."),
    ],
)
def test_nothing_leaves_without_a_reason_or_a_choice(
    staff: PageClient, session: Session, changed: dict[str, str], message: str
) -> None:
    answer = staff.post("/oficina/hogares/exportar", data={**SENT, **changed}, buffered=True)

    assert (answer.status_code, answer.mimetype, kept(session)) == (422, "text/html", 0)
    if message != "Not a valid choice":
        assert message in answer.get_data(as_text=True)


def test_the_list_of_exports_says_who_took_what_and_why(staff: PageClient) -> None:
    staff.post("/oficina/hogares/exportar?departamento=09&sexo=F", data=SENT, buffered=True)

    text = staff.get("/oficina/padron/exportaciones").get_data(as_text=True)

    (what,) = re.findall(r'data-label="Qué">(.*?)</td>', text, re.DOTALL)
    assert " ".join(what.split()) == (
        "Personas: una fila por integrante (CSV). DNI ocultos. Departamento: 09; Sexo del jefe de hogar: Mujer"
    )
    assert "Visita de campo a Lircay" in text


def test_an_empty_list_of_exports_says_so(staff: PageClient) -> None:
    assert "Nadie ha exportado datos" in staff.get("/oficina/padron/exportaciones").get_data(as_text=True)


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 200), (Role.SECRETARY, 403), (Role.ADMIN, 403)])
def test_who_sees_the_list_of_exports(client: PageClient, session: Session, role: Role, status: int) -> None:
    person = signed_in(client, session, role)

    assert person.get("/oficina/padron/exportaciones").status_code == status
