"""The report of a year: only what was announced, sums that agree with the results, and no person in it."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.applications.models import ApplicationMember
from contest_portal.kernel.money import parse_money
from contest_portal.registry.models.register import Household
from tests.conftest import NOON
from tests.documents.paper_checks import paper_faults
from tests.factories.allocation import make_approved, make_full_contest
from tests.factories.moves import make_moved
from tests.factories.publication import make_announced_contest
from tests.factories.reserve import make_answered, make_called
from tests.page_client import PageClient

TAILS = ("", "/informe.csv", "/informe.xlsx", "/informe.pdf", "/adjudicaciones.csv")


def rows_of(client: PageClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).get_data(as_text=True).lstrip("\ufeff"))))


@pytest.mark.parametrize("tail", TAILS)
def test_a_year_without_an_announcement_has_no_report(
    client: PageClient, session: Session, tail: str
) -> None:
    make_approved(session, make_full_contest(session))
    session.commit()

    assert client.get(f"/informes/2026{tail}").status_code == 404


def test_an_empty_list_says_when_reports_appear(client: PageClient) -> None:
    assert "Todavía no hay informes" in client.read("/informes")


def test_years_and_their_totals_are_listed(client: PageClient, session: Session) -> None:
    make_announced_contest(session)
    session.commit()

    page = client.read("/informes")

    assert "2026" in page
    assert "S/ 55,000.00" in page


def test_every_table_adds_up_to_what_the_result_says(client: PageClient, session: Session) -> None:
    make_announced_contest(session)
    session.commit()

    rows = rows_of(client, "/informes/2026/informe.csv")

    sums = {}
    for by in ("total", "concurso", "linea", "departamento", "provincia", "distrito"):
        mine = [row for row in rows if row["por"] == by]
        money = [parse_money(row["monto_soles"], field="monto").cents for row in mine]
        sums[by] = (sum(money), sum(int(row["ganadores"]) for row in mine))
    assert set(sums.values()) == {(5_500_000, int(rows[0]["ganadores"]))}


def test_grants_are_rows_of_the_open_standard_without_a_person(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    names = set(session.scalars(select(ApplicationMember.full_name)))
    session.commit()

    text = client.get("/informes/2026/adjudicaciones.csv").get_data(as_text=True)
    rows = rows_of(client, "/informes/2026/adjudicaciones.csv")

    assert sum(parse_money(row["Amount Awarded"], field="monto").cents for row in rows) == 5_500_000
    assert {row["Currency"] for row in rows} == {"PEN"}
    assert {row["Grant Programme:Code"] for row in rows} == {scored.contest.code}
    assert len({row["Identifier"] for row in rows}) == len(rows)
    assert not [name for name in names if name in text]


def test_a_group_of_the_reserve_has_the_day_of_its_own_award(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    make_moved(session, scored, "MARCHA", "IDEA", 20_000)
    make_answered(session, scored, make_called(session, scored), "accepted", at=NOON + timedelta(days=2))
    session.commit()

    rows = rows_of(client, "/informes/2026/adjudicaciones.csv")

    days = {row["Recipient Org:Name"]: row["Award Date"] for row in rows}
    assert (days.pop("Allin Ruway"), set(days.values())) == ("2026-11-25", {"2026-11-23"})


def test_a_class_of_few_people_is_not_named(client: PageClient, session: Session) -> None:
    make_announced_contest(session)
    members = select(ApplicationMember.household_id).order_by(ApplicationMember.id)
    some = session.scalars(members).all()
    session.execute(update(Household).where(Household.id.in_(some)).values(sisfoh_class="pobre"))
    session.execute(update(Household).where(Household.id == some[0]).values(sisfoh_class="pobre_extremo"))
    session.commit()

    page = client.read("/informes/2026")

    assert "Pobre extremo" not in page
    assert "No se muestra, por ser pocas personas" in page


def test_the_paper_carries_the_total(client: PageClient, session: Session) -> None:
    make_announced_contest(session)
    session.commit()

    answer = client.get("/informes/2026/informe.pdf")

    assert answer.mimetype == "application/pdf"
    assert paper_faults(answer.get_data()) == set()
