"""The secretary's page of the second scoring: opened, followed, closed with its acta, called off, opened again."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.factories.contests import PROGRESS
from tests.factories.progress import Progressing, make_progressing, score_progress
from tests.page_client import PageClient, words

MEETING = {"place": "Salón comunal", "held_on": "2026-11-23", "remarks": ""}


class Pages:
    """The pages of a second scoring by the secretary, at the noon of tests."""

    def __init__(self, client: PageClient, scene: Progressing) -> None:
        self.client, self.scene = client, scene
        self.page = f"/oficina/concursos/{scene.contest_id}/calificacion-del-avance"
        scene.session.commit()
        client.sign_in(scene.followed.secretary.id)

    def read(self, tail: str = "") -> str:
        return words(self.client.get(f"{self.page}{tail}").text)

    def post(self, tail: str = "", data: dict[str, object] | None = None) -> TestResponse:
        answer = self.client.post(f"{self.page}{tail}", data=data or {})
        self.scene.session.expire_all()
        return answer

    def of(self, act: str) -> str:
        return f"/{self.scene.award_id}/{act}"


@pytest.fixture
def pages(session: Session, client: PageClient, tmp_path: Path) -> Pages:
    return Pages(client, make_progressing(session, tmp_path))


def today(scene: Progressing) -> None:
    """Let the scoring have been opened by the noon of tests: the scene's own acts are of a later day."""
    scene.row.opened_at = scene.row.opened_at.replace(month=11, day=20)
    scene.session.commit()


def test_from_the_opening_to_the_acta(pages: Pages) -> None:
    offered = pages.read()
    nothing = pages.post()
    opened = pages.post("", {"awards": pages.scene.award_id})
    for number in (0, 1):
        pages.scene.mark(number, 40, 35)
    today(pages.scene)
    under_way = pages.read()
    closed = pages.post(pages.of("cierre"), MEETING)
    after = pages.read()

    assert "Abrir a los grupos marcados" in offered
    assert "Mishki Tanta: su premio no está en curso" in offered
    assert (nothing.status_code, opened.status_code, closed.status_code) == (422, 303, 303)
    assert "2 de 3" in under_way
    assert "Puntaje" not in under_way
    assert "Puntaje 75.00; el mínimo es 70.00. Aprobó" in after


def test_what_is_missing_is_told_before_anything_is_asked(pages: Pages) -> None:
    pages.scene.open().mark(0, 40, 35, final=False)
    pages.scene.session.commit()

    page = pages.read(pages.of("cierre"))

    assert "en Visita del avance hay fichas en borrador de" in page
    assert "Dónde se reunió el jurado" not in page


def test_a_group_below_the_mark_is_told_what_follows_here_and_in_its_award(pages: Pages) -> None:
    pages.scene.open().scored(60, 60).close()
    pages.scene.session.commit()

    here, award = pages.read(), words(pages.client.get(f"/oficina/premios/{pages.scene.award_id}").text)

    assert "No le corresponde la segunda transferencia." in here
    assert "El jurado calificó el avance con 60.00; el mínimo es 70.00. No aprobó" in award
    assert "El jurado calificó el avance con 60.00 y el mínimo es 70.00" in award


def test_it_is_reopened_with_a_reason_and_called_off(pages: Pages) -> None:
    pages.scene.open().scored(60, 60).close()
    pages.scene.session.commit()

    refused = pages.post(pages.of("reabrir"), {"reason": ""})
    reopened = pages.post(pages.of("reabrir"), {"reason": "Una ficha tenía mal la suma."})
    gone = pages.read(pages.of("reabrir"))
    cancelled = pages.post(pages.of("sin-efecto"), {"reason": "El grupo pidió otra fecha."})

    assert [one.status_code for one in (refused, reopened, cancelled)] == [422, 303, 303]
    assert "Aquí ya no hay nada que hacer" in gone
    assert "Quedó sin efecto: El grupo pidió otra fecha." in pages.read()


def test_attendance_and_returned_sheets_lead_back_to_it(
    session: Session, client: PageClient, tmp_path: Path
) -> None:
    visited = replace(PROGRESS, attendance_minimum=Fraction(1, 2))
    scene = make_progressing(session, tmp_path, (visited,)).open()
    pages = Pages(client, scene)
    evaluation = f"/oficina/concursos/{scene.contest_id}/evaluacion"

    recorded = client.post(f"{evaluation}/asistencia/{scene.application_id}/PROGRESS", data={"present": []})
    sheet = scene.mark(0, 60, 40)
    session.commit()
    returned = client.post(f"{evaluation}/fichas/{sheet.id}/devolver", data={"reason": "Otro grupo."})

    assert (recorded.location, returned.location) == (pages.page, pages.page)
    assert "0 de 3 hogares" in pages.read()


def test_the_list_is_carried_away_without_a_score_that_is_still_open(pages: Pages) -> None:
    pages.scene.open().scored(60, 60)
    pages.scene.session.commit()
    before = pages.client.get(f"{pages.page}.csv").text
    pages.scene.close()
    pages.scene.session.commit()

    after = pages.client.get(f"{pages.page}.csv").text

    assert "Sumaq Kuy,Abierta,2,3,,," in before.replace(";", ",")
    assert "Sumaq Kuy,Cerrada,2,3,60.00,70.00," in after.replace(";", ",")


def test_a_sheet_s_history_is_read_once_it_is_closed(pages: Pages) -> None:
    sheet = pages.scene.open().scored(60, 60).mark(2, 30, 30)
    pages.scene.session.commit()
    history = f"/oficina/concursos/{pages.scene.contest_id}/evaluacion/fichas/{sheet.id}/historia"

    before = pages.client.get(history).status_code
    pages.scene.close()
    pages.scene.session.commit()

    assert (before, pages.client.get(history).status_code) == (409, 200)


def test_a_contest_that_asks_for_none_says_so(pages: Pages) -> None:
    score_progress(pages.scene.session, pages.scene.contest_id, None)
    pages.scene.session.commit()

    assert "Este concurso no califica el avance" in pages.read()


def test_what_is_left_of_an_award_is_asked_about_at_its_settlement(pages: Pages) -> None:
    pages.client.sign_in(pages.scene.followed.approver.id)
    settling = f"/oficina/premios/{pages.scene.award_id}/liquidacion"

    asked = words(pages.client.get(settling).text)
    refused = pages.client.post(settling, data={"reason": ""})

    assert "S/ 5,400.00 no se transfirieron y vuelven al sobre de su categoría." in asked
    assert (refused.status_code, "Escriba el motivo." in words(refused.text)) == (422, True)
