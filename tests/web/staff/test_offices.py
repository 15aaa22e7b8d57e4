"""The office's pages of territorial units."""

from dataclasses import asdict

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from tests.accounts.rules.test_office import DETAILS
from tests.factories.accounts import make_office, make_user
from tests.page_client import PageClient


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


def office_data(**changes: object) -> dict[str, object]:
    return {**asdict(DETAILS), **changes}


def test_office_is_registered_and_a_fund_can_be_given_to_it(
    session: Session, client: PageClient, staff: User
) -> None:
    session.commit()
    client.sign_in(staff.id)
    before = client.get("/oficina/fondos/nuevo").text

    response = client.post("/oficina/unidades/nueva", data=office_data())

    office = session.scalars(select(Office)).one()
    assert (response.status_code, response.location, office.code) == (303, "/oficina/unidades", "UT-LIRCAY")
    assert ("Primero registre una unidad territorial" in before, "/oficina/unidades/nueva" in before) == (
        True,
        True,
    )
    assert f'<option value="{office.id}">Unidad Territorial Lircay</option>' in (
        client.get("/oficina/fondos/nuevo").text
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"code": "ut lircay"}, "Escriba el código con mayúsculas sin tilde", id="bad code"),
        pytest.param({"code": ""}, "Escriba el código de la unidad.", id="no code"),
        pytest.param({"ruc": "123"}, "no es un RUC válido", id="bad RUC"),
        pytest.param({"signer_name": " "}, "Escriba los nombres y apellidos de quien firma.", id="nobody"),
        pytest.param({"city": "x" * 81}, "Escriba 80 letras como máximo: hay 81.", id="endless city"),
    ],
)
def test_office_that_cannot_be_is_refused_beside_its_field(
    session: Session, client: PageClient, staff: User, changes: dict[str, object], message: str
) -> None:
    session.commit()

    response = client.sign_in(staff.id).post("/oficina/unidades/nueva", data=office_data(**changes))

    assert (response.status_code, message in response.text, session.scalars(select(Office)).all()) == (
        422,
        True,
        [],
    )


def test_office_is_corrected(session: Session, client: PageClient, staff: User) -> None:
    office = make_office(session)
    session.commit()
    client.sign_in(staff.id)
    page = client.get(f"/oficina/unidades/{office.id}/editar").text

    client.post(f"/oficina/unidades/{office.id}/editar", data=office_data(version=office.version, ruc=""))

    session.refresh(office)
    assert ("Irma Solís Quinto" in page, office.code, office.ruc) == (True, "UT-LIRCAY", None)


@pytest.mark.parametrize("version", [{}, {"version": "0"}, {"version": "x"}, {"version": "2"}], ids=str)
def test_correction_of_an_old_reading_is_a_conflict_that_shows_what_was_typed(
    session: Session, client: PageClient, staff: User, version: dict[str, object]
) -> None:
    office = make_office(session)
    session.commit()

    response = client.sign_in(staff.id).post(
        f"/oficina/unidades/{office.id}/editar", data=office_data(city="Pampas", **version)
    )

    session.refresh(office)
    assert (response.status_code, 'value="Pampas"' in response.text, office.city) == (
        409,
        True,
        "Huancavelica",
    )


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_only_staff_may_change_offices(session: Session, client: PageClient, role: Role) -> None:
    office = make_office(session)
    reader = make_user(session, role)
    session.commit()
    client.sign_in(reader.id)

    statuses = (
        client.get("/oficina/unidades/nueva").status_code,
        client.get(f"/oficina/unidades/{office.id}/editar").status_code,
        "Registrar una unidad" in client.get("/oficina/unidades").text,
    )

    assert statuses == (403, 403, False)


def test_empty_list_says_what_to_do(session: Session, client: PageClient, staff: User) -> None:
    session.commit()

    page = client.sign_in(staff.id).get("/oficina/unidades").text

    assert "sin una unidad no hay a quién asignar un fondo" in page
