"""Invitations on the office's pages and on those of the person invited."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.queries import panel
from tests.factories.accounts import make_user
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.invitations import make_invitation
from tests.page_client import PageClient

ACCEPTED = {
    "answer": "yes",
    "dni": "41234567",
    "institution": "Agencia Agraria",
    "specialty": "Zootecnia",
    "lines": ["cuyes"],
    "territory": "",
    "reason": "",
}


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/jurado{rest}"


def test_an_invited_person_accepts_and_is_seated_with_what_was_told(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR, full_name="Nueva Jurada")
    session.commit()
    client.sign_in(scene.secretary.id)

    empty = client.get(address(scene, "/invitaciones")).text
    asked = {"account": user.email, "email": "", "position": "president", "phases": ["FIELD"]}
    invited = client.post(address(scene, "/invitaciones"), data=asked)
    again = client.post(address(scene, "/invitaciones"), data=asked)

    client.sign_in(user.id)
    (where,) = {part for part in client.get("/jurado/").text.split('"') if "/cuenta/invitaciones/" in part}
    shown, half = client.get(where).text, client.post(where, data={**ACCEPTED, "dni": ""})
    answered = client.post(where, data=ACCEPTED)
    listed = client.get("/cuenta/invitaciones").text

    client.sign_in(scene.secretary.id)
    page = client.get(address(scene, "/invitaciones")).text
    number = where.rsplit("/", 1)[1]
    seating = client.get(address(scene, f"/nuevo?invitacion={number}")).text

    assert ("No se invitó a nadie" in empty, invited.status_code, again.status_code) == (True, 303, 422)
    assert ("Evaluación de campo" in shown, half.status_code) == (True, 422)
    assert "Escriba su DNI" in half.text
    assert (answered.location, "Aceptó" in listed) == ("/cuenta/invitaciones", True)
    assert ("41234567" in page, "****4567" in page, f"invitacion={number}" in page) == (False, True, True)
    for told in ('value="41234567"', 'value="Agencia Agraria"', 'value="Zootecnia"', user.email):
        assert told in seating
    seat = {**ACCEPTED, "account": user.email, "email": "", "position": "president", "phases": ["FIELD"]}
    client.post(address(scene, "/nuevo"), data=seat)
    assert [(one.full_name, one.position) for one in panel(session, scene.contest.id)] == [
        ("Nueva Jurada", "president")
    ]


def test_a_refusal_is_read_with_its_reason_and_in_the_file(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user, other = make_user(session, Role.JUROR), make_user(session, Role.JUROR)
    invitation = make_invitation(session, scene.contest, user, scene.secretary)
    session.commit()
    where = f"/cuenta/invitaciones/{invitation.id}"

    client.sign_in(other.id)
    hidden = client.get(where).status_code
    client.sign_in(user.id)
    silent = client.post(where, data={**ACCEPTED, "answer": ""})
    client.post(where, data={**ACCEPTED, "answer": "no", "reason": "Asesoro a un grupo"})
    closed = client.get(where).text
    client.sign_in(scene.secretary.id)
    page = client.get(address(scene, "/invitaciones")).text
    file = client.get(address(scene, "/invitaciones.csv")).text

    assert (hidden, silent.status_code, "Elija si acepta o no." in silent.text) == (404, 422, True)
    assert "Esta invitación ya no espera respuesta" in closed
    assert all("Asesoro a un grupo" in text for text in (page, file))


def test_a_reminder_and_a_withdrawal_are_seen_by_the_person(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR)
    invitation = make_invitation(session, scene.contest, user, scene.secretary)
    session.commit()
    deeds = address(scene, f"/invitaciones/{invitation.id}")

    client.sign_in(scene.secretary.id)
    client.post(f"{deeds}/recordar")
    client.sign_in(user.id)
    reminded = client.get("/cuenta/invitaciones").text
    client.sign_in(scene.secretary.id)
    client.post(f"{deeds}/retirar")
    client.sign_in(user.id)
    withdrawn = client.get("/cuenta/invitaciones").text

    assert ("Se la recordaron el" in reminded, "Espera respuesta" in reminded) == (True, True)
    assert "Retirada" in withdrawn


def test_who_was_never_invited_reads_that(session: Session, client: PageClient) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()

    assert "No tiene invitaciones" in client.sign_in(user.id).get("/cuenta/invitaciones").text


def test_an_invitation_is_printed_for_who_reads_no_mail(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", jurors=0, groups=())
    invitation = make_invitation(session, scene.contest, make_user(session, Role.JUROR), scene.secretary)
    session.commit()
    client.sign_in(scene.secretary.id)

    page = client.get(address(scene, "/invitaciones")).text
    papers = [client.post(address(scene, f"/invitaciones/{invitation.id}/carta")) for _ in range(2)]

    assert "Carta (PDF)" in page
    assert [(paper.status_code, paper.mimetype) for paper in papers] == [(200, "application/pdf")] * 2
    assert papers[0].data == papers[1].data
