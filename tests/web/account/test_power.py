"""The page of accounts shows what waits for a second administrator, who confirms or refuses it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import User
from contest_portal.accounts.queries import user_by_email, user_line
from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.session import PASSED_AT
from tests.conftest import StandingClock
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import make_contest
from tests.factories.second_factors import enrolled
from tests.page_client import PageClient, words
from tests.sessions import sign_in_as

NEW = {"full_name": "Irma Solís", "email": "irma@x.example", "roles": ["staff"]}


@pytest.fixture
def asking(client: PageClient, session: Session) -> User:
    user = make_user(session, Role.ADMIN, full_name="Hugo Salas")
    session.commit()
    client.sign_in(user.id)
    return user


@pytest.fixture
def confirming(session: Session) -> User:
    user = make_user(session, Role.ADMIN, full_name="Nora Quispe")
    session.commit()
    return user


def step(client: PageClient, joint: JointAct, deed: str, sha256: str = "") -> tuple[int, str]:
    data = {"sha256": sha256 or joint.content_sha256}
    answer = client.post(f"/cuentas/pedidos/{joint.id}/{deed}", data=data, follow_redirects=True)
    return answer.status_code, words(answer.text)


@pytest.mark.usefixtures("asking")
def test_one_asks_for_an_account_and_another_opens_it(
    client: PageClient, session: Session, confirming: User
) -> None:
    hint = client.get("/cuentas/nueva").text
    told = words(client.post("/cuentas/nueva", data=NEW, follow_redirects=True).text)
    joint = session.scalars(select(JointAct)).one()
    own, _ = step(client, joint, "confirmar")
    assert "las confirma otra persona administradora" in hint
    assert "Abrir una cuenta a Irma Solís" in told
    assert "Lo pidió Hugo Salas" in told
    assert ("Retirar el pedido" in told, "> Confirmar" in told, own) == (True, False, 403)
    assert user_by_email(session, "irma@x.example") is None

    client.sign_in(confirming.id)
    offered = words(client.get("/cuentas").text)
    stale, _ = step(client, joint, "confirmar", "0" * 64)
    status, shown = step(client, joint, "confirmar")

    session.expire_all()
    assert ("Confirmar" in offered, "Rechazar" in offered, stale, status) == (True, True, 409, 200)
    assert "Contraseña temporal Entréguela en papel a Irma Solís." in shown
    assert user_by_email(session, "irma@x.example") is not None
    assert "Abrir una cuenta a" not in client.get("/cuentas").text


@pytest.mark.usefixtures("asking")
def test_roles_are_told_as_they_are_and_as_they_would_be(
    client: PageClient, session: Session, confirming: User
) -> None:
    user = make_user(session, Role.STAFF, full_name="Irma Solís")
    contest = make_contest(session, make_office(session), user)
    session.commit()
    page = f"/cuentas/{user.id}"
    sent = {"roles": ["staff"], "extra_role": "secretary", "extra_contest": str(contest.id), "is_active": "y"}

    told = words(client.post(page, data=sent, follow_redirects=True).text)
    waits = "Hay un pedido sobre esta cuenta" in client.get(page).text
    joint = session.scalars(select(JointAct)).one()
    client.sign_in(confirming.id)
    status, done = step(client, joint, "confirmar")

    session.expire_all()
    asked = f"Secretaría de concurso, solo en «{contest.title}»; Personal del programa"
    assert f"Hasta ahora Personal del programa Desde que se confirme {asked} Lo pidió" in told
    assert (waits, status, "Quedó confirmado y hecho." in done) == (True, 200, True)
    assert user_line(session, user.id).roles == ("secretary", "staff")


@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize("deed", ["segundo-factor", "contrasena"])
def test_the_way_into_an_account_is_refused_by_another(
    client: PageClient, session: Session, confirming: User, deed: str
) -> None:
    user = make_user(session, Role.AUDITOR, full_name="Gladys Meza")
    if deed == "segundo-factor":
        enrolled(session, user)
    session.commit()

    reason = "Perdió su teléfono y vino con su DNI."
    told = words(
        client.post(f"/cuentas/{user.id}/{deed}", data={"reason": reason}, follow_redirects=True).text
    )
    joint = session.scalars(select(JointAct)).one()
    client.sign_in(confirming.id)
    status, refused = step(client, joint, "rechazar")

    session.expire_all()
    assert ("Gladys Meza" in told, reason in told) == (True, deed == "segundo-factor")
    assert (status, "no cambió nada" in refused, "Gladys Meza" in words(refused)) == (200, True, True)
    assert (joint.state, joint.decided_by, user.password_hash) == ("withdrawn", confirming.id, "!")
    assert user_line(session, user.id).has_second_factor is (deed == "segundo-factor")


@pytest.mark.usefixtures("asking", "confirming")
def test_what_waited_for_too_long_is_told_and_put_away(
    client: PageClient, session: Session, clock: StandingClock
) -> None:
    client.post("/cuentas/nueva", data=NEW)
    joint = session.scalars(select(JointAct)).one()
    clock.instant += timedelta(days=3)

    told = words(client.get("/cuentas").text)
    _, after = step(client, joint, "rechazar")

    assert "Venció sin que nadie lo confirmara: no cambió nada." in told
    assert "Esperan a otra persona administradora" not in after


def test_the_only_other_administrator_and_the_programme_see_it_at_once_and_stop_it(
    client: PageClient, session: Session, asking: User, confirming: User, clock: StandingClock
) -> None:
    staff, secretary = make_user(session, Role.STAFF), make_user(session, Role.SECRETARY)
    enrolled(session, confirming)
    session.commit()
    address, asked = f"/cuentas/{confirming.id}/segundo-factor", {"reason": "Dice que perdió su teléfono."}
    before = client.read(address)
    told = words(client.post(address, data=asked, follow_redirects=True).text)
    joint = session.scalars(select(JointAct)).one()
    early, said = step(client, joint, "terminar")

    assert "lo sabrá de inmediato" in before
    assert ("si nadie lo detiene en 24 horas" in told, "> Terminar" in told, early) == (True, False, 409)
    assert "Todavía se puede detener. Termínelo desde el 24/11/2026" in said
    stop = f"/oficina/cuentas/pedidos/{joint.id}/detener"
    home = [client.sign_in(one.id).read("/oficina/") for one in (secretary, staff)]
    assert [f"sobre la cuenta de {confirming.full_name}" in one for one in home] == [False, True]
    assert client.post(stop).status_code == 303
    assert client.sign_in(asking.id).post(address, data=asked).status_code == 303
    joint = session.scalars(select(JointAct).where(JointAct.state == "asked")).one()

    with client.session_transaction() as kept:
        sign_in_as(kept, confirming.id, 0)
        kept[PASSED_AT] = int(clock.instant.timestamp())
    banner = "Hugo Salas pidió abrir el paso a su cuenta el 23 nov. 2026"
    shown = client.read("/cuenta")
    status, _ = step(client, joint, "rechazar")

    assert (banner in shown, status, banner in client.read("/cuenta")) == (True, 200, False)
    session.expire_all()
    assert user_line(session, confirming.id).has_second_factor
