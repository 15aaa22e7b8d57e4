"""The board by juror: who is missing what, reminders, and the matrix to take away."""

import pytest
from sqlalchemy.orm import Session

from tests.conftest import StandingClock
from tests.factories.evaluation import JURY_DAY, MARKS, make_evaluation
from tests.factories.scoring import make_sheet
from tests.page_client import PageClient


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY)


def test_a_reminder_goes_from_the_board_to_the_juror_and_back(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",), jurors=2)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    make_sheet(session, scene.jurors[0], scene.applications[0], "PUBLIC", {"P1": 15}, final=False)
    board = f"/oficina/concursos/{scene.contest.id}/evaluacion"
    session.commit()
    office, juror = scene.secretary.id, scene.users[0].id

    before = client.sign_in(office).read(board)
    answer = client.post(f"{board}/recordatorios")
    told = client.read(board)
    notice = client.sign_in(juror).get("/jurado/").text
    reminder = notice.partition("/jurado/recordatorios/")[2].partition("/")[0]
    read = client.post(f"/jurado/recordatorios/{reminder}/leido")
    after = client.read("/jurado/")
    known = client.sign_in(office).read(board)

    assert "Jurado 2 0 de 2 2 — Jurado 1 1 de 2 1 1 en borrador —" in before
    assert (answer.status_code, answer.location) == (303, board)
    assert "Se avisó a 2 jurados" in told
    assert told.count("Todavía no lo lee") == 2
    assert "Le falta 1 ficha por hacer definitiva." in notice
    assert (read.status_code, read.location) == (303, f"/jurado/concursos/{scene.contest.id}")
    assert "por hacer definitiva" not in after
    assert (known.count("Todavía no lo lee"), known.count("Lo leyó el ")) == (1, 1)


def test_the_matrix_is_taken_away_without_marks(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",), jurors=1)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    session.commit()
    client.sign_in(scene.secretary.id)

    lines = client.get(f"/oficina/concursos/{scene.contest.id}/evaluacion/avance.csv").text.splitlines()

    code = scene.applications[0].code
    assert lines[1:] == [
        f"Evaluación de campo,{code},Sumaq Kuy,Jurado 1,Definitiva",
        f"Presentación pública,{code},Sumaq Kuy,Jurado 1,Falta",
    ]
