"""Answers to a contest's own questions and quotations on the pages of the office, and their cure by the group."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import profile_of
from contest_portal.contests.rules.profile_form import ProfileForm
from tests.conftest import StandingClock
from tests.factories.applying import make_village
from tests.factories.profile_forms import ASKING, FORM, OFFERS, QUOTES, answered
from tests.factories.profiles import PROFILE
from tests.factories.screening import SCREENED, ScreeningScene, make_defect, scene_at, screened_rules
from tests.page_client import PageClient

SENT = answered(replace(PROFILE, quotations=OFFERS), agua="no", historia="En la plaza.", feria="Feria")


@pytest.fixture
def scene(session: Session, clock: StandingClock) -> ScreeningScene:
    """A contest that asks, and screens what it receives."""
    sections = (replace(one, quotations=QUOTES) if one.code == "goods" else one for one in FORM.sections)
    book = replace(ASKING, form=ProfileForm(tuple(sections)), screening=screened_rules())
    scene = scene_at(make_village(session, rulebook=book))
    make_defect(session, "O-01", section="own")
    clock.set(SCREENED + timedelta(days=1))
    return scene


@pytest.fixture
def application(scene: ScreeningScene) -> Application:
    application = scene.send(profile=SENT)
    scene.session.commit()
    return application


def cured(client: PageClient, scene: ScreeningScene, application: Application) -> str:
    """Let the group correct its own part on the pages; give what they compare."""
    scene.ask_cure(application, "O-01")
    scene.session.commit()
    client.sign_in(scene.village.representative.id)
    cure = f"/grupo/solicitudes/{application.id}/subsanar"
    fields = {"q_feria": "Casa", "q_historia": "En la plaza.", "q_cliente": "Ana"}
    client.post(f"{cure}/s1", data={"version": str(scene.version(application)), **fields})
    compared = client.read(cure)
    scene.session.expire_all()
    client.post(cure, data={"version": str(scene.version(application)), "agreed": "y"})
    scene.session.expire_all()
    return compared


def test_the_office_reads_answers_and_the_comparison(
    client: PageClient, scene: ScreeningScene, application: Application
) -> None:
    page = client.sign_in(scene.secretary.id).read(f"/oficina/solicitudes/{application.id}")

    assert "¿Tienen agua para riego? No" in page
    assert "Cuenten cómo venden En la plaza." in page
    assert "¿De dónde viene?" not in page
    assert "Granja El Roble 20 de octubre de 2026 S/ 4,500.00 La más barata" in page


def test_the_checks_of_the_screening_name_parts_as_the_form_does(
    client: PageClient, scene: ScreeningScene, application: Application
) -> None:
    page = client.sign_in(scene.secretary.id).read(f"/oficina/solicitudes/{application.id}/admision")

    assert "El mercado" in page.partition("Comprobaciones automáticas")[2]
    assert "O-01: Defecto O-01 del perfil. (Preguntas propias del concurso; subsanable)" in page


def test_a_part_of_the_contests_own_is_cured_and_compared(
    client: PageClient, scene: ScreeningScene, application: Application
) -> None:
    compared = cured(client, scene, application)

    assert "¿Dónde venden? Feria Casa" in compared
    assert "¿Quién compra más? — Ana" in compared
    assert profile_of(scene.session, application.id) == answered(
        replace(PROFILE, quotations=OFFERS), agua="no", historia="En la plaza.", feria="Casa", cliente="Ana"
    )


def test_the_office_compares_the_versions_with_their_answers(
    client: PageClient, scene: ScreeningScene, application: Application
) -> None:
    cured(client, scene, application)

    page = client.sign_in(scene.secretary.id).read(f"/oficina/solicitudes/{application.id}/versiones")

    assert "De la versión 1 a la 2" in page
    assert "¿Dónde venden? Feria Casa" in page


def test_the_list_of_defects_names_own_questions(client: PageClient, scene: ScreeningScene) -> None:
    scene.session.commit()
    page = client.sign_in(scene.village.staff.id).read("/oficina/defectos")

    assert "Preguntas propias del concurso" in page
