"""The order of merit as the office reads and takes it away."""

import csv
import io

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.scoring.services.close_scoring import close_scoring
from tests.factories.accounts import make_user
from tests.factories.evaluation import Evaluation, add_group, make_evaluation, score_fully
from tests.factories.scoring import make_attendance, make_interest, make_sheet
from tests.page_client import PageClient, words


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/orden-de-merito{rest}"


def closed(session: Session) -> Evaluation:
    """Close a contest with two passed groups, one a third of a point apart, and one disqualified."""
    scene = make_evaluation(session)
    score_fully(session, scene)
    third = add_group(session, scene.contest, scene.centre, "Miel de Lircay", category_code="MARCHA")
    make_attendance(session, third, scene.secretary, present=4)
    for number, juror in enumerate(scene.jurors):
        make_interest(session, juror, third)
        make_sheet(session, juror, third, "FIELD", {"F1": 8 + (number == 0), "F2": 7, "F3": 25})
        make_sheet(session, juror, third, "PUBLIC", {"P1": 15, "P2": 8, "P3": 16})
    absent = add_group(session, scene.contest, scene.centre, "=HYPERLINK(1)", category_code="MARCHA")
    make_attendance(session, absent, scene.secretary, present=1)
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    scene.applications += [third, absent]
    return scene


def test_before_the_close_there_is_nothing_to_see(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    session.commit()
    client.sign_in(scene.secretary.id)

    page = client.get(address(scene)).get_data(as_text=True)
    file = client.get(address(scene, ".csv")).get_data(as_text=True)

    assert "Todavía no hay orden de mérito" in page
    assert "79" not in words(page.partition("<h1")[2].partition("<footer")[0])
    assert len(file.splitlines()) == 1


def test_the_page_shows_places_and_the_arithmetic(session: Session, client: PageClient) -> None:
    scene = closed(session)
    session.commit()

    page = client.sign_in(scene.secretary.id).get(address(scene)).get_data(as_text=True)

    for text in (
        "En idea",
        "En marcha",
        "79.33",
        "238/3",
        "40.3333",
        "121/3",
        "3 fichas",
        "Descalificado en Evaluación de campo: 1 de 4 hogares presentes, menos del 50 % exigido.",
        "Mayor puntaje en la fase: Evaluación de campo → Más mujeres en el grupo",
    ):
        assert text in page


def test_the_file_holds_the_same_lines(session: Session, client: PageClient) -> None:
    scene = closed(session)
    codes = [application.code for application in scene.applications]
    session.commit()

    answer = client.sign_in(scene.secretary.id).get(address(scene, ".csv"))

    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows == [
        [
            *("categoria", "puesto", "codigo", "grupo", "resultado"),
            *("FIELD_promedio", "FIELD_decimal", "FIELD_fichas"),
            *("PUBLIC_promedio", "PUBLIC_decimal", "PUBLIC_fichas"),
            *("total_exacto", "total", "nota"),
        ],
        [
            *("En idea", "1", codes[0], "Sumaq Kuy", "Aprobado"),
            *("40", "40.0000", "3", "39", "39.0000", "3", "79", "79.00", ""),
        ],
        [
            *("En idea", "2", codes[1], "Pan de Chahuarma", "Aprobado"),
            *("39", "39.0000", "3", "38", "38.0000", "3", "77", "77.00", ""),
        ],
        [
            *("En marcha", "1", codes[2], "Miel de Lircay", "Aprobado"),
            *("121/3", "40.3333", "3", "39", "39.0000", "3", "238/3", "79.33", ""),
        ],
        [
            *("En marcha", "", codes[3], "'=HYPERLINK(1)", "Descalificado", "", "", "", "", "", "", "", ""),
            "Descalificado en Evaluación de campo: 1 de 4 hogares presentes, menos del 50 % exigido.",
        ],
    ]


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_the_office_and_the_auditor_read_the_ranking(
    session: Session, client: PageClient, role: Role
) -> None:
    scene = closed(session)
    reader = make_user(session, role)
    session.commit()

    assert client.sign_in(reader.id).get(address(scene)).status_code == 200


@pytest.mark.parametrize("role", [Role.JUROR, Role.REPRESENTATIVE, Role.ADMIN])
def test_nobody_else_reads_the_ranking(session: Session, client: PageClient, role: Role) -> None:
    scene = closed(session)
    other = make_user(session, role)
    session.commit()
    client.sign_in(other.id)

    assert client.get(address(scene)).status_code == 403
    assert client.get(address(scene, ".csv")).status_code == 403
