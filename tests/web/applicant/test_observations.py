"""A group observes its result on its page; before the announcement and after the window it cannot."""

from sqlalchemy.orm import Session

from tests.conftest import StandingClock
from tests.factories.observations import WORDS, make_observation, representative_of
from tests.factories.publication import make_announced_contest, make_ready_contest
from tests.page_client import PageClient, words


def test_a_group_files_an_observation_and_gets_its_receipt(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    owner = representative_of(session, scored, "Allin Ruway").id
    session.commit()
    client.sign_in(owner)
    address = f"/grupo/solicitudes/{scored.groups['Allin Ruway'].id}/observaciones"

    empty = client.read(address)
    refused = client.post(address, data={"about": "", "text": "Corto"})
    filed = client.post(address, data={"about": "FIELD/F1", "text": WORDS}, follow_redirects=True).text
    receipt = client.post(f"{address}/1/cargo")

    assert "El grupo no presentó ninguna observación" in empty
    assert "Se reciben hasta el 26/11/2026, al final del día" in empty
    assert (refused.status_code, "Elija qué observa." in refused.text) == (422, True)
    assert "CARGO DE OBSERVACIÓN N.° 001-2026-UT-HUANCAVELICA" in words(filed)
    assert ("En revisión" in filed, WORDS in filed) == (True, True)
    assert (receipt.status_code, receipt.data[:5]) == (200, b"%PDF-")


def test_after_the_window_the_page_says_when_it_was(
    client: PageClient, session: Session, clock: StandingClock
) -> None:
    scored = make_announced_contest(session)
    make_observation(session, scored)
    owner = representative_of(session, scored, "Allin Ruway").id
    session.commit()
    client.sign_in(owner)
    address = f"/grupo/solicitudes/{scored.groups['Allin Ruway'].id}/observaciones"

    clock.advance(days=4)
    page = client.get(address).text
    refused = client.post(address, data={"about": "allocation", "text": WORDS})

    assert ("terminó el 26/11/2026 al final del día" in page, "<textarea" in page) == (True, False)
    assert (refused.status_code, "terminó el 26/11/2026" in refused.text) == (422, True)


def test_before_the_announcement_there_is_no_page(client: PageClient, session: Session) -> None:
    scored = make_ready_contest(session)
    owner = representative_of(session, scored, "Sumaq Kuy").id
    session.commit()
    client.sign_in(owner)
    application = f"/grupo/solicitudes/{scored.groups['Sumaq Kuy'].id}"

    answer = client.get(f"{application}/observaciones")

    assert (answer.status_code, answer.location) == (303, application)
