"""Seating people as classes of evaluators through the office's pages."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.queries import panel
from tests.factories.accounts import make_user
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.sheets import WEIGHTED, book_of
from tests.page_client import PageClient, words


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/jurado{rest}"


def test_a_panel_with_classes_is_seated_and_says_who_is_missing(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0, rulebook=book_of(WEIGHTED, quorum=1))
    adviser = make_user(session, Role.JUROR, full_name="Teodora Ñahui")
    session.commit()
    client.sign_in(scene.secretary.id)
    seat = {
        "account": "",
        "email": adviser.email,
        "dni": "41234567",
        "institution": "Agencia Agraria Angaraes",
        "position": "president",
        "phases": ["WEIGHTED"],
    }

    asked = client.get(address(scene, "/nuevo")).text
    refused = client.post(address(scene, "/nuevo"), data=seat)
    client.post(address(scene, "/nuevo"), data=seat | {"evaluator_class": "ADVISER"})
    page = words(client.get(address(scene)).text)

    assert "Califica como" in asked
    assert refused.status_code == 422
    assert "Elija como qué clase de evaluador califica esta persona" in words(refused.text)
    assert [(one.full_name, one.evaluator_class) for one in panel(session, scene.contest.id)] == [
        ("Teodora Ñahui", "ADVISER")
    ]
    assert "Falta incorporar a alguien como Jurado en la fase Ficha ponderada." in page
    assert "Presidencia Asesor" in page


def test_a_contest_without_classes_does_not_ask_for_one(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    session.commit()
    client.sign_in(scene.secretary.id)

    assert "Califica como" not in client.get(address(scene, "/nuevo")).text
