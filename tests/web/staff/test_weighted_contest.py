"""The contest of another programme, set up through the pages alone: weighted marks, jury 90 and adviser 10."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Contest, ProductionLine
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.template_sheets.weighted import WEIGHTED_PHASE
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import make_fund
from tests.factories.registry import make_district
from tests.page_client import PageClient, words


def test_the_weighted_contest_is_started_worked_published_and_called(
    session: Session, client: PageClient
) -> None:
    fund = make_fund(session, make_office(session))
    staff = make_user(session, Role.STAFF)
    district = make_district(session)
    session.add(ProductionLine(code="cuyes", name="Crianza de cuyes"))
    session.commit()
    client.sign_in(staff.id)
    start = {"title": "Emprendimientos", "code": "EMP-2026", "fund_id": fund.id, "fund": "50000"}

    client.post("/oficina/concursos/nuevo", data=start | {"base": "template:weighted"})
    contest = session.scalars(select(Contest)).one()
    address = f"/oficina/concursos/{contest.id}"
    client.post(f"{address}/territorio", data={"version": contest.version, "found": [district.ubigeo]})
    session.refresh(contest)
    client.post(f"{address}/lineas", data={"version": contest.version, "lines": ["cuyes"]})
    session.refresh(contest)
    example = words(client.get(f"{address}/ejemplo").text)
    client.post(f"{address}/publicar", data={"version": contest.version})
    session.refresh(contest)
    call = words(client.get(f"/convocatorias/{contest.code}").text)

    assert "Evaluación ponderada: 77.95 de 100 puntos, con 4 fichas." in example
    assert contest.state == "published"
    assert rulebook_of(session, contest.id).phases == (WEIGHTED_PHASE,)
    for sentence in (
        "Cada criterio aporta su peso por la nota, dividida entre la nota más alta.",
        "Jurado: 90 % de la fase. Si no hay ninguna ficha suya: no se puede cerrar el puntaje.",
        "Asesor: 10 % de la fase. Si no hay ninguna ficha suya: su parte pasa a las otras clases.",
        "Nota de 1 a 10.",
        "Paso de las notas 0.1",
    ):
        assert sentence in call
