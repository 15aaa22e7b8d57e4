"""A juror who does not come, on the office's pages and on the juror's own."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import members_of
from contest_portal.jury.queries import panel
from contest_portal.registry.models.register import Household
from tests.factories.accounts import make_user
from tests.factories.evaluation import MARKS, Evaluation, make_evaluation
from tests.factories.registry import make_person
from tests.factories.scoring import make_sheet
from tests.page_client import PageClient

ANSWERS = {"reason": "No llegó", "account": "", "email": "", "dni": "", "institution": ""}


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/jurado{rest}"


def absence_of(scene: Evaluation, number: int = 0) -> str:
    return address(scene, f"/{scene.jurors[number].id}/ausencia")


def test_an_absence_is_recorded_and_taken_back(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    session.commit()
    client.sign_in(scene.secretary.id)

    empty = client.post(absence_of(scene), data={**ANSWERS, "reason": ""})
    done = client.post(absence_of(scene), data=ANSWERS)
    away = client.get(address(scene)).text
    client.post(f"{absence_of(scene)}/anular")
    back = client.get(address(scene)).text

    assert (empty.status_code, "consta en el acta" in empty.text) == (422, True)
    assert (done.status_code, done.location) == (303, address(scene))
    assert ("Ausencias, retiros y reemplazos" in away, "Llegó: anular la ausencia" in away) == (True, True)
    assert "Ausencias, retiros y reemplazos" not in back


def test_a_substitute_is_seated_on_the_same_page(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    person = make_user(session, Role.JUROR, full_name="Nueva Jurada")
    session.commit()
    client.sign_in(scene.secretary.id)

    offered = client.get(absence_of(scene)).text
    half = client.post(absence_of(scene), data={**ANSWERS, "account": person.email})
    whole = {**ANSWERS, "account": person.email, "dni": "41234567", "institution": "Agencia Agraria"}
    done = client.post(absence_of(scene), data=whole)
    page = client.get(address(scene)).text

    assert "Nueva Jurada" in offered
    assert [text in half.text for text in ("Escriba el DNI:", "Escriba la institución.")] == [True, True]
    assert (half.status_code, done.status_code) == (422, 303)
    assert "Llegó: anular la ausencia" not in page
    assert panel(session, scene.contest.id)[1].full_name == "Nueva Jurada"


def test_a_substitute_of_a_members_household_is_confirmed(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    person = make_user(session, Role.JUROR)
    member = members_of(session, scene.applications[0].id)[0]
    home = session.get_one(Household, member.household_id)
    dni = make_person(session, home, is_head=False).dni
    session.commit()
    client.sign_in(scene.secretary.id)
    answers = {**ANSWERS, "account": person.email, "dni": dni, "institution": "Agencia Agraria"}

    warned = client.post(absence_of(scene), data=answers)
    done = client.post(absence_of(scene), data={**answers, "warned": "y"})

    assert (warned.status_code, "vive en el hogar de" in warned.text, done.status_code) == (422, True, 303)


def test_who_is_absent_reads_why_nothing_is_open(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=True)
    make_sheet(session, scene.jurors[1], scene.applications[0], "FIELD", MARKS["FIELD"])
    session.commit()
    client.sign_in(scene.secretary.id)
    for number in (0, 1):
        client.post(absence_of(scene, number), data=ANSWERS)

    own = f"/jurado/concursos/{scene.contest.id}"
    client.sign_in(scene.users[0].id)
    nothing = client.get(own).text
    client.sign_in(scene.users[1].id)
    final_alone = client.get(own).text

    assert "No puede calificar en este concurso." in nothing
    assert "Solo ve las fichas que hizo definitivas" in final_alone
    assert ("Sumaq Kuy" in final_alone, "Pan de Chahuarma" in final_alone) == (True, False)


def test_a_juror_is_taken_out_by_an_act_and_it_says_so(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    session.commit()
    client.sign_in(scene.secretary.id)
    where = address(scene, f"/{scene.jurors[0].id}/retiro")

    asked = client.get(where).text
    empty = client.post(where, data={"document": "", "reason": ""})
    done = client.post(where, data={"document": "Memorando 12", "reason": "Vendió insumos"})
    page = client.get(address(scene)).text

    assert "El retiro no se deshace" in asked
    assert (empty.status_code, "Escriba el documento" in empty.text) == (422, True)
    assert (done.status_code, done.location) == (303, address(scene))
    assert ("Memorando 12: Vendió insumos" in page, "Retirado por acto" in page) == (True, True)
    assert "Llegó: anular la ausencia" not in page
