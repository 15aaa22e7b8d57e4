"""Running an evaluation through the office's pages."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import members_of
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook, TieBreak, TieKind
from contest_portal.scoring.models import Attendance, Sheet
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.contests import CLOSES, RULEBOOK
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, add_group, make_evaluation, score_fully
from tests.factories.scoring import make_attendance, make_interest, make_sheet
from tests.page_client import PageClient
from tests.query_count import counted_queries


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY)


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/evaluacion{rest}"


def signed_in(session: Session, client: PageClient, scene: Evaluation) -> PageClient:
    session.commit()
    return client.sign_in(scene.secretary.id)


def state(session: Session, scene: Evaluation) -> str:
    session.expire_all()
    return session.get_one(Contest, scene.contest.id).state


def present(session: Session) -> dict[int, bool]:
    session.expire_all()
    return dict(session.execute(select(Attendance.household_id, Attendance.present)).all())


def test_opening_shows_what_is_missing(session: Session, client: PageClient, clock: StandingClock) -> None:
    scene = make_evaluation(session, state="published", jurors=1)
    clock.set(CLOSES - timedelta(minutes=1))
    signed_in(session, client, scene)

    page = client.get(address(scene, "/apertura")).get_data(as_text=True)
    forced = client.post(address(scene, "/apertura"))

    assert "La convocatoria sigue abierta." in page
    assert "hay 1 y el quórum es 2" in page
    assert forced.status_code == 422
    assert state(session, scene) == "published"


def test_a_complete_contest_opens(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published")
    signed_in(session, client, scene)

    page = client.get(address(scene, "/apertura")).get_data(as_text=True)
    answer = client.post(address(scene, "/apertura"))

    assert "Todo está listo" in page
    assert (answer.status_code, answer.location, state(session, scene)) == (303, address(scene), "evaluating")
    assert client.post(address(scene, "/apertura")).status_code == 409


def test_the_board_shows_states_and_counts_and_no_mark(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=False)
    first, second = scene.applications
    make_interest(session, scene.jurors[0], first)
    make_interest(session, scene.jurors[1], first)
    make_interest(session, scene.jurors[1], second, recused=True, reason="Primo")
    make_sheet(session, scene.jurors[0], first, "FIELD", {"F1": 9, "F2": 1, "F3": 27})
    make_sheet(session, scene.jurors[1], first, "FIELD", {"F1": 9}, final=False)
    make_attendance(session, first, scene.secretary, present=3)

    page = signed_in(session, client, scene).get(address(scene)).get_data(as_text=True)

    for text in ("Definitiva", "Borrador", "Falta", "Se abstuvo", "No declaró", "3 de 4 hogares"):
        assert text in page
    assert "1 de 3" in page
    assert "0 de 2" in page
    assert not re.search(r">[^<]*\b(27|37)\b", page)


def test_the_board_names_groups_that_attendance_leaves_out(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    make_attendance(session, scene.applications[0], scene.secretary, present=1)

    page = signed_in(session, client, scene).get(address(scene)).get_data(as_text=True)

    assert f"{scene.applications[0].code} Sumaq Kuy: 1 de 4 hogares presentes." in page


def test_the_number_of_queries_does_not_grow_with_the_groups(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=("Uno",))
    signed_in(session, client, scene)
    with counted_queries(session) as with_one:
        client.get(address(scene))
    for name in ("Dos", "Tres"):
        add_group(session, scene.contest, scene.centre, name)
    session.commit()

    with counted_queries(session) as with_three:
        client.get(address(scene))

    assert with_three.total == with_one.total


def test_attendance_is_recorded_household_by_household(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    members = members_of(session, scene.applications[0].id)
    page_address = address(scene, f"/asistencia/{scene.applications[0].id}/FIELD")
    signed_in(session, client, scene)

    page = client.get(page_address).get_data(as_text=True)
    answer = client.post(
        page_address, data={"present": [str(members[0].household_id), str(members[2].household_id)]}
    )
    again = client.get(page_address).get_data(as_text=True)

    assert members[0].full_name in page
    assert members[0].dni not in page
    assert "Menos de 50 % de 4 hogares presentes descalifica al grupo." in page
    assert (answer.status_code, answer.location) == (303, address(scene))
    assert present(session) == {
        members[0].household_id: True,
        members[1].household_id: False,
        members[2].household_id: True,
        members[3].household_id: False,
    }
    assert again.count(" checked") == 2


@pytest.mark.parametrize("household", ["999999", "uno", "-1"])
def test_a_household_that_is_not_the_groups_is_refused(
    session: Session, client: PageClient, household: str
) -> None:
    scene = make_evaluation(session)
    signed_in(session, client, scene)

    answer = client.post(
        address(scene, f"/asistencia/{scene.applications[0].id}/FIELD"), data={"present": [household]}
    )

    assert answer.status_code == 422
    assert "Uno de los hogares marcados no es del grupo." in answer.get_data(as_text=True)
    assert present(session) == {}


def test_attendance_exists_for_groups_of_the_contest_and_phases_that_ask(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session)
    signed_in(session, client, scene)

    assert client.get(address(scene, f"/asistencia/{scene.applications[0].id}/PUBLIC")).status_code == 404
    assert client.get(address(scene, "/asistencia/99999/FIELD")).status_code == 404
    assert client.post(address(scene, "/asistencia/99999/FIELD")).status_code == 404


def test_a_sheet_is_returned_with_a_reason_and_its_marks_are_not_shown(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session)
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", {"F1": 9, "F2": 1, "F3": 27})
    page_address = address(scene, f"/fichas/{sheet.id}/devolver")
    signed_in(session, client, scene)

    page = client.get(page_address).get_data(as_text=True)
    bare = client.post(page_address, data={"reason": "  "})
    answer = client.post(page_address, data={"reason": "Corresponde a otro grupo"})
    session.expire_all()
    after = session.get_one(Sheet, sheet.id)

    assert "Jurado 1" in page
    assert not re.search(r">[^<]*\b(27|37)\b", page)
    assert bare.status_code == 422
    assert (answer.status_code, after.state, after.returned_reason) == (
        303,
        "draft",
        "Corresponde a otro grupo",
    )
    assert "Esta ficha ya es un borrador" in client.get(page_address).get_data(as_text=True)
    assert client.post(page_address, data={"reason": "Otra vez"}).status_code == 409


def test_a_sheet_of_another_contest_is_not_found(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    signed_in(session, client, scene)

    assert client.get(f"/oficina/concursos/99999/evaluacion/fichas/{sheet.id}/devolver").status_code == 404
    assert client.get(address(scene, "/fichas/99999/devolver")).status_code == 404


def test_the_closing_page_lists_what_is_missing_and_refuses(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    signed_in(session, client, scene)

    page = client.get(address(scene, "/cierre")).get_data(as_text=True)
    forced = client.post(address(scene, "/cierre"), data={"confirmed": "y"})

    code = scene.applications[0].code
    assert f"{code}: falta registrar la asistencia en Evaluación de campo." in page
    assert f"{code}: en Presentación pública hay 0 de 3 fichas definitivas y el quórum es 2." in page
    assert forced.status_code == 422
    assert state(session, scene) == "evaluating"


def test_closing_needs_the_confirmation_and_leads_to_the_ranking(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    signed_in(session, client, scene)

    page = client.get(address(scene, "/cierre")).get_data(as_text=True)
    bare = client.post(address(scene, "/cierre"))
    unread = client.post(address(scene, "/cierre"), data={"confirmed": "y"})
    answer = client.post(address(scene, "/cierre"), data={"confirmed": "y", "warned": "y"})

    assert "quórum completo en los 2 grupos" in page
    assert "la presentación pública es el 09/12/2026. Si cierra hoy, se adelanta." in page
    assert unread.status_code == 422
    assert "Marque la casilla si de todos modos quiere seguir." in unread.text
    assert bare.status_code == 422
    assert "Marque la confirmación" in bare.get_data(as_text=True)
    assert (answer.status_code, answer.location) == (
        303,
        f"/oficina/concursos/{scene.contest.id}/orden-de-merito",
    )
    assert state(session, scene) == "scored"
    assert client.post(address(scene, "/cierre"), data={"confirmed": "y"}).status_code == 409


def tied(session: Session, rulebook: Rulebook) -> Evaluation:
    scene = make_evaluation(session, rulebook=rulebook)
    for application in scene.applications:
        make_attendance(session, application, scene.secretary, present=4)
        for juror in scene.jurors:
            for phase, marks in MARKS.items():
                make_sheet(session, juror, application, phase, marks)
    return scene


DRAWN = {
    "numbers": "4 17 8 23",
    "held_at": "2026-11-23T11:30",
    "witnesses": "El jurado y los dos grupos",
    "confirmed": "y",
}


def test_a_tie_is_drawn_before_the_order_is_shown(session: Session, client: PageClient) -> None:
    lot = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=(TieBreak(TieKind.LOT),)))
    scene = tied(session, lot)
    signed_in(session, client, scene)

    before = client.get(address(scene, "/cierre")).text
    refused = client.post(address(scene, "/cierre"), data={"confirmed": "y", "warned": "y"})
    form = client.get(address(scene, "/sorteo")).text
    drawn = client.post(address(scene, "/sorteo"), data=DRAWN)
    again = client.post(address(scene, "/sorteo"), data=DRAWN)
    after = client.get(address(scene, "/cierre")).text
    closed = client.post(
        address(scene, "/cierre"), data={"confirmed": "y", "warned": "y"}, follow_redirects=True
    )

    assert ("Registrar el sorteo" in before, 'name="confirmed"' in before) == (True, False)
    assert refused.status_code == 422
    assert "siguen empatados" in form
    assert (drawn.status_code, drawn.location) == (303, address(scene, "/cierre"))
    assert again.status_code == 409
    assert "Salieron los números 4-17-8-23" in after
    assert "Decide el sorteo público." not in after
    assert state(session, scene) == "scored"
    for expected in (
        "Decide el sorteo público.",
        "Salieron los números 4-17-8-23",
        f"«{scene.contest.code}|4-17-8-23|código del grupo»",
        "Nélida Poma Crispín",
    ):
        assert expected in closed.text, f"{expected!r} is missing"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"numbers": "siete"}, "Escriba los números en el orden en que salieron, separados por espacios"),
        ({"numbers": ""}, "Escriba los números en el orden en que salieron."),
        ({"confirmed": ""}, "Marque la confirmación para registrar el sorteo."),
        ({"held_at": "2027-01-01T10:00"}, "El sorteo todavía no se ha hecho a esa hora."),
    ],
)
def test_what_is_no_draw_is_said_beside_its_field(
    session: Session, client: PageClient, changed: dict[str, str], expected: str
) -> None:
    scene = tied(session, replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=())))
    signed_in(session, client, scene)
    answer = client.post(address(scene, "/sorteo"), data={k: v for k, v in {**DRAWN, **changed}.items() if v})

    assert (answer.status_code, expected in answer.text) == (422, True)


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_staff_and_auditor_see_the_board_and_run_nothing(
    session: Session, client: PageClient, role: Role
) -> None:
    scene = make_evaluation(session)
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    reader = make_user(session, role)
    session.commit()
    client.sign_in(reader.id)

    board = client.get(address(scene))
    refused = [
        client.get(address(scene, rest)).status_code
        for rest in (
            "/apertura",
            "/cierre",
            f"/fichas/{sheet.id}/devolver",
            f"/asistencia/{scene.applications[0].id}/FIELD",
        )
    ]

    assert board.status_code == 200
    assert "Devolver" not in board.get_data(as_text=True)
    assert refused == [403, 403, 403, 403]


def test_a_juror_does_not_enter_the_office(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    session.commit()

    assert client.sign_in(scene.users[0].id).get(address(scene)).status_code == 403
