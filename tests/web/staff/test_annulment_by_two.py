"""The page on which an award is annulled: asked for by one of the office, shown whole, and done by another."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.awards.annulling import ANNULLING
from tests.awards.deeds import REASON
from tests.awards.office import Office, office_of
from tests.conftest import StandingClock
from tests.factories.follow_ups import LATER, make_ready
from tests.page_client import PageClient, words

HOME = "/oficina/"


@pytest.fixture
def office(client: PageClient, session: Session, tmp_path: Path, clock: StandingClock) -> Office:
    clock.set(LATER)
    return office_of(client, make_ready(session, tmp_path))


def asked_by(office: Office) -> JointAct:
    assert office.post("anulacion", {"reason": REASON}).status_code == 303
    return office.followed.session.scalars(select(JointAct).where(JointAct.kind == ANNULLING.code)).one()


def test_what_becomes_of_the_award_is_read_and_confirmed_by_another(office: Office) -> None:
    followed = office.followed
    assert "Anular un premio necesita a dos personas" in words(office.read("/anulacion"))
    joint = asked_by(office)
    own = words(office.read("/anulacion"))
    seen, tail = {"sha256": joint.content_sha256}, f"anulacion/{joint.id}/confirmar"
    denied = office.post(tail, seen).status_code
    office.by(followed.scored.staff)
    approver = words(office.read("/anulacion"))
    denied_too = office.post(tail, seen).status_code

    office.by(followed.approver)
    home = words(office.client.read(HOME))
    board = words(office.client.read(f"/oficina/concursos/{followed.scored.contest.id}/seguimiento"))
    shown = words(office.read("/anulacion"))
    stale = office.post(tail, {"sha256": "0" * 64}).status_code
    done = office.post(tail, seen).status_code

    assert f"Lo pidió {followed.secretary.full_name}" in own
    assert [f"Motivo {REASON} Grupo Sumaq Kuy Solicitud" in page for page in (own, shown)] == [True, True]
    assert ["Lo confirma alguien del programa" in page for page in (own, approver, shown)] == [
        True,
        True,
        False,
    ]
    assert ("Anular un premio :" in home, "La anulación está pedida Sumaq Kuy: S/" in board) == (True, True)
    assert (denied, denied_too, stale, done) == (403, 403, 409, 303)
    assert "El premio quedó anulado y su monto volvió al sobre." in words(office.read())


def test_a_request_is_taken_back_and_one_without_a_reason_is_not_made(office: Office) -> None:
    said = office.refused("anulacion", {"reason": " "})
    joint = asked_by(office)
    contest = f"/oficina/concursos/{office.followed.scored.contest.id}"
    again = office.post("anulacion", {"reason": REASON})

    back = words(office.client.post(f"{contest}/pedidos/{joint.id}/retirar", follow_redirects=True).text)

    assert ("Escriba el motivo." in said, again.status_code, "Ya se pidió" in again.text) == (True, 409, True)
    assert ("no cambió nada" in back, "La anulación está pedida" in back) == (True, False)
    assert "Pedir que se anule" in words(office.read("/anulacion"))


def test_what_changed_since_is_said_and_cannot_be_confirmed(office: Office) -> None:
    joint = asked_by(office)
    office.by(office.followed.approver).post("transferencias/1/proponer")

    page = words(office.read("/anulacion"))
    said = office.refused(f"anulacion/{joint.id}/confirmar", {"sha256": joint.content_sha256})

    assert "Desde que se pidió cambió algo de este premio" in page
    assert ("Anular el premio" in page.partition("La anulación está pedida")[2], "transferencia" in said) == (
        False,
        True,
    )


def test_who_alone_may_annul_does_it_at_once(office: Office) -> None:
    office.followed.payer.is_active = False
    office.followed.session.commit()
    office.by(office.followed.approver)

    page = words(office.read("/anulacion"))
    office.post("anulacion", {"reason": REASON})

    assert ("Lo hace quien no aprobó el reparto." in page, "Anulado" in words(office.read())) == (True, True)
    assert (
        office.followed.session.scalars(select(JointAct).where(JointAct.kind == ANNULLING.code)).all() == []
    )
