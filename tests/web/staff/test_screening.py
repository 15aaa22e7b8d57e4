"""The pages of the screening: what the office reads, ticks and decides, and what the letters are."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.rules.screening import Decision
from contest_portal.applications.screening_models import Defect, ScreeningDecision
from contest_portal.applications.screening_queries import findings_of, screening_of
from contest_portal.contests.rules.rulebook import ScreeningRules, Uncured
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.contests import CLOSES
from tests.factories.designing import Desk
from tests.factories.screening import CURE_END, REASON, SCREENED, ScreeningScene, make_screening_scene
from tests.page_client import PageClient, words
from tests.query_count import counted_queries


@pytest.fixture
def scene(session: Session, clock: StandingClock) -> ScreeningScene:
    scene = make_screening_scene(session)
    clock.set(SCREENED)
    return scene


@pytest.fixture
def office(client: PageClient, scene: ScreeningScene) -> PageClient:
    scene.session.commit()
    return client.sign_in(scene.secretary.id)


def sent(scene: ScreeningScene, name: str = "Sumaq Kuy") -> Application:
    application = scene.send(name)
    scene.session.commit()
    return application


def listed(client: PageClient, scene: ScreeningScene) -> str:
    answer = client.get(f"/oficina/concursos/{scene.village.contest.id}/admision")
    return words(answer.get_data(as_text=True))


def page(client: PageClient, application: Application, rest: str = "") -> str:
    return client.read(f"/oficina/solicitudes/{application.id}/admision{rest}")


def test_an_empty_list_says_what_will_come(office: PageClient, scene: ScreeningScene) -> None:
    assert "No hay solicitudes recibidas" in listed(office, scene)


def test_the_list_shows_where_each_stands_and_who_is_alike(office: PageClient, scene: ScreeningScene) -> None:
    first, second = sent(scene), sent(scene, "Pan de Lircay")
    scene.ask_cure(second)
    scene.session.commit()

    text = listed(office, scene)

    for shown in (
        first.code,
        second.code,
        "Por revisar",
        "Por subsanar",
        "Perfiles casi idénticos",
        "(100 %)",
    ):
        assert str(shown) in text


def test_the_list_asks_as_much_of_the_database_for_three_as_for_one(
    office: PageClient, scene: ScreeningScene
) -> None:
    sent(scene)
    with counted_queries(scene.session) as one:
        listed(office, scene)
    sent(scene, "Pan de Lircay")
    sent(scene, "Tejidos de Anta")

    with counted_queries(scene.session) as three:
        listed(office, scene)

    assert three.total == one.total


def test_before_the_close_the_pages_say_to_wait(
    office: PageClient, scene: ScreeningScene, clock: StandingClock
) -> None:
    application = sent(scene)
    clock.set(CLOSES - timedelta(hours=1))

    assert "La recepción sigue abierta" in listed(office, scene)
    text = page(office, application)
    assert "Revise los perfiles después del cierre." in text
    assert "Guardar los defectos" not in text


def test_a_secretary_ticks_asks_and_the_group_has_its_date(office: PageClient, scene: ScreeningScene) -> None:
    application = sent(scene)
    before = page(office, application)
    assert "Comprobaciones automáticas" in before
    assert "B-01: Defecto B-01 del perfil. (Bienes por comprar; subsanable)" in before
    address = f"/oficina/solicitudes/{application.id}/admision"

    office.post(address, data={"version": "0", "findings": ["B-01"]})
    version = scene.version(application)
    preview = page(office, application, "/subsanar")
    answer = office.post(f"{address}/subsanar", data={"version": str(version)})

    assert answer.status_code == 303
    assert "el grupo tiene hasta el 3 dic. 2026, 17:00" in preview
    scene.session.expire_all()
    screening = screening_of(scene.session, application.id)
    assert screening is not None
    assert (screening.state, screening.cure_until) == ("cure", CURE_END)
    after = page(office, application)
    assert "El grupo está subsanando" in after
    assert "CARTA N.° 0001-2026-UT-HUANCAVELICA" in after


def test_a_refusal_needs_its_reason_beside_the_field(office: PageClient, scene: ScreeningScene) -> None:
    application = sent(scene)

    answer = office.post(
        f"/oficina/solicitudes/{application.id}/admision/rechazar", data={"version": "0", "reason": "No"}
    )

    assert answer.status_code == 422
    assert "Escriba el motivo, de 10 a 1000 letras" in answer.get_data(as_text=True)


def test_a_decision_on_an_older_state_is_told(office: PageClient, scene: ScreeningScene) -> None:
    application = sent(scene)
    scene.tick(application, "B-01")
    scene.session.commit()

    answer = office.post(f"/oficina/solicitudes/{application.id}/admision/admitir", data={"version": "0"})

    assert answer.status_code == 409
    assert "Otra persona guardó cambios" in answer.get_data(as_text=True)


def test_what_was_turned_down_can_be_reinstated(office: PageClient, scene: ScreeningScene) -> None:
    application = sent(scene)
    scene.decide(application, Decision.REJECT, REASON)
    scene.session.commit()
    assert "Reincorporar" in page(office, application)

    office.post(
        f"/oficina/solicitudes/{application.id}/admision/reincorporar",
        data={"version": str(scene.version(application)), "reason": REASON},
    )

    text = page(office, application)
    assert "Reincorporado" in text
    assert "Nelson Arce" in text


def test_there_is_no_other_decision(office: PageClient, scene: ScreeningScene) -> None:
    application = sent(scene)

    assert office.get(f"/oficina/solicitudes/{application.id}/admision/perdonar").status_code == 404


def test_when_time_is_up_the_rule_is_applied_to_all_at_once(
    office: PageClient, scene: ScreeningScene, clock: StandingClock
) -> None:
    application = sent(scene)
    scene.ask_cure(application)
    scene.session.commit()
    clock.set(CURE_END)
    assert "Venció el plazo de 1 grupo" in listed(office, scene)

    answer = office.post(f"/oficina/concursos/{scene.village.contest.id}/admision/vencidos")

    assert answer.status_code == 303
    assert "No admitido: no subsanó a tiempo" in page(office, application)


def test_the_list_can_be_taken_away(office: PageClient, scene: ScreeningScene) -> None:
    application = sent(scene)
    scene.ask_cure(application)
    scene.session.commit()

    answer = office.get(f"/oficina/concursos/{scene.village.contest.id}/admision.csv")

    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=","))
    assert rows[1:] == [[application.code, "Sumaq Kuy", "Por subsanar", "1", "03/12/2026 17:00"]]


def test_a_letter_is_printed_once_and_of_its_application_alone(
    office: PageClient, scene: ScreeningScene
) -> None:
    application, other = sent(scene), sent(scene, "Pan de Lircay")
    decision = scene.decide(application, Decision.ADMIT)
    scene.session.commit()
    letters = "/oficina/solicitudes/{}/admision/cartas/{}"

    answer = office.post(letters.format(application.id, decision.document_id))

    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert office.post(letters.format(other.id, decision.document_id)).status_code == 404


def test_an_auditor_reads_and_decides_nothing(client: PageClient, scene: ScreeningScene) -> None:
    application = sent(scene)
    auditor = make_user(scene.session, Role.AUDITOR)
    scene.session.commit()
    client.sign_in(auditor.id)

    text = page(client, application)

    assert "Comprobaciones automáticas" in text
    assert "Guardar los defectos" not in text
    assert "Decidir" not in text


def test_a_contest_without_screening_says_so(desk: Desk) -> None:
    text = words(desk.get("reglas-de-admision").get_data(as_text=True))

    assert "Sin revisión, todo lo recibido se evalúa." in text


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        ({"screens": "y", "cure_days": "5", "uncured": "admit"}, ScreeningRules(5, Uncured.ADMIT)),
        ({"screens": "y", "cure_days": "3", "uncured": "reject"}, ScreeningRules(3)),
        ({"cure_days": "3", "uncured": "reject"}, None),
    ],
    ids=["admits the uncured", "turns them down", "no screening"],
)
def test_the_designer_keeps_the_rules(
    desk: Desk, typed: dict[str, object], rules: ScreeningRules | None
) -> None:
    desk.post("reglas-de-admision", typed)

    assert desk.book.screening == rules


def test_the_designer_names_a_period_that_is_none(desk: Desk) -> None:
    answer = desk.post("reglas-de-admision", {"screens": "y", "cure_days": "0", "uncured": "reject"})

    assert answer.status_code == 422
    assert "El plazo para subsanar va de 1 a 30 días hábiles." in answer.get_data(as_text=True)


def test_staff_add_and_change_a_defect(client: PageClient, scene: ScreeningScene) -> None:
    scene.session.commit()
    client.sign_in(scene.village.staff.id)
    typed = {
        "version": "0",
        "code": "c-1",
        "text": "Falta una firma.",
        "section": "",
        "curable": "y",
        "in_use": "y",
    }

    client.post("/oficina/defectos/nuevo", data=typed)
    taken = client.post("/oficina/defectos/nuevo", data=typed)
    defect = scene.session.scalars(select(Defect).where(Defect.code == "C-1")).one()
    client.post(
        f"/oficina/defectos/{defect.id}", data={**typed, "version": "1", "section": "goods", "in_use": ""}
    )

    scene.session.refresh(defect)
    assert (defect.section, defect.curable, defect.in_use) == ("goods", True, False)
    assert (taken.status_code, "Ya hay un defecto con este código." in taken.get_data(as_text=True)) == (
        422,
        True,
    )
    assert "Retirado" in client.read("/oficina/defectos")


def test_decisions_are_counted_once(office: PageClient, scene: ScreeningScene) -> None:
    application = sent(scene)
    data = {"version": "0"}
    address = f"/oficina/solicitudes/{application.id}/admision/admitir"

    answers = [office.post(address, data=data).status_code for _ in range(2)]

    assert answers == [303, 409]
    assert len(scene.session.scalars(select(ScreeningDecision)).all()) == 1
    assert findings_of(scene.session, screening_of(scene.session, application.id)) == ()
