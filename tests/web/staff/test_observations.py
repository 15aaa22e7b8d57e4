"""The office lists the observations on a result and enters those that came on paper."""

from sqlalchemy.orm import Session

from tests.conftest import StandingClock
from tests.factories.observations import SOON, WORDS, make_observation
from tests.factories.publication import make_announced_contest, make_ready_contest
from tests.page_client import PageClient, words


def test_the_office_enters_one_and_lists_all(
    client: PageClient, session: Session, clock: StandingClock
) -> None:
    scored = make_announced_contest(session)
    clock.set(SOON)
    make_observation(session, scored)
    session.commit()
    client.sign_in(scored.secretary.id)
    address = f"/oficina/concursos/{scored.contest.id}/observaciones"
    paper = {
        "group": str(scored.groups["Qori Sara"].id),
        "about": "allocation",
        "text": WORDS,
        "received_at": "2026-11-23T12:00",
    }

    late = client.post(f"{address}/papel", data=paper | {"received_at": "2026-11-20T09:00"})
    entered = client.post(f"{address}/papel", data=paper, follow_redirects=True).text
    receipt = client.post("/oficina/observaciones/2/cargo")
    listed = client.read(address)
    rows = client.get(f"{address}.csv").text

    assert (late.status_code, "El resultado se anunció el 23/11/2026 12:00" in late.text) == (422, True)
    assert ("Observación de Qori Sara" in words(entered), "En papel" in entered) == (True, True)
    assert (receipt.status_code, receipt.data[:5]) == (200, b"%PDF-")
    assert [name in listed for name in ("Allin Ruway", "Qori Sara", "Por responder")] == [True] * 3
    assert [line.count(WORDS) for line in rows.splitlines()] == [0, 1, 1]


def test_before_the_announcement_the_list_says_what_comes(client: PageClient, session: Session) -> None:
    scored = make_ready_contest(session)
    session.commit()
    client.sign_in(scored.secretary.id)
    address = f"/oficina/concursos/{scored.contest.id}/observaciones"

    page = client.read(address)

    assert "El resultado todavía no se anuncia" in page
    assert client.get(f"{address}/papel").status_code == 404
