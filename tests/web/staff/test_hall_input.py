"""The session's pages against bad input: empty, huge, of others, pressed twice, out of time; in both languages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, RoleGrant
from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.session_models import HallIncident, HallSession, Presentation
from contest_portal.kernel.audit import AuditRow
from contest_portal.scoring.services.close_scoring import close_scoring
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.contests import make_contest
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation, score_fully
from tests.factories.hall import by_secretary, make_ready_hall, open_hall, present_group, view_of
from tests.page_client import PageClient, words

HERE = "%Y-%m-%dT%H:%M"
OFFICE = timedelta(hours=5)
SETUP = {"phase_code": "PUBLIC", "place": "Local", "agenda": "Bienvenida", "minutes": "10"}
DRAW = {"numbers": "4 17 8 23", "witnesses": "Todos", "confirmed": "y"}
CLOSING = {"closed_at": f"{JURY_DAY - OFFICE:{HERE}}", "confirmed": "y"}


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY)


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/sesion{rest}"


def ready(session: Session, client: PageClient) -> Evaluation:
    """Sign the secretary in to a session with its order drawn."""
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    session.commit()
    client.sign_in(scene.secretary.id)
    return scene


def deeds(session: Session) -> int:
    return (
        session.scalar(select(func.count()).select_from(AuditRow).where(AuditRow.action.like("hall.%"))) or 0
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"phase_code": "OTRA"}, "", id="no phase of the rules"),
        pytest.param({"place": ""}, "Escriba el lugar donde sesiona el jurado.", id="no place"),
        pytest.param({"place": "  \u00a0 "}, "Escriba el lugar donde sesiona el jurado.", id="a blank place"),
        pytest.param({"place": "x" * 201}, "Escriba 200 letras como máximo: hay 201.", id="a long place"),
        pytest.param({"agenda": ""}, "Escriba la agenda, un punto por línea.", id="no agenda"),
        pytest.param({"agenda": "x" * 2001}, "El texto tiene más de 2000 letras.", id="a long agenda"),
        pytest.param({"minutes": ""}, "Escriba los minutos de cada exposición.", id="no minutes"),
        pytest.param({"minutes": "0"}, "entre 1 y 180 minutos", id="no time"),
        pytest.param({"minutes": "181"}, "entre 1 y 180 minutos", id="too much time"),
        pytest.param({"minutes": "-5"}, "Escriba un número entero", id="a sign"),
        pytest.param({"minutes": "10.5"}, "Escriba un número entero", id="decimals"),
        pytest.param({"minutes": "9" * 40}, "Escriba un número entero", id="more than a number"),
        pytest.param({"minutes": "<script>"}, "Escriba un número entero", id="a tag"),
    ],
)
def test_a_session_is_not_opened_with_half_a_plan(
    session: Session, client: PageClient, change: dict[str, str], says: str
) -> None:
    scene = make_evaluation(session, groups=(), jurors=0)
    session.commit()
    client.sign_in(scene.secretary.id)

    answer = client.post(address(scene, "/datos"), data=SETUP | change)

    assert (answer.status_code, says in words(answer.text)) == (422, True)
    assert "<script>" not in answer.text
    assert session.scalar(select(func.count()).select_from(HallSession)) == 0


@pytest.mark.parametrize("rest", ["/datos", "/orden", "/incidencias/nueva", "/cierre", "/reapertura"])
def test_an_empty_form_is_refused_and_nothing_is_kept(
    session: Session, client: PageClient, rest: str
) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)
    session.commit()
    client.sign_in(scene.secretary.id)
    before = deeds(session)

    answer = client.post(address(scene, rest), data={})

    assert answer.status_code in ((409, 422) if rest == "/reapertura" else (422,))
    assert deeds(session) == before


@pytest.mark.parametrize(
    ("hour", "status"),
    [
        pytest.param(timedelta(0), 303, id="now"),
        pytest.param(timedelta(minutes=1), 422, id="to come"),
        pytest.param(timedelta(minutes=-1), 422, id="before the opening"),
        pytest.param(timedelta(days=-365), 422, id="a year ago"),
    ],
)
def test_an_incident_happened_within_the_session(
    session: Session, client: PageClient, hour: timedelta, status: int
) -> None:
    scene = ready(session, client)
    happened = f"{JURY_DAY - OFFICE + hour:{HERE}}"

    answer = client.post(
        address(scene, "/incidencias/nueva"), data={"happened_at": happened, "text": "Llovió"}
    )

    assert answer.status_code == status
    assert session.scalar(select(func.count()).select_from(HallIncident)) == (status == 303)


@pytest.mark.parametrize("hour", ["", "ayer", "2026-13-40T99:99", "0000-00-00T00:00", "9" * 300])
@pytest.mark.parametrize("rest", ["/cierre", "/incidencias/nueva"])
def test_what_is_no_hour_is_refused(session: Session, client: PageClient, rest: str, hour: str) -> None:
    scene = ready(session, client)
    data = {"closed_at": hour, "happened_at": hour, "text": "Llovió", "confirmed": "y"}

    assert client.post(address(scene, rest), data=data).status_code == 422
    assert view_of(session, scene).hall.state == "open"


def test_what_is_written_is_shown_as_text(session: Session, client: PageClient) -> None:
    scene = ready(session, client)
    tag = "<b onclick=x>&amp;"
    happened = {"happened_at": f"{JURY_DAY - OFFICE:{HERE}}", "text": tag}

    client.post(address(scene, "/incidencias/nueva"), data=happened)
    client.post(address(scene, "/datos"), data=SETUP | {"place": tag, "agenda": f"{tag}\n{tag}"})
    page = client.get(address(scene)).text

    assert tag not in page
    assert page.count("&lt;b onclick=x&gt;&amp;amp;") == 4


@pytest.mark.parametrize(
    ("steps", "statuses"),
    [
        (("empezar", "empezar"), [303, 409]),
        (("empezar", "terminar", "terminar"), [303, 303, 409]),
        (("terminar",), [409]),
        (("deshacer",), [409]),
        (("empezar", "deshacer", "deshacer"), [303, 303, 409]),
    ],
)
def test_a_button_pressed_twice_does_it_once(
    session: Session, client: PageClient, steps: tuple[str, ...], statuses: list[int]
) -> None:
    scene = ready(session, client)
    first = view_of(session, scene).turns[0].application_id
    before = deeds(session)

    found = [client.post(address(scene, f"/exposiciones/{first}/{step}")).status_code for step in steps]

    assert found == statuses
    assert deeds(session) - before == statuses.count(303)


def test_the_order_is_drawn_once_and_the_session_closed_once(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)
    session.commit()
    client.sign_in(scene.secretary.id)

    drawn = [client.post(address(scene, "/orden"), data=DRAW).status_code for _ in range(2)]
    closed = [client.post(address(scene, "/cierre"), data=CLOSING).status_code for _ in range(2)]

    assert (drawn, closed) == ([303, 409], [303, 409])
    later = [
        client.post(address(scene, rest), data=data).status_code
        for rest, data in (
            ("/datos", SETUP),
            ("/asistencia", {"present": []}),
            ("/orden", DRAW),
            (f"/exposiciones/{scene.applications[0].id}/empezar", {}),
            (f"/exposiciones/{scene.applications[0].id}/ausencia", {"reason": "No llegó"}),
            ("/resultados", {"up_to": "1"}),
        )
    ]
    assert later == [409] * 6


@pytest.mark.parametrize("present", [["0"], ["-1"], ["x"], ["9" * 30], ["1e3"], ["999999"]])
def test_who_is_no_juror_is_not_noted(session: Session, client: PageClient, present: list[str]) -> None:
    scene = ready(session, client)
    mine = [str(juror.id) for juror in scene.jurors]

    answer = client.post(address(scene, "/asistencia"), data={"present": [*mine, *present]})

    assert answer.status_code == 422
    assert view_of(session, scene).quorum.present == 3


def test_nobody_marked_means_everybody_left(session: Session, client: PageClient) -> None:
    scene = ready(session, client)

    answer = client.post(address(scene, "/asistencia"), data={})

    assert answer.status_code == 303
    session.expire_all()
    assert view_of(session, scene).quorum.present == 0
    assert "Falta" in client.read(address(scene))


@pytest.mark.parametrize(
    ("up_to", "shown"), [("1", 1), ("99", 2), ("0", 0), ("-1", 0), ("x", 0), ("9" * 20, 0)]
)
def test_as_many_results_are_shown_as_there_are(
    session: Session, client: PageClient, up_to: str, shown: int
) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    make_ready_hall(session, scene)
    for turn in view_of(session, scene).turns:
        present_group(session, scene, turn.application_id, "begin", "end")
    close_scoring(session, by_secretary(session, scene), contest_id=scene.contest.id)
    session.commit()
    client.sign_in(scene.secretary.id)

    answers = [client.post(address(scene, "/resultados"), data={"up_to": up_to}) for _ in range(2)]

    session.expire_all()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert view_of(session, scene).hall.revealed == shown


def test_a_session_of_another_contest_is_out_of_reach(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating")
    stranger = make_user(session, full_name="Secretaria de otro concurso")
    stranger.grants = [RoleGrant(role=Role.SECRETARY.value, contest_id=other.id)]
    session.commit()
    client.sign_in(stranger.id)
    group = scene.applications[0].id
    rests = (
        "/datos",
        "/asistencia",
        "/orden",
        f"/exposiciones/{group}/ausencia",
        "/incidencias/nueva",
        "/cierre",
    )

    looked = [client.get(address(scene, rest)).status_code for rest in ("", *rests, "/orden.csv")]
    pressed = [
        client.post(address(scene, rest), data=SETUP | DRAW | CLOSING).status_code
        for rest in (*rests, f"/exposiciones/{group}/empezar", "/pantalla", "/resultados", "/reapertura")
    ]
    crossed = client.post(f"/oficina/concursos/{other.id}/sesion/exposiciones/{group}/empezar").status_code

    assert (set(looked), set(pressed), crossed) == ({403}, {403}, 404)
    assert session.scalars(select(Presentation.state).distinct()).all() == ["waiting"]


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "x"])
def test_what_is_no_contest_is_not_found(session: Session, client: PageClient, number: str) -> None:
    scene = make_evaluation(session, groups=(), jurors=0)
    session.commit()
    client.sign_in(scene.secretary.id)

    assert client.get(f"/oficina/concursos/{number}/sesion").status_code == 404
    assert client.post(f"/oficina/concursos/{number}/sesion/pantalla").status_code == 404


def test_a_name_that_is_a_formula_is_no_formula_in_the_table(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=("=HYPERLINK(1)",))
    make_ready_hall(session, scene)
    session.commit()
    client.sign_in(scene.secretary.id)

    table = client.get(address(scene, "/orden.csv"))

    assert table.mimetype == "text/csv"
    assert ",=HYPERLINK" not in table.text


def test_in_english_the_pages_speak_english(session: Session, client: PageClient) -> None:
    scene = ready(session, client)
    client.get(address(scene, "?lang=en"))
    first = view_of(session, scene).turns[0].application_id

    pages = [
        client.read(address(scene, rest)) for rest in ("", "/asistencia", "/cierre", "/incidencias/nueva")
    ]
    present = [str(scene.jurors[0].id)]
    client.post(address(scene, "/asistencia"), data={"present": present})
    refused = words(client.post(address(scene, f"/exposiciones/{first}/empezar")).text)
    header = client.get(address(scene, "/orden.csv")).text.splitlines()[0]

    spanish = re.compile(r"\b(?:Sesión|Guardar|Anotar|Cerrar|asistencia)\b")
    assert [spanish.findall(page) for page in pages] == [[], [], [], []]
    assert "quorum" in refused
    assert "quórum" not in refused
    assert "Turno" not in header
