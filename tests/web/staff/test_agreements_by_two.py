"""The office's page of agreements: asked for by one, with the terms and the groups shown, issued by another."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.awards.queries import contest_documents
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_resolution
from tests.page_client import PageClient, words

TERMS = {"months": "9", "first_percent": "60"}


def test_the_secretary_asks_with_the_terms_and_the_programme_issues_in_one_press(
    client: PageClient, session: Session, awarded: ScoredContest
) -> None:
    issued_resolution(session, awarded)
    session.commit()
    desk = f"/oficina/concursos/{awarded.contest.id}/documentos"
    page = f"{desk}/convenios"

    client.sign_in(awarded.secretary.id)
    offered = words(client.get(desk).text)
    told = words(client.post(page, data=TERMS, follow_redirects=True).text)
    joint = session.scalars(select(JointAct)).one()
    seen = {"sha256": joint.content_sha256}
    own = client.post(f"{page}/{joint.id}/confirmar", data=seen)
    assert "Pedir que se emitan : Convenio" in offered
    assert f"Lo pidió {awarded.secretary.full_name}" in told
    assert "Plazo de ejecución, en meses 9 Primera transferencia, en porcentaje de lo adjudicado 60" in told
    assert ("Sumaq Kuy: S/" in told, "Retirar el pedido" in told, own.status_code) == (True, True, 403)

    client.sign_in(awarded.staff.id)
    stale = client.post(f"{page}/{joint.id}/confirmar", data={"sha256": "0" * 64})
    done = words(client.post(f"{page}/{joint.id}/confirmar", data=seen, follow_redirects=True).text)

    session.expire_all()
    kinds = [one.kind for one in contest_documents(session, awarded.contest.id)]
    assert (stale.status_code, "Quedaron emitidos 3 convenios." in done) == (409, True)
    assert kinds.count("agreement") == 3


def test_what_was_asked_for_is_taken_back_on_its_page(
    client: PageClient, session: Session, awarded: ScoredContest
) -> None:
    issued_resolution(session, awarded)
    session.commit()
    contest = f"/oficina/concursos/{awarded.contest.id}"
    client.sign_in(awarded.secretary.id)
    client.post(f"{contest}/documentos/convenios", data=TERMS)
    joint = session.scalars(select(JointAct)).one()

    back = words(client.post(f"{contest}/pedidos/{joint.id}/retirar", follow_redirects=True).text)

    session.expire_all()
    assert ("no cambió nada" in back, "Pedir que se emitan" in back, joint.state) == (
        True,
        True,
        "withdrawn",
    )
