"""What each member is to the head, on the pages of a household and of a person, and in their changes."""

import re

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.register import Household
from tests.factories.accounts import make_user
from tests.factories.lives import DELIA, HEADER, JUNE, MARCH, SAUL, at, home, person
from tests.factories.registry_files import import_territory, imported
from tests.page_client import PageClient, words

LINKED = HEADER.replace("jefe,", "jefe,parentesco,")
LED = DELIA.replace("F,1,", "F,1,jefa,")
CHILD = SAUL.replace("M,0,", "M,0,hijo,")
COUSIN = SAUL.replace("46100002,Saúl", "46100005,Nilo").replace("M,0,", "M,0,,")
MISSING = "Falta confirmar el parentesco de 1 integrante con el jefe de hogar"


@pytest.fixture
def family(client: PageClient, session: Session) -> Household:
    import_territory(session)
    imported(session, "households", LINKED + LED + CHILD + COUSIN, at(MARCH))
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)
    return home(session)


def test_a_household_says_what_its_members_are_to_the_head(client: PageClient, family: Household) -> None:
    page = words(client.get(f"/oficina/hogares/{family.id}").text)

    assert [page.count(word) for word in ("Jefa de hogar", "Hijo o hija", MISSING)] == [1, 1, 1]
    assert "Hijo o hija" in words(client.get(f"/oficina/hogares/{family.id}/dia").text)


def test_changes_of_a_link_are_said_in_words(client: PageClient, session: Session, family: Household) -> None:
    saul = person(session, "Saúl").id
    imported(session, "households", LINKED + LED + CHILD.replace("hijo", "yerno") + COUSIN, at(JUNE))
    session.commit()

    of_home, of_saul = (
        words(client.get(f"/oficina/{place}/historia").text)
        for place in (f"hogares/{family.id}", f"personas/{saul}")
    )
    file = client.post(f"/oficina/personas/{saul}/historia.csv").text

    assert "Parentesco con el jefe de hogar Hijo o hija Yerno o nuera" in of_saul
    assert "Parentesco con el jefe de hogar Saúl Quispe Ccanto Hijo o hija Yerno o nuera" in of_home
    assert "Parentesco con el jefe de hogar,Hijo o hija,Yerno o nuera," in file


def test_before_a_head_goes_the_page_says_what_becomes_of_links(
    client: PageClient, session: Session, family: Household
) -> None:
    page = words(client.get(f"/oficina/personas/{person(session, 'Delia').id}/fallecimiento").text)

    assert "El parentesco de los que quedan, que era con esa persona, quedará por confirmar." in page


def test_a_missing_link_is_noted_from_the_page_of_the_person_and_undone(
    client: PageClient, session: Session, family: Household
) -> None:
    address = f"/oficina/personas/{person(session, 'Nilo').id}"
    said = {"on_date": "2026-10-20", "reason": "Mostró la partida de nacimiento."}

    form = client.get(f"{address}/parentesco").text
    refused = client.post(f"{address}/parentesco", data={**said, "kinship": ""})
    done = client.post(f"{address}/parentesco", data={**said, "kinship": "grandchild"})
    page = client.get(done.location or "").text
    (undo,) = re.findall(r'href="(/oficina/hechos/\d+/deshacer)"', page)
    client.post(undo, data={"version": "1", "reason": "Era otra persona."})

    assert f"{address}/parentesco" in client.get(address).text
    assert (
        f"/oficina/personas/{person(session, 'Delia').id}/parentesco"
        not in client.get(f"/oficina/personas/{person(session, 'Delia').id}").text
    )
    assert ("Elija el parentesco" in form, refused.status_code, done.status_code) == (True, 422, 303)
    assert "Elija qué es del jefe o de la jefa del hogar." in words(refused.text)
    assert "Se anotó el parentesco Nilo" in words(page)
    assert (MISSING in words(page), MISSING in words(client.get(f"/oficina/hogares/{family.id}").text)) == (
        False,
        True,
    )
