"""Questions and answers on their pages: the call, the asker's own, the office's."""

from datetime import timedelta

from sqlalchemy import select

from contest_portal.contests.question_models import Question
from contest_portal.contests.question_queries import question_view
from tests.conftest import NOON, StandingClock
from tests.factories.applying import Village
from tests.factories.questions import ANSWER, TEXT, make_question
from tests.page_client import PageClient


def call(client: PageClient, village: Village) -> str:
    return client.read(f"/convocatorias/{village.contest.code}")


def test_a_visitor_reads_what_is_public_and_no_name(client: PageClient, village: Village) -> None:
    make_question(village.session, village.contest, village.representative, text="Una que todavía espera.")
    public = make_question(village.session, village.contest, village.representative, state="published")
    public.clarification = 1
    village.session.commit()

    page = call(client, village)

    for shown in (TEXT, ANSWER, "Aclaración N.° 1 de las bases", "Hacer una consulta"):
        assert shown in page
    assert "Una que todavía espera." not in page
    assert village.representative.full_name not in page


def test_the_call_says_when_questions_are_over(
    client: PageClient, village: Village, clock: StandingClock
) -> None:
    assert "Todavía no hay respuestas publicadas." in call(client, village)
    clock.set(NOON + timedelta(days=3))

    page = call(client, village)

    assert "Las consultas se recibieron hasta el 25/11/2026." in page
    assert "Hacer una consulta" not in page


def test_a_representative_asks_and_follows_the_answer(client: PageClient, village: Village) -> None:
    client.sign_in(village.representative.id)
    address = f"/grupo/concursos/{village.contest.id}/consultas"
    assert "Todavía no se preguntó nada" in client.read(address)

    asked = client.post(address, data={"text": TEXT})

    assert asked.status_code == 303
    page = client.read(address)
    assert "Espera respuesta" in page
    assert TEXT in page


def test_a_late_question_is_refused_with_the_reason(
    client: PageClient, village: Village, clock: StandingClock
) -> None:
    client.sign_in(village.representative.id)
    clock.set(NOON + timedelta(days=3))

    answer = client.post(f"/grupo/concursos/{village.contest.id}/consultas", data={"text": TEXT})

    assert answer.status_code == 422
    assert "Las consultas se recibieron hasta el 25/11/2026." in answer.get_data(as_text=True)
    assert village.session.scalars(select(Question)).all() == []


def test_staff_answer_publish_and_correct(client: PageClient, village: Village) -> None:
    question = make_question(village.session, village.contest, village.representative)
    village.session.commit()
    client.sign_in(village.staff.id)
    address = f"/oficina/consultas/{question.id}"
    given = {"answer": ANSWER, "publishes": "y", "public_text": TEXT, "clarifies": "y", "version": "1"}

    first = client.post(address, data=given)
    stale = client.post(address, data=given)
    village.session.expire_all()
    version = str(question_view(village.session, question.id).version)
    corrected = client.post(address, data={"answer": "Sí, con factura del vendedor.", "version": version})

    assert [one.status_code for one in (first, stale, corrected)] == [303, 409, 303]
    village.session.expire_all()
    view = question_view(village.session, question.id)
    assert (view.state, view.clarification, len(view.answers)) == ("published", 1, 2)
    page = call(client, village)
    assert "(corrige la anterior)" in page
    assert f"{ANSWER}" in page


def test_the_office_lists_and_takes_away(client: PageClient, village: Village) -> None:
    client.sign_in(village.staff.id)
    address = f"/oficina/concursos/{village.contest.id}/consultas"
    assert "Nadie ha preguntado todavía" in client.read(address)
    make_question(village.session, village.contest, village.representative, state="published")
    village.session.commit()

    listed, file = client.read(address), client.get(f"{address}.csv").get_data(as_text=True)

    assert "Respondida y publicada" in listed
    assert ANSWER in file
    assert village.representative.full_name not in listed + file


def test_a_refused_answer_keeps_what_was_typed(client: PageClient, village: Village) -> None:
    question = make_question(village.session, village.contest, village.representative)
    village.session.commit()
    client.sign_in(village.staff.id)

    answer = client.post(
        f"/oficina/consultas/{question.id}", data={"answer": ANSWER, "clarifies": "y", "version": "1"}
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Una aclaración de las bases vale para todos: publique también la respuesta." in page
    assert ANSWER in page
