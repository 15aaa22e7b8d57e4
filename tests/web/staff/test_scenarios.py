"""Scenarios of an allocation beside its frozen rule: what the page and the files say, and that they decide nothing."""

import csv
import io
import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.models import AllocationRun
from contest_portal.kernel.audit import AuditRow
from tests.documents.paper_checks import paper_faults
from tests.factories.accounts import make_user
from tests.factories.allocation import (
    ScoredContest,
    add_ranked,
    make_full_contest,
    make_proposed,
    make_scored_contest,
    with_rule,
)
from tests.factories.evaluation import make_evaluation
from tests.page_client import PageClient, words

SKIPPING = {"a-regla": "merit_order_skipping"}


def address(scored: ScoredContest, rest: str = "") -> str:
    return f"/oficina/concursos/{scored.contest.id}/reparto/escenarios{rest}"


def noted(session: Session) -> list[dict[str, object]]:
    rows = session.scalars(
        select(AuditRow.data).where(AuditRow.action == "allocation.compared").order_by(AuditRow.seq)
    )
    return [json.loads(row) for row in rows]


def test_the_page_sets_scenarios_beside_the_frozen_rule(session: Session, client: PageClient) -> None:
    scored = make_full_contest(session)
    session.commit()
    client.sign_in(make_user(session, Role.AUDITOR).id)
    session.commit()
    asked = SKIPPING | {"b-regla": "merit_order", "b-sobre-IDEA": "50,000", "c-regla": "pass_funded"}

    page = words(client.get(address(scored), query_string=asked).get_data(as_text=True))

    for text in (
        "Simulación: no vale como decisión",
        "lo que hoy daría la regla de las bases",
        "Grupos que reciben dinero 3 4 4 —",
        "Dinero que el fondo no tiene",
        "Escenario A: Orden de mérito, pasando al siguiente que alcanza",
        "Entran: 1. Salen: 0. Cambian de monto: 0.",
        "Puesto 4: recibe los S/ 5,000.00 que solicitó",
        "Sobre En idea: S/ 50,000.00",
        "No da un resultado",
        "Mujeres entre los socios 100 % (3 de 3) 100 % (4 de 4)",
    ):
        assert text in page, text


def test_without_a_scenario_the_frozen_rule_stands_alone_and_nothing_is_noted(
    session: Session, client: PageClient
) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    session.commit()

    page = words(client.sign_in(scored.secretary.id).get(address(scored)).get_data(as_text=True))

    assert "La primera columna es el reparto propuesto" in page
    assert "Escenario A:" not in page
    assert noted(session) == []


def test_each_use_is_on_record_once_and_makes_no_run(session: Session, client: PageClient) -> None:
    scored = make_full_contest(session)
    session.commit()
    client.sign_in(scored.staff.id)

    for rest in ("", "", ".csv"):
        assert client.get(address(scored, rest), query_string=SKIPPING).status_code == 200

    assert noted(session) == [
        {"format": "page", "scenarios": ["merit_order_skipping"]},
        {"format": "csv", "scenarios": ["merit_order_skipping"]},
    ]
    assert session.scalars(select(AllocationRun)).all() == []


def test_where_the_frozen_rule_gives_nothing_the_page_says_why(session: Session, client: PageClient) -> None:
    scored = make_scored_contest(session, rulebook=with_rule("pass_funded"))
    for place in range(1, 4):
        add_ranked(session, scored, f"Grupo {place}", soles=19_000, place=place)
    session.commit()

    page = words(
        client.sign_in(scored.staff.id).get(address(scored), query_string=SKIPPING).get_data(as_text=True)
    )

    assert "No da un resultado" in page
    assert "Grupos que reciben dinero — 2" in page


def test_an_address_to_share_has_no_empty_answers(session: Session, client: PageClient) -> None:
    scored = make_full_contest(session)
    session.commit()
    client.sign_in(scored.secretary.id)

    answer = client.get(
        address(scored), query_string=SKIPPING | {"a-minimo": "", "b-regla": "", "_external": ""}
    )

    assert (answer.status_code, answer.location) == (303, f"{address(scored)}?a-regla=merit_order_skipping")


def test_what_cannot_be_compared_is_said_and_not_noted(session: Session, client: PageClient) -> None:
    scored = make_full_contest(session)
    session.commit()
    client.sign_in(scored.secretary.id)
    asked = {"a-regla": "lottery", "b-sobre-IDEA": "5", "d-regla": "x"}

    answer = client.get(address(scored), query_string=asked)

    page = words(answer.get_data(as_text=True))
    assert answer.status_code == 422
    for text in (
        "Escenario A: Regla. No existe la regla «lottery»",
        "Escenario B: Regla. Elija la regla de este escenario",
        "La dirección trae «d-regla»",
    ):
        assert text in page, text
    assert noted(session) == []


def test_a_file_of_what_cannot_be_compared_is_refused_with_the_reason(
    session: Session, client: PageClient
) -> None:
    scored = make_full_contest(session)
    session.commit()
    client.sign_in(scored.secretary.id)

    answer = client.get(address(scored, ".csv"), query_string=SKIPPING | {"a-sobre-IDEA": "-1"})

    assert (answer.status_code, "«-1» no es un monto" in answer.get_data(as_text=True)) == (422, True)


def test_every_line_of_the_file_says_that_it_decides_nothing(session: Session, client: PageClient) -> None:
    scored = make_full_contest(session)
    session.commit()
    limited = {"b-regla": "best_total", "b-limite-para": "line:panaderia", "b-limite-grupos-max": "0"}

    answer = client.sign_in(scored.secretary.id).get(address(scored, ".csv"), query_string=SKIPPING | limited)

    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert {row["aviso"] for row in rows} == {"Simulación: no vale como decisión"}
    assert [
        (row["cifra"], row["valor"]) for row in rows if (row["columna"], row["sobre"]) == ("Bases", "En idea")
    ] == [
        ("Grupos que reciben dinero", "2"),
        ("Monto del sobre", "40000.00"),
        ("Adjudicado", "35000.00"),
        ("Saldo", "5000.00"),
    ]
    changes = [
        (row["columna"], row["cifra"], row["grupo"], row["valor"], row["en_las_bases"])
        for row in rows
        if row["codigo"]
    ]
    assert changes == [
        ("Escenario A", "Entra", "Wiñay Warmi", "5000.00", "0.00"),
        ("Escenario B", "Entra", "Allin Ruway", "12000.00", "0.00"),
        ("Escenario B", "Entra", "Wiñay Warmi", "5000.00", "0.00"),
        ("Escenario B", "Sale", "Mishki Tanta", "0.00", "17000.00"),
    ]
    assert "Línea: Panadería: como máximo 0 grupos" in {row["valor"] for row in rows}


def test_the_paper_and_the_workbook_are_sent(session: Session, client: PageClient) -> None:
    scored = make_full_contest(session)
    session.commit()
    client.sign_in(scored.secretary.id)

    paper, book = (client.get(address(scored, rest), query_string=SKIPPING) for rest in (".pdf", ".xlsx"))

    assert (paper_faults(paper.data), book.data[:2]) == (set(), b"PK")


def test_before_the_close_there_is_nothing_to_compare(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    session.commit()
    client.sign_in(scene.secretary.id)
    start = f"/oficina/concursos/{scene.contest.id}/reparto/escenarios"

    answers = [client.get(f"{start}{rest}", query_string=SKIPPING) for rest in ("", ".pdf", ".csv")]

    assert [answer.status_code for answer in answers] == [200, 409, 409]
    assert "Todavía no hay qué comparar" in answers[0].get_data(as_text=True)
    assert noted(session) == []


def test_in_english_the_page_keeps_no_spanish_words(session: Session, client: PageClient) -> None:
    scored = make_full_contest(session)
    session.commit()
    client.sign_in(scored.secretary.id)

    page = words(client.get(address(scored), query_string=SKIPPING | {"lang": "en"}).get_data(as_text=True))

    spanish = ("Escenario", "Simulación", "Entra", "Adjudicado", "Mujeres", "Sobre:", "Cambiar", "Puesto")
    assert [text for text in spanish if text in page] == []
