"""The public result: who won, who waits and the fund's arithmetic; of the others a code, and of nobody a person."""

import csv
import io
import json
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import ApplicationMember
from contest_portal.contests.models import Contest
from contest_portal.registry.models.register import Household, Person
from contest_portal.scoring.models import PublicDraw
from tests.conftest import NOON
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest
from tests.factories.publication import make_announced_contest, make_ready_contest
from tests.page_client import PageClient
from tests.query_count import counted_queries

TAILS = ("", "/resultado.json", "/resultado.csv")


def url(scored: ScoredContest, tail: str = "") -> str:
    return f"/resultados/{scored.contest.code}{tail}"


def client_json(client: PageClient, session: Session, scored: ScoredContest) -> Any:
    session.commit()
    return client.get(url(scored, "/resultado.json")).get_json()


@pytest.mark.parametrize("tail", TAILS)
def test_before_the_announcement_there_is_no_result(client: PageClient, session: Session, tail: str) -> None:
    scored = make_ready_contest(session)
    session.commit()

    assert client.get(url(scored, tail)).status_code == 404


@pytest.mark.parametrize("tail", TAILS)
def test_before_the_announcement_the_office_has_no_public_result_either(
    client: PageClient, session: Session, tail: str
) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)
    session.commit()

    assert client.sign_in(scored.staff.id).get(url(scored, tail)).status_code == 404


@pytest.mark.parametrize("tail", TAILS)
def test_an_unknown_contest_has_no_result(client: PageClient, tail: str) -> None:
    assert client.get(f"/resultados/NO-HAY{tail}").status_code == 404


def test_an_empty_list_says_when_results_appear(client: PageClient) -> None:
    assert "Todavía no hay resultados" in client.get("/resultados").text


def test_the_list_shows_announced_contests_only(client: PageClient, session: Session) -> None:
    announced = make_announced_contest(session)
    waiting = make_full_contest(session, beside=announced)
    make_approved(session, waiting)
    session.commit()

    page = client.get("/resultados").text

    assert announced.contest.code in page
    assert waiting.contest.code not in page
    assert "S/\u00a055,000.00" in page


def test_winners_are_named_and_the_others_are_codes(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    session.commit()

    page = client.get(url(scored)).text

    named = [name for name in scored.groups if name in page]
    coded = [name for name in scored.groups if scored.code(name) in page]
    assert named == ["Sumaq Kuy", "Mishki Tanta", "Llaqta Maki"]
    assert coded == list(scored.groups)


def test_the_arithmetic_of_the_fund_is_on_the_page(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    session.commit()

    page = client.get(url(scored)).text.replace("\u00a0", " ")

    for figure in ("S/ 100,000.00", "S/ 55,000.00", "S/ 45,000.00", "S/ 35,000.00", "S/ 5,000.00"):
        assert figure in page


def test_each_document_has_its_verification_code(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    session.commit()

    page = client.get(url(scored)).text

    data = client.get(url(scored, "/resultado.json")).get_json()
    codes = [document["verification_code"] for document in data["documents"]]
    assert [document["kind"] for document in data["documents"]] == ["acta", "resolution"]
    assert all(code in page for code in codes)


def test_the_public_lot_is_there_for_anyone_to_repeat(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    without = client_json(client, session, scored)["draw"]
    session.add(
        PublicDraw(
            contest_id=scored.contest.id,
            numbers="4-17-8-23",
            witnesses="El jurado",
            held_at=NOON,
            recorded_by=scored.secretary.id,
            recorded_at=NOON,
        )
    )
    session.commit()

    method = (
        f"De cada grupo empatado se toma el SHA-256 del texto «{scored.contest.code}|4-17-8-23|código del grupo», y "
        "va primero el que da el número más bajo."
    )
    assert without is None
    assert client_json(client, session, scored)["draw"] == {
        "numbers": "4-17-8-23",
        "held_at": NOON.isoformat(),
        "method": method,
    }
    assert method in client.get(url(scored)).text


@pytest.mark.parametrize("tail", TAILS)
def test_no_person_is_in_what_is_public(client: PageClient, session: Session, tail: str) -> None:
    scored = make_announced_contest(session)
    session.commit()

    content = client.get(url(scored, tail)).get_data(as_text=True)

    private = [
        *session.scalars(select(ApplicationMember.dni)),
        *session.scalars(select(ApplicationMember.full_name)),
        *session.scalars(select(Person.dni)),
        *session.scalars(select(Person.paternal_surname)),
        *session.scalars(select(Household.code)),
        *session.scalars(select(User.email)),
        *session.scalars(select(User.full_name)),
    ]
    assert [value for value in private if value in content] == []


def test_the_open_data_adds_up(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    session.commit()

    data = client.get(url(scored, "/resultado.json")).get_json()

    idea = data["envelopes"][0]
    assert data["money"] == {
        "unit": "PEN céntimos",
        "fund": 10_000_000,
        "awarded": 5_500_000,
        "balance": 4_500_000,
        "unassigned": 0,
    }
    assert sum(winner["amount"] for winner in idea["winners"]) + idea["balance"] == idea["amount"]
    assert idea["reserves"] == [
        {
            "order": 1,
            "place": 3,
            "code": scored.code("Allin Ruway"),
            "total": "84.25",
            "requested": 1_200_000,
        },
        {
            "order": 2,
            "place": 4,
            "code": scored.code("Wiñay Warmi"),
            "total": "70.00",
            "requested": 500_000,
        },
    ]
    assert idea["others"] == [
        {"code": scored.code("Qori Sara"), "total": "69.50", "state": "below_pass"},
        {"code": scored.code("Inti Rayku"), "total": None, "state": "disqualified"},
    ]


def test_the_open_data_is_the_same_every_time(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    session.commit()

    first, second = (client.get(url(scored, "/resultado.json")).get_data() for _ in range(2))

    assert first == second
    assert json.loads(first)["format"] == "resultado-concurso/1"


def test_the_table_has_a_row_for_every_group(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    session.commit()

    text = client.get(url(scored, "/resultado.csv")).get_data(as_text=True)

    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [(row["codigo"], row["estado"], row["grupo"], row["monto_soles"]) for row in rows] == [
        (scored.code("Sumaq Kuy"), "ganador", "Sumaq Kuy", "18000.00"),
        (scored.code("Mishki Tanta"), "ganador", "Mishki Tanta", "17000.00"),
        (scored.code("Allin Ruway"), "reserva", "", "0.00"),
        (scored.code("Wiñay Warmi"), "reserva", "", "0.00"),
        (scored.code("Qori Sara"), "no aprobado", "", "0.00"),
        (scored.code("Inti Rayku"), "descalificado", "", "0.00"),
        (scored.code("Llaqta Maki"), "ganador", "Llaqta Maki", "20000.00"),
    ]


def test_the_number_of_queries_does_not_grow_with_the_contests(client: PageClient, session: Session) -> None:
    first = make_announced_contest(session)
    for _ in range(2):
        make_approved(session, make_full_contest(session, beside=first))
    session.commit()
    with counted_queries(session) as with_one:
        client.get("/resultados")
    session.execute(update(Contest).values(state="announced", announced_at=NOON))
    session.commit()

    with counted_queries(session) as with_three:
        client.get("/resultados")

    assert with_three.total == with_one.total
