"""Histories as files: what the page shows, masked, in the reader's territory, on record when it is of people."""

import csv
import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.file_marks import MARK_COLUMN
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.web.staff.registry_history_files import CENTRE_COLUMNS, COLUMNS
from tests.factories.accounts import make_user
from tests.factories.lives import FILE, JUNE, at, home, import_families, person
from tests.factories.registry_files import CENTRES, imported
from tests.page_client import PageClient

CHANGED = FILE.replace("Saúl", "=Saúl").replace(",quechua", ",castellano")


@pytest.fixture
def staff(client: PageClient, session: Session) -> User:
    import_families(session)
    imported(session, "households", CHANGED, at(JUNE))
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)
    return user


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def accesses(session: Session) -> list[tuple[str, int | None, int | None, str]]:
    session.expire_all()
    found = session.scalars(select(FileAccess).order_by(FileAccess.id))
    return [(row.kind, row.household_id, row.person_id, row.screen) for row in found]


@pytest.mark.usefixtures("staff")
def test_the_history_of_a_household_leaves_masked_and_on_record(client: PageClient, session: Session) -> None:
    home_id = home(session).id

    header, *lines = rows(client.post(f"/oficina/hogares/{home_id}/historia.csv").data)

    (language,) = [line for line in lines if line[1] == "Idioma"]
    assert tuple(header) == (*COLUMNS, MARK_COLUMN)
    assert language[:4] == ["", "Idioma", "Dato tapado", "Dato tapado"]
    assert not any("quechua" in cell or "castellano" in cell for line in lines for cell in line)
    assert ["Primera vez en el padrón", "", ""] in [line[1:4] for line in lines]
    assert accesses(session) == [("export", home_id, None, "staff.household_changes_csv")]


@pytest.mark.usefixtures("staff")
def test_the_history_of_a_person_holds_no_formula(client: PageClient, session: Session) -> None:
    saul = person(session, "=Saúl").id

    _, *lines = rows(client.post(f"/oficina/personas/{saul}/historia.csv").data)

    assert ["Nombres", "Saúl", "'=Saúl"] in [line[1:4] for line in lines]
    assert accesses(session) == [("export", None, saul, "staff.person_changes_csv")]


@pytest.mark.usefixtures("staff")
def test_the_history_of_a_centre_is_one_change_a_line(client: PageClient, session: Session) -> None:
    imported(session, "centres", CENTRES.replace("-12.97,-74.71,85", "-12.96,-74.71,91"), at(JUNE))
    session.commit()

    answer = client.get("/oficina/centros/0903010099/historia.csv")

    header, *lines = rows(answer.data)
    assert tuple(header) == CENTRE_COLUMNS
    assert [line[2:] for line in lines] == [
        ["3", "changed", "households", "85", "91"],
        ["3", "changed", "latitude_e6", "-12.970000", "-12.960000"],
        ["3", "first", "", "", ""],
    ]


@pytest.mark.usefixtures("staff")
def test_the_pages_offer_their_files(client: PageClient, session: Session) -> None:
    home_id, saul = home(session).id, person(session, "=Saúl").id
    pages = {
        f"hogares/{home_id}/historia": f'action="/oficina/hogares/{home_id}/historia.csv"',
        f"personas/{saul}/historia": f'action="/oficina/personas/{saul}/historia.csv"',
        "centros/0903010099": 'href="/oficina/centros/0903010099/historia.csv"',
    }

    assert all(offer in client.get(f"/oficina/{page}").text for page, offer in pages.items())


def test_another_territory_takes_nothing_and_leaves_no_trace(client: PageClient, session: Session) -> None:
    import_families(session)
    user = make_user(session, Role.STAFF)
    session.add(GrantTerritory(grant_id=user.grants[0].id, prefix="0904"))
    session.commit()
    client.sign_in(user.id)

    answers = [
        client.post(f"/oficina/hogares/{home(session).id}/historia.csv"),
        client.post(f"/oficina/personas/{person(session, 'Delia').id}/historia.csv"),
        client.get("/oficina/centros/0903010099/historia.csv"),
    ]

    assert ([answer.status_code for answer in answers], accesses(session)) == ([403] * 3, [])
