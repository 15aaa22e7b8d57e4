"""The screen of the hall: in each moment nothing of a person, nothing to press, nothing ahead of its time."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.queries import members_of
from contest_portal.jury.services.close_session import close_session
from contest_portal.jury.services.note_incident import note_incident
from contest_portal.jury.services.postpone_group import postpone_group
from contest_portal.jury.services.renew_screen import renew_screen
from contest_portal.jury.session_models import HallSession
from contest_portal.kernel.audit import AuditRow
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.reveal_results import reveal_results
from tests.conftest import StandingClock
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation, score_fully
from tests.factories.hall import (
    by_secretary,
    make_ready_hall,
    open_hall,
    present_group,
    seat_in_hall,
    view_of,
)
from tests.factories.scoring import make_attendance, make_interest, make_sheet
from tests.page_client import PageClient
from tests.query_count import counted_queries


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY + timedelta(minutes=4))


def where(session: Session, scene: Evaluation) -> str:
    session.commit()
    return f"/sala/{view_of(session, scene).hall.screen_token}"


def judged(session: Session, *, present: int = 4) -> Evaluation:
    """Two groups heard and scored, the second with `present` households; the scoring is closed."""
    scene = make_evaluation(session)
    for number, group in enumerate(scene.applications):
        make_attendance(session, group, scene.secretary, present=present if number else 4)
        for juror in scene.jurors:
            for phase, marks in MARKS.items():
                lowered = {code: mark - number for code, mark in marks.items()}
                make_sheet(session, juror, group, phase, lowered)
    make_ready_hall(session, scene)
    for turn in view_of(session, scene).turns:
        present_group(session, scene, turn.application_id, "begin", "end")
    close_scoring(session, by_secretary(session, scene), contest_id=scene.contest.id)
    return scene


def test_no_person_is_on_the_screen_whatever_happens(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=False)
    make_interest(session, scene.jurors[0], scene.applications[0], recused=True, reason="Compadre suyo")
    make_ready_hall(session, scene)
    act, contest_id = by_secretary(session, scene), scene.contest.id
    first, second = (turn.application_id for turn in view_of(session, scene).turns)
    note_incident(session, act, contest_id=contest_id, happened_at=JURY_DAY, text="Riña en la puerta")
    postpone_group(
        session, act, contest_id=contest_id, application_id=first, reason="Se enfermó la presidenta"
    )
    waiting = client.get(where(session, scene)).text
    present_group(session, scene, second, "begin")
    presenting = client.get(where(session, scene)).text
    people = {scene.secretary.full_name, *(user.full_name for user in scene.users)}
    people |= {juror.dni for juror in scene.jurors}
    for group in scene.applications:
        people |= {told for one in members_of(session, group.id) for told in (one.full_name, one.dni)}
    secrets = {"Compadre", "Riña", "enfermó", "Municipalidad", "Todos", "El jurado y los grupos"}

    for page in (waiting, presenting):
        assert [one for one in people | secrets if one in page] == []


def test_there_is_nothing_to_press_and_nothing_to_follow(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)

    page = client.get(where(session, scene)).text

    assert re.findall(r"<(?:form|button|input|a)\b", page.partition("<main")[2]) == []
    assert "/oficina/" not in page
    assert client.post(where(session, scene)).status_code == 405


@pytest.mark.parametrize("token", ["x", "null", "%00", "a" * 500, "' or 1=1 --", "..%2f.."])
def test_any_other_address_is_none(session: Session, client: PageClient, token: str) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    session.commit()

    assert client.get(f"/sala/{token}").status_code == 404


def test_an_address_is_exact_to_the_letter(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)
    address = where(session, scene)

    found = [
        client.get(one).status_code for one in (address, address.swapcase(), f"{address}x", address[:-1])
    ]

    assert found == [200, 404, 404, 404]


def test_a_renewed_address_shuts_the_old_one(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    old = where(session, scene)
    renew_screen(session, by_secretary(session, scene), contest_id=scene.contest.id)
    new = where(session, scene)

    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_looking_leaves_no_trace_and_counts_the_same_queries(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=tuple(f"Grupo {number}" for number in range(7)))
    make_ready_hall(session, scene)
    address = where(session, scene)
    before = len(session.scalars(select(AuditRow.seq)).all())
    with counted_queries(session) as many:
        page = client.read(address)
    hall = session.scalars(select(HallSession)).one()

    assert (len(session.scalars(select(AuditRow.seq)).all()), hall.revealed) == (before, 0)
    assert many.total < 20
    assert sum(f"Grupo {number}" in page for number in range(7)) == 5


def test_a_closed_scoring_shows_nothing_by_itself(session: Session, client: PageClient) -> None:
    scene = judged(session)

    page = client.read(where(session, scene))

    assert "Ya expusieron todos los grupos" in page
    assert [word for word in ("79.00", "Puntaje", "Resultados", "puesto") if word in page] == []


def test_results_come_one_by_one_the_last_first(session: Session, client: PageClient) -> None:
    scene = judged(session)
    pages = []
    for up_to in (1, 1, 2):
        reveal_results(session, by_secretary(session, scene), contest_id=scene.contest.id, up_to=up_to)
        pages.append(client.read(where(session, scene)))

    names = [group.title.removeprefix("Perfil de ") for group in scene.applications]
    shown = [sum(name in page for name in names) for page in pages]
    assert shown == [1, 1, 2]
    assert pages[0] == pages[1]


def test_who_was_not_there_has_a_code_and_no_name_and_no_mark(session: Session, client: PageClient) -> None:
    scene = judged(session, present=1)
    reveal_results(session, by_secretary(session, scene), contest_id=scene.contest.id, up_to=1)

    page = client.read(where(session, scene))

    assert (scene.applications[1].code or "") in page
    assert [word for word in ("Pan de Chahuarma", "79.00", "Sumaq Kuy") if word in page] == []


def test_once_the_session_ended_what_was_shown_stays(session: Session, client: PageClient) -> None:
    scene = judged(session)
    act = by_secretary(session, scene)
    reveal_results(session, act, contest_id=scene.contest.id, up_to=1)
    close_session(session, act, contest_id=scene.contest.id, closed_at=JURY_DAY, confirmed=False)

    page = client.read(where(session, scene))

    assert ("La sesión terminó" in page, page.count("73.00")) == (True, 1)
    assert "uórum" not in page


def test_without_quorum_the_hall_is_told_and_no_name_is(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    make_ready_hall(session, scene)
    seat_in_hall(session, scene, [1])

    page = client.read(where(session, scene))

    assert "No hay quórum: están 1 de los 3 jurados que califican y hacen falta 2." in page
    assert "Jurado 2" not in page


def test_the_screen_speaks_english_when_asked(session: Session, client: PageClient) -> None:
    scene = judged(session)
    reveal_results(session, by_secretary(session, scene), contest_id=scene.contest.id, up_to=2)

    page = client.read(f"{where(session, scene)}?lang=en")

    assert re.findall(r"\b(?:puesto|Puntaje|Expusieron|jurado|grupos|quórum)\b", page) == []
    assert "73.00" in page
