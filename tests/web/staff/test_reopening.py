"""Going back to a stage on pages: asked for by one person with everything that it undoes, confirmed by another."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.services.ask_reopening import REOPENING
from tests.factories.accounts import make_user
from tests.factories.follow_ups import make_followed, make_paid
from tests.factories.observations import representative_of
from tests.factories.reopening import ACT, GROUND, WHY
from tests.page_client import PageClient

SAID = {"back_to": "allocation", "document": ACT, "ground": GROUND, "reason": WHY}


def test_one_asks_and_another_confirms_what_both_saw(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    scored = make_followed(session, tmp_path).scored
    other = make_user(session, Role.STAFF)
    page = f"/oficina/concursos/{scored.contest.id}/volver"
    group = representative_of(session, scored, "Sumaq Kuy")
    session.commit()

    secretary = client.sign_in(scored.secretary.id)
    before = secretary.read(page)
    nothing = secretary.post(page, data={**SAID, "ground": ""})
    secretary.post(page, data=SAID)
    asked = session.scalars(select(JointAct).where(JointAct.kind == REOPENING.code)).one()
    own = secretary.read(page)
    seen = {"sha256": asked.content_sha256}
    refused = secretary.post(f"{page}/{asked.id}/confirmar", data=seen)
    shown = client.sign_in(other.id).read(page)
    confirmed = client.post(f"{page}/{asked.id}/confirmar", data=seen)
    after = client.read(page)
    told = client.sign_in(group.id).read(f"/grupo/solicitudes/{scored.groups['Sumaq Kuy'].id}")

    assert "CONVENIO" in before
    assert (nothing.status_code, "Escriba la base legal." in nothing.text) == (422, True)
    assert ("Espera a la segunda persona" in own, "Dejar sin efecto el resultado" in own) == (True, False)
    assert refused.status_code == 403
    assert ("Dejar sin efecto el resultado" in shown, "Llaqta Maki" in shown) == (True, True)
    assert (confirmed.status_code, GROUND in after) == (303, True)
    assert "quedaron anulados con un resultado anterior" in told


def test_what_has_to_be_settled_first_is_listed(client: PageClient, session: Session, tmp_path: Path) -> None:
    scored = make_paid(session, tmp_path).scored
    page = f"/oficina/concursos/{scored.contest.id}/volver"
    session.commit()

    shown = client.sign_in(scored.staff.id).read(page)
    refused = client.post(page, data=SAID)

    assert f"{scored.code('Sumaq Kuy')} tiene S/ 12,600.00 transferidos" in shown
    assert "Pedir que vuelva a la etapa" not in shown
    asked = session.scalars(select(JointAct.kind)).all()
    assert (refused.status_code, REOPENING.code in asked) == (422, False)
