"""The notice of an amendment, until it is read."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.services.submit_application import submit_application
from tests.factories.amendments import REASON, later_deadline, make_amendment
from tests.factories.applying import Village
from tests.page_client import PageClient

SAID = "<b>Cierre de la recepción:</b> antes «28 nov. 2026, 17:00», ahora «29 nov. 2026, 17:00»."


@pytest.fixture
def amended(village: Village, session: Session) -> Application:
    draft = village.draft()
    make_amendment(session, village.contest, village.staff, later_deadline(session, village.contest))
    session.commit()
    return draft


@pytest.mark.parametrize("place", ["/grupo/", "/grupo/solicitudes/{}"], ids=["start-page", "application"])
def test_what_changed_is_said_on_top(representative: PageClient, amended: Application, place: str) -> None:
    page = representative.get(place.format(amended.id)).text

    assert [text for text in (SAID, REASON, "Ya lo leí") if text not in page] == []


def test_it_stands_beside_a_sent_application(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft()
    submit_application(session, village.act(), application_id=draft.id, expected_version=draft.version)
    make_amendment(session, village.contest, village.staff, later_deadline(session, village.contest))
    session.commit()

    assert SAID in representative.get(f"/grupo/solicitudes/{draft.id}").text


def test_marked_as_read_it_is_gone(representative: PageClient, amended: Application) -> None:
    page = representative.get("/grupo/").text
    action = page.split('action="/grupo/avisos/')[1].split('"')[0]

    answer = representative.post(f"/grupo/avisos/{action}", follow_redirects=True)

    assert ("Quedó anotado que leyó la enmienda." in answer.text, SAID in answer.text) == (True, False)
    assert SAID not in representative.get("/grupo/").text


def test_countdowns_follow_the_amendment(representative: PageClient, amended: Application) -> None:
    page = representative.get(f"/grupo/solicitudes/{amended.id}").text

    assert "La convocatoria cierra el 29 nov. 2026, 17:00" in page
