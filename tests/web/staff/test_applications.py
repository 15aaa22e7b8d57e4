"""What the office sees of the applications."""

import csv
import io

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.queries import members_of
from contest_portal.applications.services.submit_application import submit_application
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village
from tests.page_client import PageClient
from tests.query_count import counted_queries


@pytest.fixture
def village(session: Session) -> Village:
    village = make_village(session)
    session.commit()
    return village


@pytest.fixture
def office(client: PageClient, village: Village) -> PageClient:
    return client.sign_in(village.staff.id)


def sent(village: Village, name: str = "Sumaq Kuy") -> Application:
    draft = village.draft(village.group(name=name))
    application = submit_application(
        village.session, village.act(), application_id=draft.id, expected_version=draft.version
    ).application
    village.session.commit()
    return application


def listed(client: PageClient, village: Village, query: str = "") -> str:
    return client.get(f"/oficina/concursos/{village.contest.id}/solicitudes{query}").get_data(as_text=True)


def test_an_empty_list_says_what_to_do(office: PageClient, village: Village) -> None:
    assert "Todavía no hay solicitudes" in listed(office, village)


def test_the_list_shows_sent_ones_and_drafts_with_their_state(office: PageClient, village: Village) -> None:
    application = sent(village)
    village.draft(village.group(name="Pan de Lircay"))
    village.session.commit()

    text = listed(office, village)

    shown = (
        application.code,
        "Sumaq Kuy",
        "Pan de Lircay",
        "Enviada",
        "Borrador",
        "S/\u00a010,000.00",
        "En idea",
    )
    assert [words in text for words in shown] == [True] * len(shown)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?estado=submitted", True),
        ("?estado=draft", False),
        ("?categoria=IDEA", True),
        ("?categoria=MARCHA", False),
        ("?linea=cuyes", True),
        ("?linea=panaderia", False),
        ("?estado=submitted&categoria=IDEA&linea=cuyes", True),
        ("?categoria=%27%20OR%201=1", False),
    ],
)
def test_the_list_is_narrowed(office: PageClient, village: Village, query: str, *, found: bool) -> None:
    sent(village)

    text = listed(office, village, query)

    assert ("Sumaq Kuy" in text) is found
    assert ("Ninguna solicitud coincide" in text) is not found


@pytest.mark.parametrize("number", [1, 3])
def test_more_applications_do_not_ask_the_database_more(
    office: PageClient, village: Village, session: Session, number: int
) -> None:
    for place in range(number):
        sent(village, f"Grupo {place}")
    contest_id = village.contest.id

    with counted_queries(session) as counted:
        office.get(f"/oficina/concursos/{contest_id}/solicitudes")

    assert counted.total == 4


def test_one_application_is_read_with_masked_dni(
    office: PageClient, village: Village, session: Session
) -> None:
    application = sent(village)

    text = office.get(f"/oficina/solicitudes/{application.id}").get_data(as_text=True)

    dnis = [member.dni for member in members_of(session, application.id)]
    assert [dni in text for dni in dnis] == [False] * 4
    assert [f"****{dni[-4:]}" in text for dni in dnis] == [True] * 4
    assert [
        words in text for words in ("CONSTANCIA N.° 0001", "Malla galvanizada", application.content_sha256)
    ] == [True] * 3


def test_a_draft_is_the_groups_own(office: PageClient, village: Village) -> None:
    draft = village.draft()
    village.session.commit()

    assert office.get(f"/oficina/solicitudes/{draft.id}").status_code == 404


def test_the_file_holds_the_entrants_without_personal_data(office: PageClient, village: Village) -> None:
    application = sent(village)

    response = office.get(f"/oficina/concursos/{village.contest.id}/solicitudes.csv")

    header, line = csv.reader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff")))
    assert dict(zip(header, line, strict=True)) == {
        "Código": application.code,
        "Grupo": "Sumaq Kuy",
        "Negocio": "Cuyes de carne para la feria de Lircay",
        "Categoría": "En idea",
        "Línea": "Crianza de cuyes",
        "Centro poblado": "Chahuarma",
        "Distrito": "Lircay",
        "Hogares": "4",
        "Integrantes": "4",
        "Mujeres": "2",
        "Monto solicitado (S/)": "10000.00",
        "Recibida (UTC)": "2026-11-23 17:00:00",
    }


@pytest.mark.parametrize("name", ["=1+1", "-2+3+cmd|x", "+1", "@SUM(A1)"])
def test_no_spreadsheet_runs_a_name_as_a_formula(office: PageClient, village: Village, name: str) -> None:
    sent(village, name)

    text = office.get(f"/oficina/concursos/{village.contest.id}/solicitudes.csv").get_data(as_text=True)

    assert f",'{name}," in text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.STAFF, 200),
        (Role.SECRETARY, 200),
        (Role.AUDITOR, 200),
        (Role.REPRESENTATIVE, 403),
        (Role.JUROR, 403),
        (Role.ADMIN, 403),
    ],
    ids=str,
)
@pytest.mark.parametrize("page", ["list", "file", "one"])
def test_only_the_office_and_auditors_read(
    client: PageClient, village: Village, session: Session, role: Role, status: int, page: str
) -> None:
    application = sent(village)
    user = make_user(session, role)
    session.commit()
    contest = f"/oficina/concursos/{village.contest.id}/solicitudes"
    addresses = {"list": contest, "file": f"{contest}.csv", "one": f"/oficina/solicitudes/{application.id}"}

    assert client.sign_in(user.id).get(addresses[page]).status_code == status


def test_a_secretary_of_another_contest_does_not_read(
    client: PageClient, village: Village, session: Session
) -> None:
    application = sent(village)
    user = make_user(session, Role.SECRETARY, contest_id=village.contest.id + 1)
    session.commit()

    assert client.sign_in(user.id).get(f"/oficina/solicitudes/{application.id}").status_code == 403
