"""Where the groups of a contest concentrate, on the page and in the file."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.applications import make_application
from tests.factories.applying import Village, make_village
from tests.page_client import PageClient
from tests.query_count import counted_queries


@pytest.fixture
def village(session: Session, client: PageClient) -> Village:
    village = make_village(session)
    session.commit()
    client.sign_in(village.staff.id)
    return village


def address(village: Village, tail: str = "") -> str:
    return f"/oficina/concursos/{village.contest.id}/concentracion{tail}"


def test_without_groups_the_page_says_what_will_be_seen(client: PageClient, village: Village) -> None:
    page = client.get(address(village)).text

    assert ("Todavía no hay solicitudes" in page, "concentracion.csv" in page) == (True, False)


def test_the_page_counts_lines_and_centres(client: PageClient, session: Session, village: Village) -> None:
    make_application(session, village.contest, village.group())
    session.commit()

    page = client.get(address(village)).text

    expected = ["Crianza de cuyes", "Panadería", f"{village.centre.name}, Lircay", "concentracion.csv"]
    assert [text for text in expected if text not in page] == []


def test_the_file_holds_both_counts(client: PageClient, session: Session, village: Village) -> None:
    make_application(session, village.contest, village.group())
    draft = make_application(session, village.contest, village.group(name="Ayni"), state="draft")
    draft.line_code = None
    session.commit()

    file = client.get(address(village, ".csv")).text.lstrip("\ufeff").splitlines()

    assert file == [
        "Por,Código,Nombre,Borradores,Enviadas,Total",
        "Línea productiva,,Aún sin línea,1,0,1",
        "Línea productiva,cuyes,Crianza de cuyes,0,1,1",
        "Línea productiva,panaderia,Panadería,0,0,0",
        f'Centro poblado,{village.centre.code},"{village.centre.name}, Lircay",1,1,2',
    ]


def test_more_groups_ask_no_more_questions(client: PageClient, session: Session, village: Village) -> None:
    counts = []
    for _ in range(2):
        make_application(session, village.contest, village.group())
        session.commit()
        with counted_queries(session) as queries:
            client.get(address(village))
        counts.append(queries.total)

    assert counts[0] == counts[1]
