"""The page on which an award is annulled: asked for by one of the office, shown whole, and done by another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import User
from contest_portal.awards.annulling import ANNULLING
from contest_portal.awards.services.close_award import close_award
from tests.awards.deeds import REASON, annulled, settled
from tests.awards.office import Office, office_of
from tests.conftest import StandingClock
from tests.factories.follow_ups import LATER, Followed, make_paid, make_ready
from tests.page_client import PageClient, words

Make = Callable[[Session, Path], Followed]
End = Callable[[Followed], object]
HOME = "/oficina/"
ASKS = "Pedir que se anule"
OWN_WORD = "Esperan su palabra como segunda persona"


@pytest.fixture
def office(client: PageClient, session: Session, tmp_path: Path, clock: StandingClock) -> Office:
    clock.set(LATER)
    return office_of(client, make_ready(session, tmp_path))


def closed(followed: Followed) -> Followed:
    settled(followed)
    close_award(followed.session, followed.act(followed.payer), award_id=followed.award.id)
    return followed


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
    approver, approver_home = words(office.read("/anulacion")), words(office.client.read(HOME))
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
    for_another = "Esperan la palabra de otra persona, porque usted aprobó el reparto Anular un premio :"
    assert (for_another in approver_home, OWN_WORD in approver_home) == (True, False)
    assert (for_another in home, OWN_WORD in home) == (False, True)
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


def test_who_alone_may_confirm_is_asked_first_and_acts_at_once_where_nobody_else_is_left(
    office: Office,
) -> None:
    session, followed = office.followed.session, office.followed
    followed.payer.is_active = False
    session.commit()
    asked = office.by(followed.scored.staff).read("/anulacion")
    page = office.by(followed.approver).read("/anulacion")
    said = office.refused("anulacion", {"reason": REASON})
    assert ("Nadie más que usted puede confirmarlo" in page, ASKS in page) == (True, False)
    assert ("que otra de la oficina lo pida" in said, ASKS in asked) == (True, True)
    session.execute(update(User).where(User.id != followed.approver.id).values(is_active=False))
    session.commit()

    alone = words(office.read("/anulacion"))
    office.post("anulacion", {"reason": REASON})

    assert ("queda en el registro que fue una sola" in alone, "Anulado" in words(office.read())) == (
        True,
        True,
    )
    assert session.scalars(select(JointAct).where(JointAct.kind == ANNULLING.code)).all() == []


def test_who_asks_for_what_nobody_may_confirm_yet_is_told_so(office: Office) -> None:
    followed = office.followed
    before = words(office.read("/anulacion"))
    followed.payer.is_active = followed.approver.is_active = False
    followed.session.commit()

    page = words(office.read("/anulacion"))

    assert ["Hoy nadie más puede confirmarlo" in one for one in (before, page)] == [False, True]


@pytest.mark.parametrize(
    ("make", "end", "why"),
    [
        (make_paid, None, "El grupo recibió dinero que no devolvió: no se anula."),
        (make_paid, settled, "Este premio ya está liquidado"),
        (make_paid, closed, "Este premio ya está cerrado"),
        (make_ready, annulled, "Este premio ya quedó anulado."),
    ],
    ids=["money kept", "settled", "closed", "annulled"],
)
def test_what_cannot_be_annulled_says_why_and_asks_for_nothing(
    client: PageClient,
    session: Session,
    tmp_path: Path,
    clock: StandingClock,
    make: Make,
    end: End | None,
    why: str,
) -> None:
    clock.set(LATER)
    followed = make(session, tmp_path)
    if end is not None:
        end(followed)
    office = office_of(client, followed)

    page = office.client.get(f"{office.page}/anulacion").text

    assert ('name="reason"' in page, f"Este premio no se puede anular {why}" in words(page)) == (False, True)
    transfers = words(office.read()).partition("Transferencias")[2]
    lacks = "Anulada El premio quedó anulado: esta transferencia no se hace."
    told = (transfers.count(lacks), "Prevista" in transfers, "Anote los gastos" in transfers)
    assert told == (2 if end is annulled else 0, end is not annulled, end is None)
