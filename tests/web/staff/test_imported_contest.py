"""The pages of a contest that came from a file: groups and jurors stand by their codes, and it goes its whole way."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.publication.services.import_bundle import import_bundle
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.services.close_scoring import close_scoring
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.registry import make_centre, make_district
from tests.page_client import PageClient
from tests.publication.rules.test_bundle_reading import example, read


def test_its_pages_stand(client: PageClient, session: Session) -> None:
    make_district(session)
    make_centre(session)
    staff, secretary = make_user(session, Role.STAFF), make_user(session, Role.SECRETARY)
    office = make_office(session)
    contest = import_bundle(session, act_of(staff, NOON), read(example()), office_id=office.id)
    close_scoring(session, act_of(secretary, NOON), contest_id=contest.id)
    group, sheet = session.scalars(select(Application.id)).first(), session.scalars(select(Sheet.id)).first()
    session.commit()
    client.sign_in(secretary.id)
    of_contest = f"/oficina/concursos/{contest.id}"

    pages = [
        client.get(address)
        for address in (
            of_contest,
            f"{of_contest}/evaluacion",
            f"{of_contest}/jurado",
            f"{of_contest}/solicitudes",
            f"{of_contest}/orden-de-merito",
            f"{of_contest}/reparto",
            f"{of_contest}/documentos",
            f"{of_contest}/fiabilidad",
            f"/oficina/solicitudes/{group}",
            f"{of_contest}/evaluacion/fichas/{sheet}/historia",
        )
    ]

    assert [(page.request.path, page.status_code) for page in pages if page.status_code != 200] == []
    assert "Origen: Fichas en papel del concurso de 2025" in pages[0].text
    assert "vinieron sin sello" in pages[0].text
    assert "Grupo B" in pages[4].text
