"""Asking, answering, correcting, publishing and clarifying."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.question_models import Question
from contest_portal.contests.question_queries import (
    published_questions,
    question_by_id,
    question_view,
    questions_in,
    questions_with,
)
from contest_portal.contests.services.answer_question import WantedAnswer, answer_question
from contest_portal.contests.services.ask_question import ask_question
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village, make_village
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.questions import ANSWER, TEXT, make_question

ASKING = replace(RULEBOOK, calendar=replace(RULEBOOK.calendar, questions_until=date(2026, 11, 25)))
CORRECTION = "Sí, con el certificado y la factura del vendedor."


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session, rulebook=ASKING)


def answer(village: Village, question: Question, text: str = ANSWER, **wanted: object) -> Question:
    return answer_question(
        village.session,
        act_of(village.staff, NOON + timedelta(hours=question.version)),
        question_id=question.id,
        expected_version=question.version,
        wanted=WantedAnswer(text, public_text=TEXT, **wanted),
    )


def test_a_question_waits_and_its_asker_sees_it(village: Village) -> None:
    asked = ask_question(village.session, village.act(), contest_id=village.contest.id, text=f"  {TEXT} ")

    (own,) = questions_with(village.session, [asked.id])
    assert (own.text, own.state, own.asked_at, own.answers) == (TEXT, "waiting", NOON, ())
    assert published_questions(village.session, village.contest.id) == ()


def test_the_chain_keeps_no_word_of_a_question(village: Village) -> None:
    ask_question(village.session, village.act(), contest_id=village.contest.id, text=TEXT)

    row = village.session.scalars(select(AuditRow).where(AuditRow.action == "question.asked")).one()

    assert "cruza" not in row.data


@pytest.mark.parametrize(
    ("days", "text", "codes"),
    [
        pytest.param(3, TEXT, ["question.too_late"], id="after the last day"),
        pytest.param(-60, TEXT, ["question.not_yet"], id="before the call opens"),
        pytest.param(0, "¿Y?", ["question.text"], id="says nothing"),
        pytest.param(3, "¿Y?", ["question.too_late", "question.text"], id="all at once"),
    ],
)
def test_refusals_say_why(village: Village, days: int, text: str, codes: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        ask_question(
            village.session,
            village.act(NOON + timedelta(days=days)),
            contest_id=village.contest.id,
            text=text,
        )

    assert [problem.code for problem in refusal.value.problems] == codes


def test_five_questions_may_wait(village: Village) -> None:
    for _ in range(5):
        ask_question(village.session, village.act(), contest_id=village.contest.id, text=TEXT)

    with pytest.raises(Refused) as refusal:
        ask_question(village.session, village.act(), contest_id=village.contest.id, text=TEXT)

    assert [problem.code for problem in refusal.value.problems] == ["question.too_many"]


def test_a_draft_takes_no_question_and_others_ask_none(village: Village) -> None:
    draft = make_contest(village.session, village.office, village.staff, state="draft")

    with pytest.raises(NotFound):
        ask_question(village.session, village.act(), contest_id=draft.id, text=TEXT)
    with pytest.raises(NotPermitted):
        ask_question(village.session, act_of(village.staff, NOON), contest_id=village.contest.id, text=TEXT)


def test_an_answer_goes_to_the_asker_alone_until_it_is_published(village: Village) -> None:
    question = make_question(village.session, village.contest, village.representative)

    answer(village, question)
    before = published_questions(village.session, village.contest.id)
    answer(village, question, publishes=True)

    (public,) = published_questions(village.session, village.contest.id)
    assert before == ()
    assert (public.public_text, [one.text for one in public.answers], public.clarification) == (
        TEXT,
        [ANSWER],
        None,
    )


def test_a_correction_stands_above_the_answer_it_corrects(village: Village) -> None:
    question = make_question(village.session, village.contest, village.representative, state="published")

    answer(village, question, CORRECTION)

    assert [one.text for one in question_view(village.session, question.id).answers] == [CORRECTION, ANSWER]


def test_clarifications_are_numbered_within_their_contest(village: Village) -> None:
    questions = [make_question(village.session, village.contest, village.representative) for _ in range(3)]
    other = make_contest(village.session, village.office, village.staff)
    elsewhere = make_question(village.session, other, village.representative)

    for question in (questions[1], questions[0], elsewhere):
        answer(village, question, publishes=True, clarifies=True)
    answer(village, questions[2], publishes=True)
    answer(village, questions[0], CORRECTION, clarifies=True)

    assert [question.clarification for question in (*questions, elsewhere)] == [2, 1, None, 1]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        pytest.param(WantedAnswer("No."), ["question.answer"], id="an answer that says nothing"),
        pytest.param(WantedAnswer(ANSWER, publishes=True), ["question.public_text"], id="nothing to publish"),
        pytest.param(
            WantedAnswer(ANSWER, clarifies=True), ["question.secret_clarification"], id="secret clarification"
        ),
    ],
)
def test_what_is_not_kept(village: Village, wanted: WantedAnswer, codes: list[str]) -> None:
    question = make_question(village.session, village.contest, village.representative)

    with pytest.raises(Refused) as refusal:
        answer_question(
            village.session,
            act_of(village.staff, NOON),
            question_id=question.id,
            expected_version=question.version,
            wanted=wanted,
        )

    assert [problem.code for problem in refusal.value.problems] == codes


def test_an_older_state_and_other_people_are_refused(village: Village) -> None:
    question = make_question(village.session, village.contest, village.representative)
    wanted = WantedAnswer(ANSWER)

    with pytest.raises(Stale):
        answer_question(
            village.session,
            act_of(village.staff, NOON),
            question_id=question.id,
            expected_version=question.version + 1,
            wanted=wanted,
        )
    with pytest.raises(NotPermitted):
        answer_question(
            village.session,
            act_of(make_user(village.session, Role.SECRETARY), NOON),
            question_id=question.id,
            expected_version=question.version,
            wanted=wanted,
        )


def test_those_that_wait_come_first(village: Village) -> None:
    answered = make_question(village.session, village.contest, village.representative, state="answered")
    waiting = make_question(village.session, village.contest, village.representative)

    found = questions_in(village.session, village.contest.id)

    assert [one.question_id for one in found] == [waiting.id, answered.id]
    assert question_by_id(village.session, waiting.id).text == TEXT
    with pytest.raises(NotFound):
        question_by_id(village.session, 10**6)
    with pytest.raises(NotFound):
        question_view(village.session, 10**6)
