"""The public result says which applications were not admitted and why, by code alone."""

import csv
import io

import pytest
from sqlalchemy.orm import Session

from contest_portal.publication.queries import result_of
from tests.factories.allocation import ScoredContest
from tests.factories.publication import make_announced_contest
from tests.factories.turned_down import TOLD, make_turned_down
from tests.page_client import PageClient


@pytest.fixture
def announced(session: Session) -> ScoredContest:
    return make_announced_contest(session)


def address(scored: ScoredContest, tail: str = "") -> str:
    return f"/resultados/{scored.contest.code}{tail}"


def test_the_page_lists_codes_and_defects(
    client: PageClient, session: Session, announced: ScoredContest
) -> None:
    told = make_turned_down(session, announced.contest, announced.centre)
    silent = make_turned_down(session, announced.contest, announced.centre, name="Yaku", with_finding=False)
    session.commit()

    page = client.read(address(announced))

    for said in ("Solicitudes no admitidas a la evaluación", told.code, TOLD, silent.code):
        assert str(said) in page
    assert "Según el motivo de su carta" in page
    assert "Runa Simi" not in page


def test_a_result_without_any_does_not_mention_them(
    client: PageClient, session: Session, announced: ScoredContest
) -> None:
    session.commit()

    assert "no admitidas" not in client.get(address(announced)).get_data(as_text=True)
    assert result_of(session, announced.contest.code).not_admitted == ()


def test_machines_read_them_too(client: PageClient, session: Session, announced: ScoredContest) -> None:
    told = make_turned_down(session, announced.contest, announced.centre, category_code="MARCHA")
    session.commit()

    data = client.get(address(announced, "/resultado.json")).get_json()
    rows = list(
        csv.DictReader(io.StringIO(client.get(address(announced, "/resultado.csv")).text.lstrip("\ufeff")))
    )

    assert data["not_admitted"] == [{"code": told.code, "category": "MARCHA", "defects": [TOLD]}]
    assert [row for row in rows if row["estado"] == "no_admitido"] == [
        {
            "concurso": announced.contest.code,
            "categoria": "MARCHA",
            "estado": "no_admitido",
            "puesto": "",
            "orden_reserva": "",
            "codigo": told.code,
            "grupo": "",
            "linea": "",
            "distrito": "",
            "puntaje": "",
            "monto_soles": "",
            "despues": "",
        }
    ]
