"""Differences between sources on their pages: found, understood, closed with a note, taken away."""

import csv
import io
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.registry.models.sources import SourceConflict
from tests.factories.accounts import make_user
from tests.factories.registry_files import import_register
from tests.factories.sources import household, make_source, member, page
from tests.factories.syncing import applied
from tests.page_client import PageClient

LIST = "/oficina/padron/discrepancias"


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    import_register(session)
    source = make_source(session, precedence=60)
    changed = member(given_names="=Adelia", birth_date="1988-03-15")
    applied(session, source, page(household("H-1", changed, centre_code="0903020004", sisfoh_class=None)))
    session.commit()
    return client.sign_in(user.id)


def conflict(session: Session, field: str) -> SourceConflict:
    return session.scalars(select(SourceConflict).where(SourceConflict.field == field)).one()


def column(text: str, label: str) -> list[str]:
    found = re.findall(rf'data-label="{label}">(.*?)</td>', text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def test_who_says_what_and_what_counts(staff: PageClient) -> None:
    text = staff.get(LIST).text

    assert column(text, "Dato") == ["Fecha de nacimiento", "Nombre", "Centro poblado"]
    assert column(text, "Decía") == [
        "14 de marzo de 1988 · Archivos importados",
        "Delia Ccanto Huamaní · Archivos importados",
        "CHAHUARMA (0903010099) · Archivos importados",
    ]
    assert column(text, "Llegó") == [
        "15 de marzo de 1988 · Padrón vecino",
        "=Adelia Ccanto Huamaní · Padrón vecino",
        "ÑAHUINCUCHO (0903020004) · Padrón vecino",
    ]
    assert column(text, "Vale") == ["Archivos importados"] * 3


def test_no_dni_in_full_on_any_page(staff: PageClient, session: Session) -> None:
    text = staff.get(LIST).text + staff.get(f"{LIST}/{conflict(session, 'names').id}").text

    assert ("****0001" in text, "70000001" in text) == (True, False)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"dato": "names"}, ["Nombre"]),
        ({"fuente": "padron-vecino", "dato": "birth_date"}, ["Fecha de nacimiento"]),
        ({"fuente": "nadie"}, []),
        ({"estado": "cerradas"}, []),
        ({"dato": "nonsense"}, ["Fecha de nacimiento", "Nombre", "Centro poblado"]),
    ],
)
def test_the_list_is_narrowed(staff: PageClient, query: dict[str, str], fields: list[str]) -> None:
    text = staff.get(LIST, query_string=query).text

    assert column(text, "Dato") == fields
    assert ("Ninguna discrepancia coincide" in text) == (not fields)


def test_the_register_s_first_page_leads_there(staff: PageClient) -> None:
    text = staff.get("/oficina/padron").text

    assert ("Las fuentes no coinciden en 3 datos" in text, f'href="{LIST}"' in text) == (True, True)


def test_a_note_closes_one(staff: PageClient, session: Session) -> None:
    found = conflict(session, "names")

    answer = staff.post(f"{LIST}/{found.id}", data={"note": "Se llama Delia.", "version": found.version})

    assert (answer.status_code, column(staff.get(LIST).text, "Dato")) == (
        303,
        ["Fecha de nacimiento", "Centro poblado"],
    )
    closed = staff.get(LIST, query_string={"estado": "cerradas"}).text
    assert column(closed, "Revisión") == ["Se llama Delia."]
    assert "Rosa Inga Paredes" in staff.get(f"{LIST}/{found.id}").text


def test_without_a_note_it_stays_open(staff: PageClient, session: Session) -> None:
    found = conflict(session, "names")

    answer = staff.post(f"{LIST}/{found.id}", data={"note": " ", "version": found.version})

    assert (answer.status_code, "Escriba qué se averiguó y qué se hizo." in answer.text) == (422, True)


def test_closing_twice_is_a_conflict(staff: PageClient, session: Session) -> None:
    found = conflict(session, "names")
    sent = {"note": "Visto.", "version": found.version}
    staff.post(f"{LIST}/{found.id}", data=sent)

    assert staff.post(f"{LIST}/{found.id}", data=sent).status_code == 409


def test_the_list_is_taken_away_safe_for_a_spreadsheet_and_on_record(
    staff: PageClient, session: Session
) -> None:
    answer = staff.post(f"{LIST}/csv", data={"dato": "names"})

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    noted = session.scalars(select(AuditRow).where(AuditRow.action == "source_conflicts.exported")).all()
    assert (answer.mimetype, len(noted)) == ("text/csv", 1)
    assert [(row["hogar"], row["dni"], row["dice_a"], row["dice_b"], row["vale"]) for row in rows] == [
        ("H-1", "****0001", "Delia Ccanto Huamaní", "'=Adelia Ccanto Huamaní", "archivo")
    ]


def test_without_differences_the_page_says_when_they_appear(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.AUDITOR)
    session.commit()

    text = client.sign_in(user.id).get(LIST).text

    assert ("No hay discrepancias por revisar" in text, "Descargar en CSV" in text) == (True, False)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_others_of_the_office_only_look(
    client: PageClient, staff: PageClient, session: Session, role: Role
) -> None:
    user = make_user(session, role)
    found = conflict(session, "names")
    session.commit()
    client.sign_in(user.id)

    looked = client.get(f"{LIST}/{found.id}")
    posted = client.post(f"{LIST}/{found.id}", data={"note": "x", "version": found.version})
    taken = client.post(f"{LIST}/csv")

    assert (looked.status_code, posted.status_code, taken.status_code) == (200, 403, 403)
    assert "La cierra el personal del programa" in looked.text


def test_an_unknown_difference_is_not_found(staff: PageClient) -> None:
    assert staff.get(f"{LIST}/999").status_code == 404
