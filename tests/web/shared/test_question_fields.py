"""Questions as fields: what is typed becomes an answer, and an answer is shown as it can be typed again."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from contest_portal.applications.rules.answers import check_answers
from contest_portal.applications.rules.profile import Answer
from contest_portal.contests.rules.profile_form import FormSection, Question, QuestionKind
from contest_portal.web.shared.question_fields import stored_answers, typed_answers, with_questions
from tests.factories.profile_forms import BUYER, DEPTH, PLACE, SINCE, SOLD, SOURCE, STORY, WATER, answered
from tests.web.shared.tiny_portal import make_tiny_portal

EVERY = (WATER, SOURCE, DEPTH, PLACE, BUYER, STORY, SOLD, SINCE)


@pytest.fixture(scope="module", autouse=True)
def in_spanish() -> Iterator[None]:
    with make_tiny_portal().test_request_context("/"):
        yield


def typed(question: Question, **entries: str) -> tuple[Form, tuple[Answer, ...]]:
    form = with_questions(Form, (question,))(MultiDict(entries))
    form.validate()
    return form, typed_answers(form, (question,))


@pytest.mark.parametrize(
    ("question", "entries", "text"),
    [
        (WATER, {"q_agua": "yes"}, "yes"),
        (WATER, {"q_agua": ""}, ""),
        (SOURCE, {"q_fuente-o2": "y", "q_fuente-o0": "y"}, "Manantial\nPozo"),
        (SOURCE, {"q_fuente-o1": ""}, ""),
        (SOURCE, {}, ""),
        (DEPTH, {"q_hondo": " 012 "}, "12"),
        (DEPTH, {"q_hondo": "0"}, "0"),
        (PLACE, {"q_feria": "Casa"}, "Casa"),
        (BUYER, {"q_cliente": "  Rosa\u200b Ccanto "}, "Rosa Ccanto"),
        (STORY, {"q_historia": "Uno\r\ndos"}, "Uno\ndos"),
        (SOLD, {"q_vendido": "S/ 1,234.5"}, "1234.50"),
        (SOLD, {"q_vendido": "0"}, "0.00"),
        (SINCE, {"q_desde": "2026-03-21"}, "2026-03-21"),
        (SINCE, {"q_desde": ""}, ""),
    ],
)
def test_what_is_typed_becomes_the_one_way_to_write_it(
    question: Question, entries: dict[str, str], text: str
) -> None:
    form, answers = typed(question, **entries)

    assert not form.errors
    assert answers == ((Answer(question.code, text),) if text else ())
    assert (
        list(check_answers(answered(**{question.code: text}), FormSection("s1", questions=(question,)))) == []
    )


@pytest.mark.parametrize(
    ("question", "entries"),
    [
        (WATER, {"q_agua": "maybe"}),
        (PLACE, {"q_feria": "Mercado"}),
        (DEPTH, {"q_hondo": "1.5"}),
        (SOLD, {"q_vendido": "1,50"}),
        (SINCE, {"q_desde": "21/03/2026"}),
    ],
)
def test_what_is_no_answer_is_refused_beside_its_field(question: Question, entries: dict[str, str]) -> None:
    form, _ = typed(question, **entries)

    assert list(form.errors) == [question.field]


ANSWERS = {
    "agua": st.sampled_from(("yes", "no")),
    "fuente": st.lists(st.sampled_from(SOURCE.options), unique=True, min_size=1).map(
        lambda chosen: "\n".join(option for option in SOURCE.options if option in chosen)
    ),
    "hondo": st.integers(0, 999_999).map(str),
    "feria": st.sampled_from(PLACE.options),
    "vendido": st.integers(0, 10**9).map(lambda cents: f"{cents // 100}.{cents % 100:02d}"),
    "desde": st.dates().map(str),
}


@given(st.fixed_dictionaries({}, optional=ANSWERS))
def test_an_answer_shown_and_sent_back_is_the_same(texts: dict[str, str]) -> None:
    """What autosave compares: a page that nobody typed in gives back what is stored, word for word."""
    made = with_questions(Form, EVERY)
    shown = made(data=stored_answers(EVERY, texts))

    again = typed_answers(shown, EVERY)

    assert {answer.question: answer.text for answer in again} == texts


def test_a_form_without_questions_is_the_form_itself() -> None:
    assert with_questions(Form, ()) is Form


def test_every_kind_of_question_has_a_field() -> None:
    kinds = [
        Question(f"k{n}", kind, str(kind), help="Ayuda.", options=("Una", "Otra"))
        for n, kind in enumerate(QuestionKind)
    ]

    form = with_questions(Form, tuple(kinds))()

    assert [(field.name, field.description) for field in form] == [(one.field, "Ayuda.") for one in kinds]
