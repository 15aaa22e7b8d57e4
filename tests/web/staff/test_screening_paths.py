"""The ways through the screening that are not the straight one: warnings, changes in the register, other places."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.rules.screening import Decision
from contest_portal.applications.screening_queries import defects, screening_of
from contest_portal.registry.models.register import Household
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.applying import make_village
from tests.factories.designing import CALENDAR, Desk
from tests.factories.registry import make_centre, make_district
from tests.factories.screening import REASON, SCREENED, ScreeningScene, make_screening_scene, scene_at
from tests.page_client import PageClient, words


@pytest.fixture
def scene(session: Session, clock: StandingClock) -> ScreeningScene:
    scene = make_screening_scene(session)
    clock.set(SCREENED)
    return scene


@pytest.fixture
def application(scene: ScreeningScene) -> Application:
    application = scene.send()
    scene.session.commit()
    return application


@pytest.fixture
def office(client: PageClient, scene: ScreeningScene) -> PageClient:
    scene.session.commit()
    return client.sign_in(scene.secretary.id)


def move_away(scene: ScreeningScene, application: Application) -> str:
    """Let the register say that a member lives in a district outside of the contest; give the member's name."""
    scene.session.refresh(application, ["members"])
    member = application.members[0]
    make_district(scene.session, ubigeo="090302", name="Anchonga")
    elsewhere = make_centre(scene.session, code="0903020001", name="Huayllay")
    scene.session.get_one(Household, member.household_id).centre_code = elsewhere.code
    scene.session.commit()
    return member.full_name


def page(client: PageClient, application: Application, rest: str = "") -> str:
    answer = client.get(f"/oficina/solicitudes/{application.id}/admision{rest}")
    return words(answer.get_data(as_text=True))


def test_what_the_register_says_now_stands_beside_what_it_said(
    office: PageClient, scene: ScreeningScene, application: Application
) -> None:
    assert "Nada: los integrantes son los mismos y viven donde vivían." in page(office, application)
    name = move_away(scene, application)

    text = page(office, application)

    assert f"{name} vivía en {scene.village.centre.name} y ahora figura en Huayllay." in text
    assert "fuera del ámbito del concurso" in text


def test_admitting_against_the_checks_asks_to_confirm(
    office: PageClient, scene: ScreeningScene, application: Application
) -> None:
    move_away(scene, application)
    address = f"/oficina/solicitudes/{application.id}/admision/admitir"
    assert "Las comprobaciones automáticas encuentran hoy lo siguiente" in page(
        office, application, "/admitir"
    )

    silent = office.post(address, data={"version": "0"})
    knowing = office.post(address, data={"version": "0", "warned": "y"})

    assert (silent.status_code, knowing.status_code) == (422, 303)
    screening = screening_of(scene.session, application.id)
    assert screening is not None
    assert screening.state == "admitted"


def test_a_cure_of_nothing_is_refused_on_its_page(office: PageClient, application: Application) -> None:
    answer = office.post(f"/oficina/solicitudes/{application.id}/admision/subsanar", data={"version": "0"})

    assert answer.status_code == 422
    assert "No hay ningún defecto marcado." in answer.get_data(as_text=True)


def test_what_cannot_be_cured_is_named(
    office: PageClient, scene: ScreeningScene, application: Application
) -> None:
    scene.tick(application, "X-01")
    scene.session.commit()
    version = str(scene.version(application))

    answer = office.post(
        f"/oficina/solicitudes/{application.id}/admision/subsanar", data={"version": version}
    )

    assert answer.status_code == 422
    assert "Lo marcado como X-01 no se puede subsanar." in answer.get_data(as_text=True)


def test_ticks_on_an_older_state_are_told(
    office: PageClient, scene: ScreeningScene, application: Application
) -> None:
    scene.tick(application, "B-01")
    scene.session.commit()

    answer = office.post(
        f"/oficina/solicitudes/{application.id}/admision", data={"version": "0", "findings": ["P-01"]}
    )

    assert answer.status_code == 409
    assert "Otra persona guardó cambios" in answer.get_data(as_text=True)


def test_a_defect_out_of_use_stays_ticked_where_it_was(
    office: PageClient, scene: ScreeningScene, application: Application
) -> None:
    scene.tick(application, "B-01")
    defect = next(one for one in defects(scene.session) if one.code == "B-01")
    defect.in_use, defect.text = False, "Otro texto que hoy dice el catálogo"
    scene.session.commit()

    text = page(office, application)

    assert "B-01: Defecto B-01 del perfil." in text
    assert "Otro texto que hoy dice el catálogo" not in text


def test_near_profiles_are_shown_where_one_decides(
    office: PageClient, scene: ScreeningScene, application: Application
) -> None:
    twin = scene.send("Pan de Lircay")
    scene.session.commit()

    text = page(office, application)

    assert "Perfiles casi idénticos" in text
    assert str(twin.code) in text
    assert "«Criamos cuyes de raza y los vendemos vivos y beneficiados en la feria dominical»" in text


def test_one_sending_has_nothing_to_compare(office: PageClient, application: Application) -> None:
    answer = office.get(f"/oficina/solicitudes/{application.id}/versiones")

    assert "no hay versiones que comparar" in answer.get_data(as_text=True)
    assert "Ver qué cambió" not in page(office, application)


def test_a_draft_has_no_screening(office: PageClient, scene: ScreeningScene) -> None:
    draft = scene.village.draft(scene.village.group(name="Borrador"))
    scene.session.commit()

    assert office.get(f"/oficina/solicitudes/{draft.id}/admision").status_code == 404


def test_once_the_evaluation_is_open_the_page_only_tells(
    office: PageClient, scene: ScreeningScene, application: Application
) -> None:
    scene.decide(application, Decision.REJECT, REASON)
    scene.village.contest.state = "evaluating"
    scene.session.commit()

    text = page(office, application)

    assert "La evaluación ya se abrió: la lista de admitidos no cambia más." in text
    assert "Decidir" not in text


def test_the_opening_of_the_evaluation_leads_to_the_screening(
    office: PageClient, scene: ScreeningScene, application: Application
) -> None:
    text = office.get(f"/oficina/concursos/{scene.village.contest.id}/evaluacion/apertura")

    html = text.get_data(as_text=True)
    assert f"Falta decidir la admisión de: {application.code}." in html
    assert f"/oficina/concursos/{scene.village.contest.id}/admision" in html


def test_a_contest_without_screening_shows_what_it_received_and_no_decision(
    client: PageClient, session: Session, clock: StandingClock
) -> None:
    scene = scene_at(make_village(session))
    application = scene.send()
    session.commit()
    clock.set(SCREENED)
    client.sign_in(scene.secretary.id)

    listed = words(
        client.get(f"/oficina/concursos/{scene.village.contest.id}/admision").get_data(as_text=True)
    )

    assert "Este concurso no tiene revisión de admisión" in listed
    assert "Por subsanar" not in listed
    assert "Decidir" not in page(client, application)
    answer = client.post(f"/oficina/solicitudes/{application.id}/admision/admitir", data={"version": "0"})
    assert answer.status_code == 409


def test_the_secretary_of_another_contest_is_kept_out(
    client: PageClient, scene: ScreeningScene, application: Application
) -> None:
    other = make_user(scene.session, Role.SECRETARY, contest_id=10**6)
    scene.session.commit()
    client.sign_in(other.id)

    statuses = [
        client.get(address).status_code
        for address in (
            f"/oficina/concursos/{scene.village.contest.id}/admision",
            f"/oficina/concursos/{scene.village.contest.id}/admision.csv",
            f"/oficina/solicitudes/{application.id}/admision",
            f"/oficina/solicitudes/{application.id}/versiones",
        )
    ]

    assert statuses == [403] * 4


def test_the_calendar_keeps_the_last_day_of_questions(desk: Desk) -> None:
    desk.post("calendario", CALENDAR | {"questions_until": "2027-05-20"})

    assert str(desk.book.calendar.questions_until) == "2027-05-20"
    desk.post("calendario", CALENDAR)
    assert desk.book.calendar.questions_until is None


@pytest.mark.parametrize(("typed", "kept"), [("5", 5), ("0", 0), ("", 3)])
def test_the_calendar_keeps_the_days_for_typing_from_paper(desk: Desk, typed: str, kept: int) -> None:
    desk.post("calendario", CALENDAR | {"paper_days": typed})

    assert desk.book.calendar.paper_days == kept


@pytest.mark.parametrize(("typed", "kept"), [("5", 5), ("0", 0), ("", 3)])
def test_the_calendar_keeps_the_days_for_observations(desk: Desk, typed: str, kept: int) -> None:
    desk.post("calendario", CALENDAR | {"observation_days": typed})

    assert desk.book.calendar.observation_days == kept


@pytest.mark.parametrize("last", ["2027-04-30", "2027-05-31"])
def test_questions_are_taken_within_the_call(desk: Desk, last: str) -> None:
    answer = desk.post("calendario", CALENDAR | {"questions_until": last})

    assert answer.status_code == 422
    assert "El último día de consultas cae fuera del plazo de recepción." in answer.get_data(as_text=True)


def test_the_checklist_of_a_draft_tells_its_screening(desk: Desk) -> None:
    before = words(desk.client.get(f"/oficina/concursos/{desk.contest.id}").get_data(as_text=True))
    desk.post("reglas-de-admision", {"screens": "y", "cure_days": "4", "uncured": "reject"})
    after = words(desk.client.get(f"/oficina/concursos/{desk.contest.id}").get_data(as_text=True))

    assert "Sin revisión: todo lo recibido se evalúa" in before
    assert "4 días hábiles para subsanar" in after


def test_a_cure_that_just_ended_waits_for_the_rule(
    office: PageClient, scene: ScreeningScene, application: Application, clock: StandingClock
) -> None:
    screening = scene.ask_cure(application)
    scene.session.commit()
    assert screening.cure_until is not None
    clock.set(screening.cure_until - timedelta(seconds=1))
    address = f"/oficina/concursos/{scene.village.contest.id}/admision"
    assert "Aplicar la regla de las bases" not in office.get(address).get_data(as_text=True)
    clock.set(screening.cure_until)

    assert "Aplicar la regla de las bases" in office.get(address).get_data(as_text=True)
