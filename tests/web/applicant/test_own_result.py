"""What a group is told of its own result, and from when."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.applications.models import ProducerGroup
from tests.factories.allocation import ScoredContest
from tests.factories.publication import make_announced_contest, make_ready_contest
from tests.page_client import PageClient
from tests.query_count import counted_queries


def owner_of(session: Session, scored: ScoredContest, name: str) -> int:
    session.commit()
    return session.get_one(ProducerGroup, scored.groups[name].group_id).representative_id


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "Sumaq Kuy",
            ["Adjudicado", "91.00 de 100", "Puesto 1: recibe los S/\u00a018,000.00", "88.50", "70.00"],
        ),
        (
            "Allin Ruway",
            ["En reserva", "84.25 de 100", "Puesto 3: solicitó S/\u00a012,000.00", "S/\u00a00.00"],
        ),
        (
            "Qori Sara",
            ["No aprobado", "69.50 de 100", "Obtuvo 69.50 puntos; el mínimo para aprobar es 70.00."],
        ),
        ("Inti Rayku", ["Descalificado", "Fue descalificado según las bases"]),
    ],
)
def test_a_group_reads_its_own_result_on_both_pages(
    client: PageClient, session: Session, name: str, words: list[str]
) -> None:
    scored = make_announced_contest(session)
    client.sign_in(owner_of(session, scored, name))

    pages = [client.get(f"/grupo/{rest}").text for rest in ("", f"solicitudes/{scored.groups[name].id}")]

    assert [[word for word in words if word not in page] for page in pages] == [[], []]
    assert all(f'href="/resultados/{scored.contest.code}"' in page for page in pages)


def test_before_the_announcement_nothing_is_told(client: PageClient, session: Session) -> None:
    scored = make_ready_contest(session)
    client.sign_in(owner_of(session, scored, "Sumaq Kuy"))
    application_id = scored.groups["Sumaq Kuy"].id

    pages = [client.get(f"/grupo/{rest}").text for rest in ("", f"solicitudes/{application_id}")]

    assert [word in page for page in pages for word in ("Adjudicado", "91.00")] == [False] * 4


@pytest.mark.parametrize("groups", [1, 3])
def test_more_results_do_not_ask_the_database_more(client: PageClient, session: Session, groups: int) -> None:
    scored = make_announced_contest(session)
    owner = owner_of(session, scored, "Sumaq Kuy")
    names = ("Sumaq Kuy", "Allin Ruway", "Qori Sara")[:groups]
    own = [scored.groups[name].group_id for name in names]
    session.execute(update(ProducerGroup).where(ProducerGroup.id.in_(own)).values(representative_id=owner))
    session.commit()
    client.sign_in(owner)

    with counted_queries(session) as counted:
        page = client.get("/grupo/").text

    assert (page.count("Ver el resultado de todo el concurso"), counted.total) == (groups, 19)
