"""What a group reads at each turn of the screening, and what the pages refuse."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.rules.screening import Decision
from contest_portal.applications.screening_queries import screening_of
from contest_portal.contests.rules.rulebook import ScreeningRules, Uncured
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.screening import CURE_END, REASON, SCREENED, ScreeningScene, make_screening_scene
from tests.page_client import PageClient


@pytest.fixture
def scene(session: Session, clock: StandingClock) -> ScreeningScene:
    clock.set(SCREENED + timedelta(days=1))
    return make_screening_scene(session, rules=ScreeningRules(3, Uncured.ADMIT))


@pytest.fixture
def application(scene: ScreeningScene) -> Application:
    application = scene.send()
    scene.session.commit()
    return application


@pytest.fixture
def group(client: PageClient, scene: ScreeningScene) -> PageClient:
    scene.session.commit()
    return client.sign_in(scene.village.representative.id)


def own(client: PageClient, application: Application, rest: str = "") -> str:
    return client.read(f"/grupo/solicitudes/{application.id}{rest}")


def test_before_any_decision_the_page_is_as_it_was(group: PageClient, application: Application) -> None:
    text = own(group, application)

    assert "La solicitud fue recibida" in text
    assert "Revisión de admisión" not in text


def test_an_admitted_group_reads_what_comes_next(
    group: PageClient, scene: ScreeningScene, application: Application
) -> None:
    scene.decide(application, Decision.ADMIT)
    scene.session.commit()

    assert "El perfil fue admitido Pasa a la evaluación." in own(group, application)


def test_after_the_evaluation_opened_nobody_is_sent_to_complain(
    group: PageClient, scene: ScreeningScene, application: Application
) -> None:
    scene.decide(application, Decision.REJECT, REASON)
    scene.session.commit()
    assert "antes de que se abra la evaluación" in own(group, application)
    scene.village.contest.state = "evaluating"
    scene.session.commit()

    assert "antes de que se abra la evaluación" not in own(group, application)


def test_sending_needs_the_word_of_the_group_and_a_change(
    group: PageClient, scene: ScreeningScene, application: Application
) -> None:
    scene.ask_cure(application)
    scene.session.commit()
    address = f"/grupo/solicitudes/{application.id}/subsanar"
    version = str(scene.version(application))
    assert "Todavía nada. Elija una parte, corríjala y guárdela." in own(group, application, "/subsanar")

    silent = group.post(address, data={"version": version})
    unchanged = group.post(address, data={"version": version, "agreed": "y"})

    assert (silent.status_code, unchanged.status_code) == (422, 422)
    assert "Todavía no cambió nada." in unchanged.get_data(as_text=True)


def test_a_correction_that_leaves_a_part_empty_says_what_is_missing(
    group: PageClient, scene: ScreeningScene, application: Application
) -> None:
    scene.ask_cure(application)
    scene.session.commit()
    address = f"/grupo/solicitudes/{application.id}/subsanar"
    group.post(f"{address}/compras", data={"version": str(scene.version(application))})
    scene.session.expire_all()

    page = own(group, application, "/subsanar")
    sent = group.post(address, data={"version": str(scene.version(application)), "agreed": "y"})

    assert "Agregue al menos un bien que el grupo va a comprar." in page
    assert sent.status_code == 422


def test_somebody_elses_cure_does_not_exist(
    client: PageClient, scene: ScreeningScene, application: Application
) -> None:
    scene.ask_cure(application)
    other = make_user(scene.session, Role.REPRESENTATIVE)
    scene.session.commit()
    client.sign_in(other.id)

    assert client.get(f"/grupo/solicitudes/{application.id}/subsanar").status_code == 404
    assert client.post(f"/grupo/solicitudes/{application.id}/cartas/1").status_code == 404


def test_when_the_rule_admits_the_uncured_the_group_reads_it(
    client: PageClient, scene: ScreeningScene, application: Application, clock: StandingClock
) -> None:
    scene.ask_cure(application)
    scene.session.commit()
    clock.set(CURE_END)
    client.sign_in(scene.secretary.id)
    client.post(f"/oficina/concursos/{scene.village.contest.id}/admision/vencidos")
    client.sign_in(scene.village.representative.id)

    assert "Admitido como se recibió: no subsanó a tiempo" in own(client, application)
    screening = screening_of(scene.session, application.id)
    assert screening is not None
    assert screening.state == "admitted"
