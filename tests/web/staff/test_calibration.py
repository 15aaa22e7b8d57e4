"""The calibration exercise through its pages: marked apart, shown to all, agreed, and never counted."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditRow
from contest_portal.scoring.calibration import exercise_of
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.rules.versions import WrittenMark
from tests.conftest import StandingClock
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.page_client import PageClient, words

OPENING = {
    "phase_code": "PUBLIC",
    "group_name": "Cuyes del Cerro Azul",
    "profile": "Crían cuyes.\nPiden poco.",
}


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY)


@pytest.fixture
def scene(session: Session) -> Evaluation:
    made = make_evaluation(session, state="published", declared=False)
    made.jurors[2].phases = "FIELD"
    session.commit()
    return made


def office(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/ejercicio{rest}"


def juror(scene: Evaluation) -> str:
    return f"/jurado/concursos/{scene.contest.id}/ejercicio"


def sheet(p1: int) -> dict[str, str]:
    return {"version": "0", "mark_P1": str(p1), "mark_P2": "8", "mark_P3": "16"}


def test_an_exercise_from_opening_to_what_was_agreed(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    secretary, first, second = scene.secretary.id, scene.users[0].id, scene.users[1].id
    client.sign_in(secretary)
    opened = client.post(office(scene), data=OPENING)
    early = client.post(office(scene, "/mostrar"))
    client.sign_in(first)
    home, asked = client.read("/jurado/"), client.read(juror(scene))
    sent = [client.post(juror(scene), data=sheet(mark)).status_code for mark in (5, 15)]
    client.sign_in(second)
    hidden = client.read(juror(scene))
    partly = client.post(juror(scene), data={"version": "0", "mark_P1": "3"})
    sent.append(client.post(juror(scene), data=sheet(8)).status_code)
    client.sign_in(secretary)
    waiting = client.read(office(scene))
    shown = client.post(office(scene, "/mostrar"))
    agreed = client.post(office(scene), data={"mark_P1": "12"})
    after = client.read(office(scene))
    client.sign_in(first)
    mine = client.read(juror(scene))

    assert (opened.status_code, early.status_code, sent, shown.status_code) == (303, 422, [303] * 3, 303)
    assert "Hacer el ejercicio" in home
    for text in ("EJERCICIO", "Nada de esto se cuenta", "Cuyes del Cerro Azul", "Piden poco."):
        assert text in asked
    assert not [word for word in ("Diferencias por criterio", "Promedio") if word in hidden]
    assert (partly.status_code, words(partly.text).count("Falta calificar")) == (422, 4)
    assert "Enviaron su ficha 2 de 2 jurados." in waiting
    assert "Diferencias por criterio" not in waiting
    assert (agreed.status_code, "2 fichas, 7 de diferencia 8 15 11.5 12" in after) == (303, True)
    assert "2 fichas, 7 de diferencia 8 15 11.5 12 15" in mine
    assert client.post(juror(scene), data=sheet(1)).status_code == 409
    counted = [session.scalar(select(func.count()).select_from(table)) for table in (Sheet, SheetMark)]
    kept = exercise_of(session, scene.contest.id)
    assert kept is not None
    assert (counted, kept.reference) == ([0, 0], {"P1": WrittenMark(12)})
    assert "15" not in [fact for data in session.scalars(select(AuditRow.data)) for fact in data.split('"')]


def test_who_does_not_score_the_phase_has_no_exercise_and_one_is_enough(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    others = scene.users[2].id
    client.sign_in(scene.secretary.id)
    refused = client.post(office(scene), data={**OPENING, "group_name": "x" * 121})
    without = client.get(office(scene, "")).status_code
    client.post(office(scene), data=OPENING)
    bad = client.post(office(scene), data={"mark_P1": "99"})
    client.sign_in(others)

    assert (refused.status_code, without, bad.status_code) == (422, 200, 422)
    assert client.get(juror(scene)).status_code == 404
    assert "Hacer el ejercicio" not in client.read("/jurado/")


def test_after_the_scoring_none_is_opened(session: Session, client: PageClient, scene: Evaluation) -> None:
    scene.contest.state, scene.contest.scored_at = "scored", JURY_DAY
    session.commit()
    client.sign_in(scene.secretary.id)

    assert "Abrir el ejercicio" not in client.read(office(scene))
    assert client.post(office(scene), data=OPENING).status_code == 409
