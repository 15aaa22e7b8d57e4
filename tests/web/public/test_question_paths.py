"""The ways of a question that are not the straight one: who may not, what is refused, what must not show."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.question_models import Question
from contest_portal.contests.question_queries import question_view
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village
from tests.factories.contests import make_contest
from tests.factories.questions import ANSWER, TEXT, make_question
from tests.page_client import PageClient
from tests.query_count import counted_queries


def call(client: PageClient, village: Village) -> str:
    return client.read(f"/convocatorias/{village.contest.code}")


def own_page(village: Village) -> str:
    return f"/grupo/concursos/{village.contest.id}/consultas"


def test_a_call_without_a_last_day_takes_none(client: PageClient, session: Session) -> None:
    village = make_village(session)
    session.commit()

    assert "Esta convocatoria no recibe consultas en el portal." in call(client, village)
    client.sign_in(village.representative.id)
    answer = client.post(own_page(village), data={"text": TEXT})
    assert answer.status_code == 422
    assert "Esta convocatoria no recibe consultas en el portal." in answer.get_data(as_text=True)


def test_before_the_call_opens_the_page_says_from_when(
    client: PageClient, village: Village, clock: StandingClock
) -> None:
    clock.set(NOON - timedelta(days=60))

    assert "Las consultas se reciben desde que abre la convocatoria, el 02/11/2026 08:00" in call(
        client, village
    )


@pytest.mark.parametrize("text", ["", "¿Y?", "x" * 1001], ids=["nothing", "short", "endless"])
def test_a_text_that_says_nothing_is_named_beside_its_field(
    client: PageClient, village: Village, text: str
) -> None:
    client.sign_in(village.representative.id)

    answer = client.post(own_page(village), data={"text": text})

    assert answer.status_code == 422
    assert village.session.scalars(select(Question)).all() == []


def test_the_sixth_question_waits_for_an_answer(client: PageClient, village: Village) -> None:
    for _ in range(5):
        make_question(village.session, village.contest, village.representative)
    village.session.commit()
    client.sign_in(village.representative.id)

    page = client.read(own_page(village))
    answer = client.post(own_page(village), data={"text": TEXT})

    assert "Ya tiene 5 consultas que esperan respuesta." in page
    assert answer.status_code == 422
    assert TEXT in answer.get_data(as_text=True)


def test_nobody_sees_what_others_asked(client: PageClient, village: Village) -> None:
    other = make_user(village.session, Role.REPRESENTATIVE)
    make_question(village.session, village.contest, other, text="¿Qué pregunta otro grupo del distrito?")
    village.session.commit()
    client.sign_in(village.representative.id)

    assert "¿Qué pregunta otro grupo" not in client.read(own_page(village))


def test_an_answer_for_the_asker_alone_shows_to_nobody_else(client: PageClient, village: Village) -> None:
    make_question(village.session, village.contest, village.representative, state="answered")
    village.session.commit()

    assert ANSWER not in call(client, village)
    client.sign_in(village.representative.id)
    own = client.read(own_page(village))
    assert ANSWER in own
    assert "Respondida solo a quien preguntó" in own


def test_what_is_published_may_be_worded_otherwise(client: PageClient, village: Village) -> None:
    named = "Soy Rosa, de Chahuarma: ¿puedo comprar animales?"
    question = make_question(village.session, village.contest, village.representative, text=named)
    village.session.commit()
    client.sign_in(village.staff.id)
    typed = {"version": "1", "answer": ANSWER, "publishes": "y", "public_text": TEXT}

    client.post(f"/oficina/consultas/{question.id}", data=typed)

    page = call(client, village)
    assert TEXT in page
    assert named not in page


def test_what_is_public_cannot_be_taken_back(client: PageClient, village: Village) -> None:
    question = make_question(village.session, village.contest, village.representative, state="published")
    village.session.commit()
    client.sign_in(village.staff.id)
    address = f"/oficina/consultas/{question.id}"
    assert "Publicar la consulta y su respuesta" not in client.read(address)

    client.post(address, data={"version": "1", "answer": ANSWER})

    village.session.expire_all()
    view = question_view(village.session, question.id)
    assert (view.state, len(view.answers)) == ("published", 1)


def test_the_call_counts_no_more_queries_for_three_questions_than_for_one(
    client: PageClient, village: Village
) -> None:
    make_question(village.session, village.contest, village.representative, state="published")
    village.session.commit()
    with counted_queries(village.session) as one:
        call(client, village)
    for _ in range(2):
        make_question(village.session, village.contest, village.representative, state="published")
    village.session.commit()

    with counted_queries(village.session) as three:
        call(client, village)

    assert three.total == one.total


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_others_of_the_office_read_and_do_not_answer(
    client: PageClient, village: Village, role: Role
) -> None:
    question = make_question(village.session, village.contest, village.representative)
    reader = make_user(village.session, role)
    village.session.commit()
    client.sign_in(reader.id)
    address = f"/oficina/consultas/{question.id}"

    page = client.read(address)
    answer = client.post(address, data={"version": "1", "answer": ANSWER})

    assert TEXT in page
    assert "Guardar la respuesta" not in page
    assert answer.status_code == 403


def test_a_contest_in_design_has_no_questions(client: PageClient, village: Village) -> None:
    draft = make_contest(village.session, village.office, village.staff, state="draft")
    village.session.commit()
    client.sign_in(village.representative.id)

    assert client.get(f"/grupo/concursos/{draft.id}/consultas").status_code == 404


def test_who_represents_no_group_is_not_invited_to_ask(client: PageClient, village: Village) -> None:
    invited = call(client, village)
    client.sign_in(village.staff.id)

    assert "Hacer una consulta" in invited
    assert "Hacer una consulta" not in call(client, village)
