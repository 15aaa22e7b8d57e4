"""Sharing groups out and changing one by hand, through the office's pages."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.assignment_queries import assigned
from tests.factories.accounts import make_user
from tests.factories.assignments import SHARED, make_assignment, make_assignment_draw
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.scoring import make_interest
from tests.page_client import PageClient

ANSWERS = {"numbers": "4 17 8", "witnesses": "El jurado", "confirmed": "y"}


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/jurado/reparto{rest}"


def signed_in(session: Session, client: PageClient, scene: Evaluation) -> PageClient:
    session.commit()
    return client.sign_in(scene.secretary.id)


def test_groups_are_shared_out_and_listed(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    signed_in(session, client, scene)

    board = client.get(f"/oficina/concursos/{scene.contest.id}/evaluacion").text
    before = client.get(address(scene)).text
    unconfirmed = client.post(address(scene), data={**ANSWERS, "confirmed": ""})
    done = client.post(address(scene), data=ANSWERS)
    after = client.get(address(scene)).text
    listed = client.get(address(scene, ".csv"))

    assert "Falta repartir los grupos entre los jurados" in board
    assert "Evaluación de campo: 2 evaluadores por grupo" in before
    assert (unconfirmed.status_code, "Marque la confirmación" in unconfirmed.text) == (422, True)
    assert (done.status_code, done.location) == (303, address(scene))
    assert "Con los números 4-17-8, sorteados ante El jurado." in after
    assert (listed.text.count("Evaluación de campo"), listed.mimetype) == (4, "text/csv")


def test_what_is_in_the_way_stands_instead_of_the_form(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Sumaq Kuy",), jurors=2, declared=False)
    (group,) = scene.applications
    for juror in scene.jurors:
        make_interest(session, juror, group, recused=juror is scene.jurors[0])

    page = signed_in(session, client, scene).get(address(scene)).text

    assert f"el grupo {group.code} necesita 2 evaluadores y pueden calificarlo 1" in page
    assert 'name="numbers"' not in page


@pytest.mark.parametrize(
    ("rulebook", "state", "says"),
    [
        pytest.param(RULEBOOK, "evaluating", "Todos califican a todos", id="everybody scores all"),
        pytest.param(SHARED, "published", "Se reparten con la evaluación abierta", id="not open yet"),
    ],
)
def test_the_page_says_why_there_is_nothing_to_do(
    session: Session, client: PageClient, rulebook: Rulebook, state: str, says: str
) -> None:
    scene = make_evaluation(session, rulebook=rulebook, state=state)
    signed_in(session, client, scene)

    assert says in client.get(address(scene)).text
    assert client.get(address(scene, ".csv")).status_code == 404


def test_a_group_is_given_to_somebody_else_with_a_reason(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Sumaq Kuy",))
    make_assignment_draw(session, scene.contest, scene.secretary)
    former, other = (
        make_assignment(session, juror, scene.applications[0], scene.secretary) for juror in scene.jurors[:2]
    )
    signed_in(session, client, scene)
    where = address(scene, f"/{former.id}")

    asked = client.get(where).text
    refused = client.post(where, data={"juror_id": "", "reason": "No llegó"})
    done = client.post(where, data={"juror_id": str(scene.jurors[2].id), "reason": "No llegó"})
    page = client.get(address(scene)).text

    assert "Jurado 1 deja de calificar a Sumaq Kuy en Evaluación de campo." in asked
    assert (refused.status_code, "Elija a una persona de la lista" in refused.text) == (422, True)
    assert (done.status_code, client.get(where).status_code) == (303, 404)
    assert "Por cambio: No llegó" in page
    assert {one.juror_id for one in assigned(session, scene.contest.id)} == {
        other.juror_id,
        scene.jurors[2].id,
    }


def test_with_nobody_left_the_page_sends_to_the_panel(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Sumaq Kuy",), jurors=2)
    former, _ = (
        make_assignment(session, juror, scene.applications[0], scene.secretary) for juror in scene.jurors
    )

    page = signed_in(session, client, scene).get(address(scene, f"/{former.id}")).text

    assert "No hay quién lo reemplace" in page


def test_who_only_looks_gets_no_form(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    reader = make_user(session, Role.AUDITOR)
    session.commit()
    client.sign_in(reader.id)

    assert 'name="numbers"' not in client.get(address(scene)).text
    assert client.post(address(scene), data=ANSWERS).status_code == 403


def test_a_juror_waits_until_groups_are_shared_out(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    for juror in scene.jurors:
        juror.phases = "FIELD"
    session.commit()
    client.sign_in(scene.users[0].id)

    waiting = client.get(f"/jurado/concursos/{scene.contest.id}").text
    shut = client.get(f"/jurado/grupos/{scene.applications[0].id}")
    make_assignment(session, scene.jurors[0], scene.applications[0], scene.secretary)
    session.commit()
    listed = client.get(f"/jurado/concursos/{scene.contest.id}").text

    assert ("Todavía no le asignaron grupos" in waiting, shut.status_code) == (True, 404)
    assert ("Sumaq Kuy" in listed, "Pan de Chahuarma" in listed) == (True, False)
