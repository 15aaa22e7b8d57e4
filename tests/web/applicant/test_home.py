"""A representative's first page."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.services.submit_application import submit_application
from tests.conftest import StandingClock
from tests.factories.applying import Village
from tests.factories.contests import CLOSES
from tests.page_client import PageClient
from tests.query_count import counted_queries


def home(client: PageClient) -> str:
    return client.get("/grupo/").get_data(as_text=True)


def test_an_empty_home_says_what_to_do_first(representative: PageClient) -> None:
    text = home(representative)

    assert "Primero registre a su grupo" in text
    assert "Faltan 5 días." in text


def test_a_draft_says_how_much_is_left(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft()
    draft.profile = "{}"
    session.commit()

    assert "Faltan 7 partes por completar." in home(representative)


def test_a_whole_draft_asks_to_be_sent(
    representative: PageClient, village: Village, session: Session
) -> None:
    village.draft()
    session.commit()

    assert "El perfil está completo: revise y envíe." in home(representative)


def test_a_draft_left_behind_says_so(
    representative: PageClient, village: Village, session: Session, clock: StandingClock
) -> None:
    village.draft()
    session.commit()
    clock.set(CLOSES)

    text = home(representative)

    assert "El plazo terminó y esta solicitud no se envió." in text
    assert "Hoy no hay concursos que reciban solicitudes." in text


def test_a_sent_application_shows_its_code(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft()
    sent = submit_application(
        session, village.act(), application_id=draft.id, expected_version=draft.version
    ).application
    session.commit()

    text = home(representative)

    assert sent.code in text
    assert "Recibida. Espere la visita de evaluación" in text


@pytest.mark.parametrize("groups", [1, 3])
def test_more_groups_do_not_ask_the_database_more(
    representative: PageClient, village: Village, session: Session, groups: int
) -> None:
    for number in range(groups):
        village.draft(village.group(name=f"Grupo {number}"))
    session.commit()

    with counted_queries(session) as counted:
        home(representative)

    assert counted.total == 9
