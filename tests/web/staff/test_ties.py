"""Ties between jurors and groups on the office's pages, and what the juror is shown."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.queries import recusals
from tests.factories.accounts import make_user
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.promoters import make_promotion
from tests.page_client import PageClient

EVIDENCE = "Representa o promueve a este grupo, o lo hizo antes."


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/jurado/vinculos{rest}"


def tied(session: Session) -> tuple[Evaluation, str]:
    """The first juror promotes the first group; with the address of the decision."""
    scene = make_evaluation(session, declared=False)
    make_promotion(session, scene.users[0], scene.applications[0].group_id)
    session.commit()
    return scene, address(scene, f"/{scene.jurors[0].id}/{scene.applications[0].id}")


def test_a_tie_is_listed_with_its_evidence_and_confirmed(session: Session, client: PageClient) -> None:
    scene, where = tied(session)
    client.sign_in(scene.secretary.id)

    listed, asked = client.get(address(scene)).text, client.get(where).text
    answer = {"decision": "conflict", "reason": "Lo asesora", "seen": "promoter"}
    done = client.post(where, data=answer)
    after, file = client.get(address(scene)).text, client.get(address(scene, ".csv"))

    assert (EVIDENCE in listed, EVIDENCE in asked, "Falta decidir" in listed) == (True, True, True)
    assert (done.status_code, done.location) == (303, address(scene))
    assert ("Conflicto confirmado" in after, "Lo asesora" in after) == (True, True)
    assert (file.mimetype, EVIDENCE in file.text) == ("text/csv", True)
    assert "Esta persona ya no califica a este grupo" in client.get(where).text
    assert recusals(session, scene.contest.id) == {(scene.jurors[0].id, scene.applications[0].id)}


def test_half_a_decision_is_refused_and_one_on_old_grounds_is_stale(
    session: Session, client: PageClient
) -> None:
    scene, where = tied(session)
    client.sign_in(scene.secretary.id)

    half = client.post(where, data={"decision": "", "reason": "", "seen": "promoter"})
    undecided = client.post(where, data={"decision": "", "reason": "Sí", "seen": "promoter"})
    stale = client.post(where, data={"decision": "none", "reason": "No", "seen": "centre"})

    assert (half.status_code, "Escriba el motivo: queda registrado." in half.text) == (422, True)
    assert (undecided.status_code, "Elija si hay conflicto" in undecided.text) == (422, True)
    assert stale.status_code == 409


def test_the_juror_reads_what_was_found_and_what_was_thought_of_it(
    session: Session, client: PageClient
) -> None:
    scene, where = tied(session)
    client.sign_in(scene.secretary.id)
    client.post(where, data={"decision": "none", "reason": "Lo dejó en 2019", "seen": "promoter"})
    asking = f"/jurado/concursos/{scene.contest.id}/intereses"

    client.sign_in(scene.users[0].id)
    own = client.get(asking).text
    client.sign_in(scene.users[1].id)
    other = client.get(asking).text

    assert EVIDENCE in own
    assert "La secretaría lo revisó y lo descartó: Lo dejó en 2019" in own
    assert EVIDENCE not in other


def test_without_ties_the_page_says_what_was_compared(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    reader = make_user(session, Role.AUDITOR)
    session.commit()
    client.sign_in(reader.id)

    page = client.get(address(scene)).text

    assert "No se encontró ningún vínculo" in page


def test_who_only_looks_does_not_decide(session: Session, client: PageClient) -> None:
    scene, where = tied(session)
    reader = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(reader.id)

    assert where not in client.get(address(scene)).text
    assert client.get(where).status_code == 403
