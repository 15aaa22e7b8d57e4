"""A juror scores the progress of a group on the same pages as everything else."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.conftest import StandingClock
from tests.factories.follow_ups import LATER
from tests.factories.progress import Progressing, make_progressing, recuse
from tests.page_client import PageClient, words


@pytest.fixture
def scene(session: Session, tmp_path: Path) -> Progressing:
    return make_progressing(session, tmp_path)


def signed_in(client: PageClient, scene: Progressing, number: int = 0) -> PageClient:
    scene.session.commit()
    return client.sign_in(scene.jurors[number].user_id)


def sheet_of(scene: Progressing) -> str:
    return f"/jurado/grupos/{scene.application_id}/fichas/PROGRESS"


def test_the_sheet_is_found_written_and_made_final(
    client: PageClient, scene: Progressing, clock: StandingClock
) -> None:
    juror = signed_in(client, scene.open())
    clock.set(LATER)

    home = words(juror.get("/jurado/").text)
    contest = words(juror.get(f"/jurado/concursos/{scene.contest_id}").text)
    saved = juror.post(
        sheet_of(scene), data={"version": "0", "mark_S1": "40", "mark_S2": "35", "step": "review"}
    )
    final = juror.post(f"{sheet_of(scene)}/cierre", data={"version": "1"})
    read = words(juror.get(sheet_of(scene)).text)

    assert "La secretaría abrió la calificación del avance." in home
    assert "Visita del avance : Sumaq Kuy Falta" in contest.replace("avance:", "avance :")
    assert (saved.status_code, final.status_code) == (303, 303)
    assert "75" in read


def test_nothing_is_shown_before_it_is_opened(client: PageClient, scene: Progressing) -> None:
    juror = signed_in(client, scene)

    assert juror.get(sheet_of(scene)).status_code == 404
    assert "avance" not in words(juror.get(f"/jurado/concursos/{scene.contest_id}").text).lower()


def test_who_stood_aside_sees_no_sheet(client: PageClient, scene: Progressing) -> None:
    recuse(scene, 1)
    juror = signed_in(client, scene.open(), 1)

    assert juror.get(sheet_of(scene)).status_code == 403
    assert "Es prima de la tesorera" in words(juror.get(f"/jurado/concursos/{scene.contest_id}").text)


def test_once_closed_the_own_sheet_is_read_and_no_longer_changed(
    client: PageClient, scene: Progressing
) -> None:
    scene.open().scored(70, 75).close()
    juror = signed_in(client, scene)

    read = juror.get(sheet_of(scene))
    written = juror.post(sheet_of(scene), data={"version": "2", "mark_S1": "60"})

    assert (read.status_code, written.status_code) == (200, 409)
    assert "mark_S1" not in read.text


def test_the_profile_offers_the_sheet_of_the_progress(client: PageClient, scene: Progressing) -> None:
    juror = signed_in(client, scene.open())

    page = words(juror.get(f"/jurado/grupos/{scene.application_id}").text)

    assert "Calificar: Visita del avance" in page
