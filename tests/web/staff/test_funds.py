"""The office's pages of funds and of production lines."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Fund
from contest_portal.contests.queries import production_lines
from contest_portal.kernel.money import ZERO, Money
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import make_fund
from tests.page_client import PageClient


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def fund(session: Session, office: Office) -> Fund:
    fund = make_fund(session, office)
    fund.reserved = Money.soles(60_000)
    return fund


def fund_data(**changes: object) -> dict[str, object]:
    return {
        "name": "Fondo 2026",
        "source": "Recursos ordinarios",
        "year": "2026",
        "amount": "193,400.00",
    } | changes


def test_a_fund_is_registered(session: Session, client: PageClient, office: Office, staff: User) -> None:
    session.commit()

    response = client.sign_in(staff.id).post("/oficina/fondos/nuevo", data=fund_data(office_id=office.id))

    fund = session.scalars(select(Fund)).one()
    assert (response.status_code, response.location, fund.name, fund.amount, fund.reserved) == (
        303,
        "/oficina/fondos",
        "Fondo 2026",
        Money.soles(193_400),
        ZERO,
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"amount": "-500"}, "«-500» no es un monto", id="negative amount"),
        pytest.param({"amount": "0"}, "El monto del fondo debe ser mayor que cero.", id="nothing"),
        pytest.param({"amount": ""}, "Escriba el monto del fondo.", id="no amount"),
        pytest.param({"year": "dos mil"}, "«dos mil» no vale aquí.", id="year in words"),
        pytest.param({"year": "20226"}, "Escriba un año de cuatro cifras", id="year of five digits"),
        pytest.param({"name": "x" * 161}, "Escriba 160 letras como máximo: hay 161.", id="endless name"),
        pytest.param({"name": " "}, "Escriba el nombre del fondo.", id="no name"),
    ],
)
def test_a_fund_that_cannot_be_is_refused_beside_its_field(
    session: Session,
    client: PageClient,
    office: Office,
    staff: User,
    changes: dict[str, object],
    message: str,
) -> None:
    session.commit()

    response = client.sign_in(staff.id).post(
        "/oficina/fondos/nuevo", data=fund_data(office_id=office.id, **changes)
    )

    assert (response.status_code, message in response.text, session.scalars(select(Fund)).all()) == (
        422,
        True,
        [],
    )


def test_a_fund_is_corrected(session: Session, client: PageClient, staff: User, fund: Fund) -> None:
    session.commit()

    client.sign_in(staff.id).post(
        f"/oficina/fondos/{fund.id}/editar", data=fund_data(version=fund.version, amount="60000")
    )

    session.refresh(fund)
    assert (fund.name, fund.amount) == ("Fondo 2026", Money.soles(60_000))


def test_a_fund_may_not_shrink_below_what_is_reserved(
    session: Session, client: PageClient, staff: User, fund: Fund
) -> None:
    session.commit()

    response = client.sign_in(staff.id).post(
        f"/oficina/fondos/{fund.id}/editar", data=fund_data(version=fund.version, amount="59999.99")
    )

    assert (response.status_code, "ya reservaron S/ 60,000.00 de este fondo" in response.text) == (422, True)


def test_a_stale_correction_is_a_conflict(
    session: Session, client: PageClient, staff: User, fund: Fund
) -> None:
    session.commit()

    response = client.sign_in(staff.id).post(
        f"/oficina/fondos/{fund.id}/editar", data=fund_data(version=fund.version + 1)
    )

    assert (response.status_code, "Otra persona guardó cambios" in response.text) == (409, True)


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "x"}, {"version": "-1"}], ids=str)
def test_a_correction_without_a_version_never_overwrites(
    session: Session, client: PageClient, staff: User, fund: Fund, version: dict[str, object]
) -> None:
    session.commit()
    before = (fund.name, fund.amount)

    response = client.sign_in(staff.id).post(f"/oficina/fondos/{fund.id}/editar", data=fund_data(**version))

    session.refresh(fund)
    assert (response.status_code, (fund.name, fund.amount)) == (409, before)


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY, Role.AUDITOR])
def test_the_office_sees_what_is_left_of_each_fund(
    session: Session, client: PageClient, fund: Fund, role: Role
) -> None:
    reader = make_user(session, role)
    session.commit()

    page = client.sign_in(reader.id).get("/oficina/fondos")

    assert (page.status_code, "S/\u00a040,000.00" in page.text) == (200, True)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_only_staff_may_change_funds(session: Session, client: PageClient, fund: Fund, role: Role) -> None:
    reader = make_user(session, role)
    session.commit()
    client.sign_in(reader.id)

    statuses = (
        client.get("/oficina/fondos/nuevo").status_code,
        client.get(f"/oficina/fondos/{fund.id}/editar").status_code,
        "Registrar un fondo" in client.get("/oficina/fondos").text,
    )

    assert statuses == (403, 403, False)


def test_an_empty_list_says_what_to_do(session: Session, client: PageClient, staff: User) -> None:
    session.commit()

    page = client.sign_in(staff.id).get("/oficina/fondos")

    assert "Registre el dinero del programa antes de crear un concurso." in page.text


def test_a_line_is_added_to_the_catalogue(session: Session, client: PageClient, staff: User) -> None:
    session.commit()

    client.sign_in(staff.id).post("/oficina/lineas", data={"name": "Crianza de cuyes"})

    assert [(line.code, line.name) for line in production_lines(session)] == [
        ("crianza-de-cuyes", "Crianza de cuyes")
    ]


def test_a_line_that_is_there_already_is_refused(session: Session, client: PageClient, staff: User) -> None:
    session.commit()
    client.sign_in(staff.id).post("/oficina/lineas", data={"name": "Miel"})

    response = client.post("/oficina/lineas", data={"name": "Miel"})

    assert (response.status_code, "La línea «Miel» ya está en el catálogo." in response.text) == (422, True)


def test_the_secretary_reads_the_catalogue_but_does_not_add(session: Session, client: PageClient) -> None:
    secretary = make_user(session, Role.SECRETARY)
    session.commit()
    client.sign_in(secretary.id)

    assert (
        client.get("/oficina/lineas").status_code,
        client.post("/oficina/lineas", data={"name": "Miel"}).status_code,
        production_lines(session),
    ) == (200, 403, ())
