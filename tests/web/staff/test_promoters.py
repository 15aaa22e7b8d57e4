"""The office keeps the accounts of promoters and assigns their groups."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import ProducerGroup
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village
from tests.page_client import PageClient, words
from tests.query_count import counted_queries


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session)


@pytest.fixture
def group(village: Village) -> ProducerGroup:
    return village.group()


@pytest.fixture
def office(client: PageClient, village: Village, group: ProducerGroup, session: Session) -> PageClient:
    session.commit()
    return client.sign_in(village.staff.id)


@pytest.fixture
def promoter(session: Session) -> User:
    return make_user(session, Role.PROMOTER, full_name="Teo Ccora Ramos")


def test_an_empty_list_says_what_to_do(office: PageClient) -> None:
    assert "Abra la cuenta de quien acompaña a los grupos" in office.read("/oficina/promotores")


def test_an_account_is_opened_and_its_password_shown_once(office: PageClient) -> None:
    given = office.post(
        "/oficina/promotores/nuevo", data={"email": "teo@fondos.example", "full_name": "Teo Ccora Ramos"}
    )

    assert (given.status_code, given.headers["Cache-Control"]) == (200, "no-store")
    assert "Teo Ccora Ramos" in office.read("/oficina/promotores?texto=nadie")
    searched = [office.post("/oficina/promotores", data={"texto": text}).text for text in ("ccora", "nadie")]
    assert ["Teo Ccora Ramos" in page for page in searched] == [True, False]


def test_a_group_is_assigned_and_ended(
    promoter: User, office: PageClient, group: ProducerGroup, village: Village
) -> None:
    address = f"/oficina/promotores/{promoter.id}"

    empty = office.read(address)
    done = office.post(address, data={"group_id": str(group.id)}, follow_redirects=True).get_data(
        as_text=True
    )
    listed = office.read("/oficina/promotores")
    end = done.partition("/terminar")[0].rpartition("/")[2]
    office.post(f"/oficina/promotores/{end}/terminar", data={"sure": "1"})

    assert "Todavía no tiene grupos." in empty
    assert "El grupo quedó asignado al promotor." in words(done)
    assert "No hay más grupos en su territorio." in words(done)
    assert "Teo Ccora Ramos" in listed.partition("Sumaq Kuy")[0]
    assert "Sumaq Kuy" not in office.read("/oficina/promotores")
    csv = office.get("/oficina/promotores.csv").get_data(as_text=True).splitlines()
    assert csv[1].startswith(f"Teo Ccora Ramos,Sumaq Kuy,{village.centre.name},")


def test_a_password_is_reset(promoter: User, office: PageClient) -> None:
    answer = office.post(f"/oficina/promotores/{promoter.id}/contrasena")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_no_group_chosen_and_nobody_of_that_number(
    promoter: User, office: PageClient, village: Village
) -> None:
    assert office.post(f"/oficina/promotores/{promoter.id}", data={}).status_code == 422
    assert office.get(f"/oficina/promotores/{village.representative.id}").status_code == 404


def test_office_of_another_territory_is_offered_no_group(
    promoter: User, village: Village, group: ProducerGroup, client: PageClient, session: Session
) -> None:
    village.staff.grants[0].territories.append(GrantTerritory(prefix="15"))
    session.commit()
    address = f"/oficina/promotores/{promoter.id}"
    client.sign_in(village.staff.id)

    assert "No hay más grupos en su territorio." in client.read(address)
    assert client.post(address, data={"group_id": str(group.id)}).status_code == 422


@pytest.mark.parametrize("promoters", [1, 3])
def test_more_promoters_do_not_ask_the_database_more(
    office: PageClient, session: Session, promoters: int
) -> None:
    for _ in range(promoters):
        make_user(session, Role.PROMOTER)
    session.commit()

    with counted_queries(session) as counted:
        office.get("/oficina/promotores")

    assert counted.total == 6
