"""Spanish first, English when asked for; the choice lasts."""

import re

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from tests.factories.accounts import make_user
from tests.page_client import PageClient


def language_of(page: str) -> str:
    found = re.search(r'<html lang="(\w+)"', page)
    assert found is not None
    return found[1]


def links(page: str) -> list[str]:
    return re.findall(r'class="language-link" href="([^"]+)"', page)


def test_spanish_is_the_first_language_whatever_the_browser_says(client: PageClient) -> None:
    page = client.get("/ingresar", headers={"Accept-Language": "en-US,en"}).text

    assert (language_of(page), "Contraseña" in page) == ("es", True)


def test_choice_lasts(client: PageClient) -> None:
    asked = client.get("/ingresar?lang=en").text
    later = client.get("/ingresar").text

    assert (language_of(asked), language_of(later)) == ("en", "en")
    assert "Password" in later


def test_choice_can_be_taken_back(client: PageClient) -> None:
    client.get("/ingresar?lang=en")

    assert language_of(client.get("/ingresar?lang=es").text) == "es"


@pytest.mark.parametrize("code", ["fr", "", "es_PE", "../../etc", "EN"])
def test_unknown_language_changes_nothing(client: PageClient, code: str) -> None:
    assert language_of(client.get("/ingresar", query_string={"lang": code}).text) == "es"


def test_planted_language_is_not_trusted(client: PageClient) -> None:
    with client.session_transaction() as session:
        session["lang"] = "xx"

    assert language_of(client.get("/ingresar").text) == "es"


def test_links_keep_the_rest_of_the_address(client: PageClient) -> None:
    page = client.get("/ingresar", query_string={"next": "/oficina/?a=1&b=2", "lang": "en"}).text

    assert links(page) == [
        "/ingresar?next=%2Foficina%2F%3Fa%3D1%26b%3D2&amp;lang=es",
        "/ingresar?next=%2Foficina%2F%3Fa%3D1%26b%3D2&amp;lang=en",
    ]


def test_refusals_are_said_in_the_language_of_the_page(client: PageClient) -> None:
    client.get("/ingresar?lang=en")

    page = client.post("/ingresar", data={"email": "", "password": ""}).text

    assert ("Write your e-mail address." in page, "Escriba su" in page) == (True, False)


def test_menu_and_roles_are_in_the_language_of_the_page(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.AUDITOR)
    session.commit()
    client.sign_in(user.id)

    page = client.get("/cuenta?lang=en").text

    assert (">Audit<" in page, ">Auditoría<" in page) == (True, False)
