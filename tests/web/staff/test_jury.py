"""Seating a panel through the office's pages."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import members_of
from contest_portal.jury.queries import panel
from tests.factories.accounts import make_user
from tests.factories.assignments import make_assignment
from tests.factories.evaluation import MARKS, Evaluation, make_evaluation
from tests.factories.scoring import make_interest, make_sheet
from tests.page_client import PageClient


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/jurado{rest}"


def signed_in(session: Session, client: PageClient, scene: Evaluation) -> PageClient:
    session.commit()
    return client.sign_in(scene.secretary.id)


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "account": "",
        "email": "",
        "dni": "41234567",
        "institution": "Agencia Agraria Angaraes",
        "position": "member",
        "phases": ["FIELD", "PUBLIC"],
        **changes,
    }


def test_an_empty_panel_says_what_it_lacks(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0)

    page = signed_in(session, client, scene).get(address(scene)).get_data(as_text=True)

    assert "Nadie integra todavía el jurado" in page
    assert "El jurado no tiene presidente." in page
    assert "Faltan jurados en la fase Evaluación de campo: hay 0 y el quórum es 2." in page


def test_a_panel_is_listed_with_progress_recusals_and_masked_dni(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session, declared=False)
    make_interest(session, scene.jurors[0], scene.applications[0])
    make_interest(
        session, scene.jurors[0], scene.applications[1], recused=True, reason="Compadre del presidente"
    )
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])

    page = signed_in(session, client, scene).get(address(scene)).get_data(as_text=True)

    assert "1 de 2" in page
    assert "Compadre del presidente" in page
    assert f"****{scene.jurors[0].dni[-4:]}" in page
    assert scene.jurors[0].dni not in page


def test_a_person_chosen_from_the_list_is_seated(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR, full_name="Teodora Ñahui")
    signed_in(session, client, scene)

    offered = client.get(address(scene, "/nuevo")).get_data(as_text=True)
    answer = client.post(address(scene, "/nuevo"), data=answers(account=user.email))

    assert "Teodora Ñahui" in offered
    assert (answer.status_code, answer.location) == (303, address(scene))
    assert [juror.full_name for juror in panel(session, scene.contest.id)] == ["Teodora Ñahui"]


def test_a_person_outside_the_list_is_seated_by_address(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, full_name="Nueva Jurada")
    signed_in(session, client, scene)

    client.post(address(scene, "/nuevo"), data=answers(email=user.email.upper()))

    assert [juror.full_name for juror in panel(session, scene.contest.id)] == ["Nueva Jurada"]


def test_a_person_without_an_account_gets_one_and_is_seated(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    signed_in(session, client, scene)
    offered = address(scene, "/cuenta") in client.get(address(scene, "/nuevo")).text

    handover = client.post(
        address(scene, "/cuenta"), data={"full_name": "Nueva Jurada", "email": "Nueva@fondos.example"}
    )
    onward = address(scene, "/nuevo?cuenta=nueva@fondos.example")
    seating = client.get(onward).text
    client.post(address(scene, "/nuevo"), data=answers(account="nueva@fondos.example"))

    assert (offered, handover.status_code, handover.headers["Cache-Control"]) == (True, 200, "no-store")
    assert ("Contraseña temporal" in handover.text, onward in handover.text) == (True, True)
    assert '<option selected value="nueva@fondos.example">Nueva Jurada' in seating
    assert [juror.full_name for juror in panel(session, scene.contest.id)] == ["Nueva Jurada"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "x"}, "Escriba un correo electrónico completo"),
        ({"full_name": ""}, "Escriba los nombres y apellidos."),
    ],
    ids=["address", "name"],
)
def test_an_account_that_cannot_be_opened_is_refused(
    session: Session, client: PageClient, changes: dict[str, str], says: str
) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    signed_in(session, client, scene)

    answer = client.post(
        address(scene, "/cuenta"), data={"full_name": "Ana Ore", "email": "a@fondos.example", **changes}
    )

    assert (answer.status_code, says in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "nadie@fondos.example"}, "No hay una cuenta activa con el correo nadie@fondos.example."),
        ({"dni": "4123456"}, "no es un DNI"),
        ({"dni": ""}, "Escriba el DNI"),
        ({"institution": ""}, "Escriba la institución."),
        ({"position": "jefe"}, "Elija el cargo"),
        ({"phases": []}, "Elija al menos una fase"),
        ({"phases": ["X"]}, "El concurso no tiene una de las fases elegidas."),
    ],
    ids=["account", "short DNI", "no DNI", "institution", "position", "no phase", "phase"],
)
def test_a_bad_answer_is_refused_beside_its_field(
    session: Session, client: PageClient, changes: dict[str, Any], says: str
) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR)
    signed_in(session, client, scene)

    answer = client.post(address(scene, "/nuevo"), data=answers(**{"account": user.email, **changes}))

    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert panel(session, scene.contest.id) == ()


def test_a_member_of_a_group_is_refused_with_the_evidence(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR, full_name="Delia Ccanto")
    dni = members_of(session, scene.applications[0].id)[0].dni
    signed_in(session, client, scene)

    answer = client.post(address(scene, "/nuevo"), data=answers(account=user.email, dni=dni))

    assert answer.status_code == 422
    assert "Delia Ccanto integra el grupo Sumaq Kuy según su DNI." in answer.get_data(as_text=True)


def test_a_juror_without_sheets_is_removed(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=1, declared=False)
    signed_in(session, client, scene)

    done = client.post(address(scene, f"/{scene.jurors[0].id}/retirar"))

    assert (done.status_code, panel(session, scene.contest.id)) == (303, ())


def test_each_juror_is_offered_the_one_way_out_there_is(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, jurors=3)
    fresh, scored, assigned = scene.jurors
    make_sheet(session, scored, scene.applications[0], "FIELD", {"F1": 8}, final=False)
    make_assignment(session, assigned, scene.applications[0], scene.secretary)

    page = signed_in(session, client, scene).get(address(scene)).get_data(as_text=True)

    ways = [(f"/{one.id}/retirar" in page, f"/{one.id}/retiro" in page) for one in (fresh, scored, assigned)]
    assert ways == [(True, False), (False, True), (False, True)]
    assert "Los demás salen por acto" in page


def test_a_juror_with_sheets_is_not_removed(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, jurors=1)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    signed_in(session, client, scene)

    answer = client.post(address(scene, f"/{scene.jurors[0].id}/retirar"))

    assert answer.status_code == 409
    assert "ya abrió fichas" in answer.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_staff_and_auditor_look_and_do_not_seat(session: Session, client: PageClient, role: Role) -> None:
    scene = make_evaluation(session, state="published")
    reader = make_user(session, role)
    session.commit()
    client.sign_in(reader.id)

    page = client.get(address(scene))

    assert page.status_code == 200
    assert "Incorporar a una persona" not in page.get_data(as_text=True)
    assert client.get(address(scene, "/nuevo")).status_code == 403
    assert client.post(address(scene, "/nuevo"), data=answers()).status_code == 403
    assert client.post(address(scene, f"/{scene.jurors[0].id}/retirar")).status_code == 403


def test_a_draft_contest_has_no_panel_yet(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="draft", groups=(), jurors=0)

    assert signed_in(session, client, scene).get(address(scene)).status_code == 404
