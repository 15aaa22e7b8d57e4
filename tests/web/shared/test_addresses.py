"""Addresses that nobody wrote by hand: what no database can look for is no page, and no error."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.evaluation import make_evaluation
from tests.page_client import PageClient

PUBLIC = ("/sala/{}", "/convocatorias/{}", "/resultados/{}", "/verificar/{}")
STAFF = (
    "/oficina/concursos/{contest}/evaluacion/asistencia/{group}/{}",
    "/oficina/concursos/{contest}/evaluacion/visita/{group}/{}",
    "/oficina/concursos/{contest}/sesion/exposiciones/{group}/{}",
    "/oficina/concursos/{contest}/evaluacion/fotos/{group}/1/{}",
)


@pytest.mark.parametrize("part", ["%00", "A%00B", "%00%00"])
@pytest.mark.parametrize("address", PUBLIC)
def test_a_null_letter_in_a_public_address_is_no_page(client: PageClient, address: str, part: str) -> None:
    assert client.get(address.format(part)).status_code == 404


@pytest.mark.parametrize("address", STAFF)
def test_a_null_letter_in_an_address_of_the_office_is_no_page(
    session: Session, client: PageClient, address: str
) -> None:
    scene = make_evaluation(session)
    session.commit()
    client.sign_in(scene.secretary.id)
    where = address.format("A%00B", contest=scene.contest.id, group=scene.applications[0].id)

    assert (client.get(where).status_code, client.post(where).status_code) == (404, 404)


@pytest.mark.parametrize("part", ["ñandú", "a b", "%F0%9F%90%B9", "%E2%80%AE", "x" * 1_000])
@pytest.mark.parametrize("address", PUBLIC[:-1])
def test_any_other_letters_are_looked_for_and_not_found(client: PageClient, address: str, part: str) -> None:
    assert client.get(address.format(part)).status_code == 404


def test_a_page_links_to_itself_in_the_other_language_whatever_its_letters(client: PageClient) -> None:
    page = client.get("/verificar/a%20b%3Fc%22").text

    assert 'href="/verificar/a%20b%3Fc%22?lang=en"' in page
