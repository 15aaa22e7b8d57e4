"""The session in the hall through the secretary's pages."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.session_models import Presentation
from contest_portal.jury.session_queries import hall_session
from contest_portal.scoring.services.close_scoring import close_scoring
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, add_group, make_evaluation, score_fully
from tests.factories.hall import (
    by_secretary,
    make_ready_hall,
    present_group,
    seat_in_hall,
    view_of,
)
from tests.factories.scoring import make_interest, make_sheet
from tests.page_client import PageClient, words
from tests.query_count import counted_queries


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY)


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/sesion{rest}"


def signed_in(session: Session, client: PageClient, scene: Evaluation) -> PageClient:
    session.commit()
    return client.sign_in(scene.secretary.id)


def test_the_page_says_what_to_do_from_opening_to_closing(
    session: Session, client: PageClient, clock: StandingClock
) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    score_fully(session, scene)
    group = scene.applications[0].id
    signed_in(session, client, scene)

    def step(rest: str, expected: str, **data: object) -> None:
        answer = client.post(address(scene, rest), data=data)
        assert (answer.status_code, answer.location) == (303, address(scene))
        assert expected in client.read(address(scene))

    assert "La sesión todavía no se abre" in client.read(address(scene))
    setup = {"phase_code": "PUBLIC", "place": "Local comunal", "agenda": "Bienvenida", "minutes": "10"}
    step("/datos", "Faltan 2 jurados para el quórum.", **setup)
    step("/asistencia", "Sortee el orden", present=[str(juror.id) for juror in scene.jurors[:2]])
    drawn = {"numbers": "4 17 8 23", "witnesses": "Todos", "confirmed": "y"}
    step("/orden", "Sigue Sumaq Kuy", **drawn)
    step(f"/exposiciones/{group}/ausencia", "Pasó al final: Aún no llega", reason="Aún no llega")
    step(f"/exposiciones/{group}/empezar", "Está exponiendo Sumaq Kuy")
    step(f"/exposiciones/{group}/deshacer", "Sigue Sumaq Kuy")
    step(f"/exposiciones/{group}/empezar", "Fichas definitivas de este grupo: 3 de 3.")
    step(f"/exposiciones/{group}/terminar", "Ya expusieron todos los grupos")
    happened = {"happened_at": "2026-11-14T12:00", "text": "Llovió"}
    happened["happened_at"] = f"{JURY_DAY - timedelta(hours=5):%Y-%m-%dT%H:%M}"
    step("/incidencias/nueva", "Llovió", **happened)
    incident = view_of(session, scene).incidents[0].incident_id
    step(f"/incidencias/{incident}/retirar", "Retirada: no pasa al acta.")
    close_scoring(session, by_secretary(session, scene), contest_id=scene.contest.id)
    session.commit()
    step("/resultados", "1 de 1 resultados", up_to="1")
    clock.advance(hours=1)
    closing = {"closed_at": f"{JURY_DAY - timedelta(hours=4, minutes=30):%Y-%m-%dT%H:%M}"}
    step("/cierre", "La sesión terminó", **closing)
    step("/reapertura", "Cierre la sesión", reason="Faltó leer un resultado")


def test_who_must_leave_and_whose_sheets_are_missing_is_said(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",), declared=False)
    group = scene.applications[0]
    make_interest(session, scene.jurors[0], group, recused=True)
    make_sheet(session, scene.jurors[1], group, "PUBLIC", MARKS["PUBLIC"])
    make_ready_hall(session, scene)
    page_before = signed_in(session, client, scene).read(address(scene))
    present_group(session, scene, group.id, "begin")
    session.commit()

    page = client.read(address(scene))

    assert "Antes de empezar deben salir de la sala, porque se abstuvieron: Jurado 1." in page_before
    assert "Deben salir de la sala, porque se abstuvieron Jurado 1" in page
    assert "Fichas definitivas de este grupo: 1 de 2. Faltan las de: Jurado 3." in page
    assert "39" not in page


def test_what_is_refused_is_said_beside_the_form_or_on_a_page(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    seat_in_hall(session, scene, [0])
    first = view_of(session, scene).turns[0].application_id
    signed_in(session, client, scene)

    refused = [
        client.post(address(scene, rest), data=data)
        for rest, data in (
            (f"/exposiciones/{first}/empezar", {}),
            (f"/exposiciones/{first}/ausencia", {"reason": ""}),
            ("/asistencia", {"present": ["uno"]}),
            ("/cierre", {"closed_at": f"{JURY_DAY - timedelta(hours=5):%Y-%m-%dT%H:%M}"}),
            ("/datos", {"phase_code": "PUBLIC", "place": "x", "agenda": "y", "minutes": "0"}),
        )
    ]

    assert [answer.status_code for answer in refused] == [422] * 5
    for answer, said in zip(
        refused,
        (
            "No hay quórum: están 1 de los 3 jurados",
            "Escriba por qué el grupo pasa al final",
            "ya no integra el jurado",
            "No expusieron: ",
            "entre 1 y 180 minutos",
        ),
        strict=True,
    ):
        assert said in words(answer.text)
    assert client.post(address(scene, "/orden"), data={}).status_code == 422
    assert client.post(address(scene, "/resultados"), data={"up_to": "1"}).status_code == 409


def test_what_does_not_exist_is_not_found(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    signed_in(session, client, scene)
    without = [
        client.get(address(scene, rest)).status_code for rest in ("/asistencia", "/orden.csv", "/cierre")
    ]
    make_ready_hall(session, scene)
    session.commit()
    done = [
        client.post(address(scene, f"/exposiciones/{scene.applications[0].id}/saltar")).status_code,
        client.post(address(scene, "/exposiciones/999999/empezar")).status_code,
        client.get(address(scene, "/exposiciones/999999/ausencia")).status_code,
        client.post(address(scene, "/incidencias/999999/retirar")).status_code,
    ]

    assert (without, done) == ([404] * 3, [404] * 4)


def test_the_order_is_taken_away_as_a_table(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    make_ready_hall(session, scene)
    signed_in(session, client, scene)

    lines = client.get(address(scene, "/orden.csv")).text.splitlines()

    assert lines[0].endswith("Turno,Puesto en el sorteo,Código,Grupo,Estado,Empezó,Terminó,Motivo del cambio")
    assert lines[1] == f"1,1,{scene.applications[0].code},Sumaq Kuy,En espera,,,"


def test_an_auditor_reads_and_changes_nothing(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    hall = make_ready_hall(session, scene)
    auditor = make_user(session, Role.AUDITOR)
    session.commit()
    client.sign_in(auditor.id)

    page = client.get(address(scene)).text

    assert (
        "Orden de las exposiciones" in page,
        "/sala/" in page,
        "<button" in page.partition("<main")[2],
    ) == (
        True,
        False,
        False,
    )
    assert client.post(address(scene, "/pantalla")).status_code == 403
    session.expire_all()
    kept = hall_session(session, scene.contest.id)
    assert kept is not None
    assert kept.screen_token == hall.screen_token


def test_a_contest_that_was_scored_without_a_session_says_so(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="scored")
    scene.contest.scored_at = JURY_DAY

    page = signed_in(session, client, scene).read(address(scene))

    assert "No se llevó la sesión en el portal" in page


def test_the_number_of_queries_does_not_grow_with_the_groups(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=("Uno",))
    hall = make_ready_hall(session, scene)
    signed_in(session, client, scene)
    with counted_queries(session) as with_one:
        client.get(address(scene))
    for turn, name in enumerate(("Dos", "Tres"), start=2):
        group = add_group(session, scene.contest, scene.centre, name)
        session.add(Presentation(session_id=hall.id, application_id=group.id, drawn=turn, turn=turn))
    session.commit()

    with counted_queries(session) as with_three:
        page = client.read(address(scene))

    assert ("Tres" in page, with_three.total) == (True, with_one.total)
