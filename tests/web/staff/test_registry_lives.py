"""A household and a person on a day, and their changes: masked, on record, in the reader's territory alone."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.accesses import FileAccess
from tests.factories.accounts import make_user
from tests.factories.awards import make_awarded_contest
from tests.factories.files import winner_of
from tests.factories.lives import DELIA, HEADER, JUNE, LUZ, RAUL, SAUL, at, home, import_families, person
from tests.factories.registry_files import imported
from tests.page_client import PageClient, words

MOVED = HEADER + DELIA + SAUL.replace("H-1", "H-2").replace(",quechua", ",") + LUZ + RAUL


@pytest.fixture
def staff(client: PageClient, session: Session) -> User:
    import_families(session)
    imported(session, "households", MOVED, at(JUNE))
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)
    return user


@pytest.mark.usefixtures("staff")
def test_a_household_is_shown_as_it_was_on_a_day(client: PageClient, session: Session) -> None:
    address = f"/oficina/hogares/{home(session).id}/dia"

    then, later = (
        words(client.get(address, query_string={"fecha": day}).text) for day in ("2026-04-01", "2026-07-01")
    )

    assert ("Saúl Quispe" in then, "Saúl Quispe" in later, "Delia Ccanto" in later) == (True, False, True)
    assert "Archivo archivo.csv, línea 2, importado el 2 de marzo de 2026" in then
    assert "46100001" not in then


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize("day", ["", "nunca", "2199-01-01"])
def test_no_day_or_a_wrong_one_is_today(client: PageClient, session: Session, day: str) -> None:
    answer = client.get(f"/oficina/hogares/{home(session).id}/dia", query_string={"fecha": day})

    assert (answer.status_code, "El 23 de noviembre de 2026" in words(answer.text)) == (200, True)
    assert ("Opción" in answer.text, "no es una fecha" in answer.text) == (False, day == "nunca")


@pytest.mark.usefixtures("staff")
def test_before_the_first_file_the_page_says_so(client: PageClient, session: Session) -> None:
    for noun, number in (("hogares", home(session).id), ("personas", person(session, "Delia").id)):
        page = words(client.get(f"/oficina/{noun}/{number}/dia?fecha=2020-01-01").text)
        assert "Sus primeros datos son del 2 de marzo de 2026" in page


@pytest.mark.usefixtures("staff")
def test_a_person_on_a_day_leads_to_the_household_of_that_day(client: PageClient, session: Session) -> None:
    saul = person(session, "Saúl").id

    page = client.get(f"/oficina/personas/{saul}/dia?fecha=2026-04-01&segun=entonces").text

    assert f'href="/oficina/hogares/{home(session).id}/dia?fecha=2026-04-01&amp;segun=entonces"' in page


@pytest.mark.usefixtures("staff")
def test_changes_say_from_what_to_what_and_by_which_line(client: PageClient, session: Session) -> None:
    of_home = words(client.get(f"/oficina/hogares/{home(session, 'H-2').id}/historia").text)
    of_saul = words(client.get(f"/oficina/personas/{person(session, 'Saúl').id}/historia").text)

    for page in (of_home, of_saul):
        assert "H-1 H-2 Archivo archivo.csv, línea 3, importado el 2 de junio de 2026" in page
        assert "Primera vez en el padrón" in page


@pytest.mark.usefixtures("staff")
def test_every_one_of_these_pages_is_a_look_on_record(client: PageClient, session: Session) -> None:
    files = {"hogares": home(session).id, "personas": person(session, "Delia").id}

    for noun, number in files.items():
        for page in ("dia", "historia"):
            client.get(f"/oficina/{noun}/{number}/{page}")

    assert session.scalars(select(FileAccess.screen).order_by(FileAccess.id)).all() == [
        "staff.household_day",
        "staff.household_changes",
        "staff.person_day",
        "staff.person_changes",
    ]


@pytest.mark.usefixtures("staff")
def test_files_lead_to_their_past(client: PageClient, session: Session) -> None:
    files = {"hogares": home(session).id, "personas": person(session, "Delia").id}

    for noun, number in files.items():
        page = client.get(f"/oficina/{noun}/{number}").text
        assert all(f'href="/oficina/{noun}/{number}/{tail}"' in page for tail in ("dia", "historia"))


def test_other_territories_are_not_shown(client: PageClient, session: Session) -> None:
    import_families(session)
    user = make_user(session, Role.STAFF)
    session.add(GrantTerritory(grant_id=user.grants[0].id, prefix="0904"))
    session.commit()
    client.sign_in(user.id)
    files = {"hogares": home(session).id, "personas": person(session, "Delia").id}

    statuses = [
        client.get(f"/oficina/{noun}/{number}/{page}").status_code
        for noun, number in files.items()
        for page in ("dia", "historia")
    ]

    assert statuses == [403] * 4


def test_an_application_leads_to_households_as_they_were_when_it_was_sent(
    client: PageClient, session: Session
) -> None:
    scored = make_awarded_contest(session)
    member = winner_of(session, scored)
    session.commit()
    client.sign_in(scored.staff.id)

    page = client.get(f"/oficina/solicitudes/{member.application_id}").text
    (address,) = re.findall(rf'href="(/oficina/hogares/{member.household_id}/dia[^"]*)"', page)

    assert address.endswith("&amp;segun=entonces")
    assert member.full_name in client.get(address.replace("&amp;", "&")).text
