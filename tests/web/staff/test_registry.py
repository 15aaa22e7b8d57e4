"""The register's pages for the office: what a person sees at each stage of filling it."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from tests.factories.accounts import act_of, make_user
from tests.factories.registry_files import AT, CENTRES, DISTRICTS, import_register, import_territory, imported
from tests.page_client import PageClient
from tests.query_count import counted_queries

PAGES = (
    "/oficina/padron",
    "/oficina/padron/importaciones",
    "/oficina/padron/focalizacion",
    "/oficina/centros",
    "/oficina/centros.csv",
    "/oficina/distritos",
    "/oficina/hogares",
)
STAFF_PAGES = ("/oficina/padron/importar", "/oficina/padron/focalizacion/nueva")


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    session.commit()
    return client.sign_in(user.id)


def page(client: PageClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.get_data(as_text=True)


@pytest.mark.parametrize("address", [*PAGES, *STAFF_PAGES])
def test_every_page_opens_on_an_empty_register(staff: PageClient, address: str) -> None:
    page(staff, address)


@pytest.mark.parametrize("address", [*PAGES, *STAFF_PAGES])
def test_every_page_opens_on_a_filled_register(staff: PageClient, session: Session, address: str) -> None:
    import_register(session)
    session.commit()

    page(staff, address)


@pytest.mark.parametrize("address", STAFF_PAGES)
@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_who_only_looks_may_not_change(
    client: PageClient, session: Session, address: str, role: Role
) -> None:
    user = make_user(session, role)
    session.commit()

    assert client.sign_in(user.id).get(address).status_code == 403


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.JUROR, Role.ADMIN])
@pytest.mark.parametrize("address", PAGES)
def test_who_is_not_of_the_office_sees_nothing(
    client: PageClient, session: Session, address: str, role: Role
) -> None:
    user = make_user(session, role)
    session.commit()

    assert client.sign_in(user.id).get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_is_sent_to_sign_in(client: PageClient, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, "/ingresar" in response.headers["Location"]) == (303, True)


def test_an_empty_register_asks_for_the_districts(staff: PageClient) -> None:
    text = page(staff, "/oficina/padron")

    assert "Siguiente paso: Distritos" in text
    assert "/oficina/padron/importar?clase=districts" in text


def test_after_the_districts_it_asks_for_the_rates(staff: PageClient, session: Session) -> None:
    imported(session, "districts", DISTRICTS)
    session.commit()

    assert "Siguiente paso: Pobreza por distrito" in page(staff, "/oficina/padron")


def test_an_auditor_is_not_offered_to_import(client: PageClient, session: Session) -> None:
    auditor = make_user(session, Role.AUDITOR)
    session.commit()

    text = page(client.sign_in(auditor.id), "/oficina/padron")

    assert ("Lo importa el personal del programa." in text, "padron/importar" in text) == (True, False)


def test_the_first_page_counts_and_names_the_missing_list(staff: PageClient, session: Session) -> None:
    import_territory(session)
    session.commit()

    text = page(staff, "/oficina/padron")

    assert "Falta la lista de distritos priorizados" in text
    assert "Distrito con pobreza sobre el límite" in text
    assert "Siguiente paso: Hogares y sus integrantes" in text


def test_the_history_says_who_imported_what(staff: PageClient, session: Session) -> None:
    someone = make_user(session, Role.STAFF, full_name="Yeni Ramos Soto")
    imported(session, "districts", DISTRICTS, act_of(someone, AT))
    session.commit()

    text = page(staff, "/oficina/padron/importaciones")

    assert ("Yeni Ramos Soto" in text, "archivo.csv" in text) == (True, True)


@pytest.mark.parametrize("address", ["/oficina/distritos", "/oficina/centros", "/oficina/padron"])
def test_a_longer_list_asks_no_more_queries(staff: PageClient, session: Session, address: str) -> None:
    header, *rows = CENTRES.splitlines(keepends=True)
    imported(session, "districts", DISTRICTS)
    imported(session, "centres", header + rows[0])
    session.commit()
    page(staff, address)
    with counted_queries(session) as one:
        page(staff, address)
    imported(session, "centres", CENTRES)
    session.commit()
    with counted_queries(session) as three:
        page(staff, address)

    assert three.total == one.total
