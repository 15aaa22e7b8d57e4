"""The register for somebody limited to a territory: inside as ever, outside nothing found or not permitted."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, RoleGrant, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.services.note_look import note_look
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.files import SCREEN
from tests.factories.registry_files import import_register, imported
from tests.page_client import PageClient

OTHER = "codigo_hogar,codigo_centro,dni,nombre,sexo\nH-9,0903020004,70000009,Zoila Taipe,F\n"


@pytest.fixture(params=[Role.STAFF, Role.SECRETARY])
def limited(client: PageClient, session: Session, request: pytest.FixtureRequest) -> User:
    """Somebody who sees the district of Lircay (090301) and not that of Anchonga (090302)."""
    import_register(session)
    imported(session, "households", OTHER)
    user = make_user(session, request.param)
    session.add(GrantTerritory(grant_id=user.grants[0].id, prefix="090301"))
    session.commit()
    client.sign_in(user.id)
    return user


def ids(session: Session, code: str) -> tuple[int, int]:
    household = session.query(Household).filter_by(code=code).one()
    person = session.query(Person).filter_by(household_id=household.id).order_by(Person.id).first()
    assert person is not None
    return household.id, person.id


def names(page: str) -> list[str]:
    return re.findall(r'scope="row"><a href="/oficina/hogares/\d+">([^<]+)</a>', page)


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("70000009", []),
        ("H-9", []),
        ("taipe", []),
        ("70000001", ["Delia Ccanto Huamaní"]),
        ("h-1", ["Delia Ccanto Huamaní"]),
        ("ccanto", ["Delia Ccanto Huamaní", "Saúl Quispe Ccanto"]),
    ],
)
def test_a_search_finds_nothing_outside(client: PageClient, text: str, found: list[str]) -> None:
    assert names(client.post("/oficina/hogares", data={"texto": text}).text) == found


@pytest.mark.usefixtures("limited")
def test_a_list_holds_nothing_outside(client: PageClient) -> None:
    assert names(client.get("/oficina/hogares").text) == ["H-1", "H-2"]


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize(("code", "status"), [("H-1", 200), ("H-9", 403)])
def test_files_outside_are_closed(client: PageClient, session: Session, code: str, status: int) -> None:
    household_id, person_id = ids(session, code)
    addresses = (f"hogares/{household_id}", f"personas/{person_id}")

    statuses = [
        client.get(f"/oficina/{one}{tail}").status_code for one in addresses for tail in ("", "/ver-dato")
    ]

    assert statuses == [status] * 4


@pytest.mark.usefixtures("limited")
def test_nothing_outside_is_revealed(client: PageClient, session: Session) -> None:
    _, person_id = ids(session, "H-9")
    data = {"datos": ["dni"], "motivo": "audit", "detalle": "Control de los hogares."}

    answer = client.post(f"/oficina/personas/{person_id}/ver-dato", data=data)

    assert (answer.status_code, "70000009" in answer.text) == (403, False)


@pytest.mark.usefixtures("limited")
def test_lists_of_the_territory_hold_what_lies_in_it(client: PageClient) -> None:
    centres, file = client.get("/oficina/centros").text, client.get("/oficina/centros.csv").text
    districts = client.get("/oficina/distritos").text

    assert [("CHAHUARMA" in text, "ÑAHUINCUCHO" in text) for text in (centres, file)] == [(True, False)] * 2
    assert ("090301" in districts, "090302" in districts) == (True, False)


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize(("code", "status"), [("0903010099", 200), ("0903020004", 403)])
def test_a_centre_outside_is_closed(client: PageClient, code: str, status: int) -> None:
    assert client.get(f"/oficina/centros/{code}").status_code == status


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize("address", ["importar", "focalizacion/nueva"])
def test_what_reaches_the_whole_country_is_closed(client: PageClient, address: str) -> None:
    assert client.get(f"/oficina/padron/{address}").status_code in {403, 404}


def test_the_access_log_shows_files_of_the_territory(
    client: PageClient, session: Session, limited: User
) -> None:
    auditor = make_user(session, Role.AUDITOR, full_name="Gladys Meza")
    for code in ("H-1", "H-9"):
        file = FileRef(FileOf.HOUSEHOLD, ids(session, code)[0])
        note_look(session, act_of(auditor, NOON), file=file, screen=SCREEN)
    session.commit()
    _, outside = ids(session, "H-9")

    answer = client.get("/oficina/padron/accesos")

    role = session.scalars(select(RoleGrant.role).where(RoleGrant.user_id == limited.id)).one()
    if role == Role.SECRETARY:
        assert answer.status_code == 403
        return
    assert ("Hogar H-1" in answer.text, "Hogar H-9" in answer.text) == (True, False)
    assert client.get(f"/oficina/padron/accesos/personas/{outside}").status_code == 403
