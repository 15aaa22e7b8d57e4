"""The screen of the hall: for everybody's eyes, so that nothing is on it that is not."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.reveal_results import reveal_results
from tests.conftest import StandingClock
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation, score_fully
from tests.factories.hall import by_secretary, make_ready_hall, open_hall, present_group, view_of
from tests.page_client import PageClient


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY + timedelta(minutes=4))


def screen(client: PageClient, session: Session, scene: Evaluation) -> str:
    session.commit()
    return client.read(f"/sala/{view_of(session, scene).hall.screen_token}")


def test_the_screen_follows_the_session_and_shows_no_mark(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    open_hall_page = open_hall(session, scene)
    starting = screen(client, session, scene)
    session.delete(open_hall_page)
    session.flush()
    make_ready_hall(session, scene)
    first, second = view_of(session, scene).turns
    waiting = screen(client, session, scene)
    present_group(session, scene, first.application_id, "begin")
    presenting = screen(client, session, scene)
    present_group(session, scene, first.application_id, "end")
    present_group(session, scene, second.application_id, "begin", "end")
    heard = screen(client, session, scene)

    assert "La sesión va a empezar" in starting
    assert "No hay quórum: están 0 de los 3 jurados que califican y hacen falta 2." in starting
    assert f"Sigue {first.group_name} Siguen {second.group_name}" in waiting
    assert f"Expone ahora {first.group_name}" in presenting
    assert "Fichas definitivas: 3 de 3" in presenting
    assert f"Siguen {second.group_name}" in presenting
    assert "Ya expusieron todos los grupos" in heard
    assert "Expusieron 2 de 2 grupos" in heard
    pages = " ".join((starting, waiting, presenting, heard))
    assert not [
        word for word in ("79", "40.00", "39", "Jurado 1", scene.secretary.full_name) if word in pages
    ]


def test_results_are_on_the_screen_only_once_they_are_shown(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    make_ready_hall(session, scene)
    for turn in view_of(session, scene).turns:
        present_group(session, scene, turn.application_id, "begin", "end")
    close_scoring(session, by_secretary(session, scene), contest_id=scene.contest.id)
    closed = screen(client, session, scene)
    reveal_results(session, by_secretary(session, scene), contest_id=scene.contest.id, up_to=1)
    one = screen(client, session, scene)
    reveal_results(session, by_secretary(session, scene), contest_id=scene.contest.id, up_to=2)
    both = screen(client, session, scene)

    assert not [word for word in ("79.00", "77.00", "Sumaq Kuy", "puesto") if word in closed]
    assert ("77.00" in one, "Pan de Chahuarma" in one, "79.00" in one) == (True, True, False)
    assert "En idea · puesto 1 Sumaq Kuy 79.00" in both
    assert "Son los puntajes del jurado." in both


def test_a_screen_is_small_renews_itself_and_has_a_secret_address(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session, groups=tuple(f"Grupo de nombre largo número {n}" for n in range(12)))
    make_ready_hall(session, scene)
    present_group(session, scene, view_of(session, scene).turns[0].application_id, "begin")
    session.commit()
    token = view_of(session, scene).hall.screen_token

    answer = client.get(f"/sala/{token}")

    assert len(answer.data) < 15_000
    for part in (
        'data-component="renewing"',
        '<noscript><meta http-equiv="refresh" content="15"></noscript>',
        'content="noindex"',
        f'data-ends="{(JURY_DAY + timedelta(minutes=10)).isoformat()}"',
        f'data-now="{(JURY_DAY + timedelta(minutes=4)).isoformat()}"',
    ):
        assert part in answer.text
    assert client.get(f"/sala/{token[:-1]}").status_code == 404
    assert "Set-Cookie" not in answer.headers
