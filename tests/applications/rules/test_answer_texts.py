"""Answers as texts: what none of its kind can be, and where limits begin and end."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.answers import (
    answer_texts,
    answers_missing_or_wrong,
    asked_codes,
    check_answers,
    ticked,
    within_limits,
)
from contest_portal.contests.rules.profile_form import Condition, FormSection, ProfileForm, Question
from tests.factories.profile_forms import (
    BUYER,
    DEPTH,
    FORM,
    PLACE,
    SINCE,
    SOLD,
    SOURCE,
    STORY,
    WATER,
    answered,
    form_with,
)


@pytest.mark.parametrize(
    ("text", "options"), [("", ()), ("Río", ("Río",)), ("Río\nPozo", ("Río", "Pozo")), ("Río; Pozo", ("Río; Pozo",))]
)  # fmt: skip
def test_options_ticked_stand_one_a_line(text: str, options: tuple[str, ...]) -> None:
    assert ticked(text) == options


@pytest.mark.parametrize(
    ("question", "text"),
    [
        pytest.param(WATER, "yes\nno", id="both"),
        pytest.param(WATER, "YES", id="capitals"),
        pytest.param(SOURCE, "Río\nRío", id="ticked twice"),
        pytest.param(SOURCE, "Río\n", id="a line too many"),
        pytest.param(SOURCE, "\n", id="nothing but a line end"),
        pytest.param(PLACE, " Casa", id="a blank before"),
        pytest.param(DEPTH, "1.0", id="decimals"),
        pytest.param(DEPTH, "²", id="a power"),
        pytest.param(DEPTH, "9" * 5_000, id="more digits than can be read"),
        pytest.param(SOLD, "1234.5", id="one decimal"),
        pytest.param(SOLD, "-1.00", id="less than nothing"),
        pytest.param(SOLD, "S/ 1.00", id="with the sign"),
        pytest.param(SINCE, "2026-W12-6", id="a day of a week"),
        pytest.param(SINCE, "2026-03-21T00:00", id="an hour"),
    ],
)
def test_what_is_written_another_way_is_no_answer(question: Question, text: str) -> None:
    section = FormSection("s1", questions=(question,))

    assert [one.text for one in check_answers(answered(**{question.code: text}), section)] == [
        f"Conteste otra vez «{question.label}»: lo escrito no vale."
    ]


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        (DEPTH, "0", True),
        (replace(DEPTH, least=1), "0", False),
        (replace(DEPTH, most=None), "999999", True),
        (replace(DEPTH, most=None), "1000000", False),
        (BUYER, "a" * 40, True),
        (BUYER, "a" * 41, False),
        (SOLD, "5000.01", False),
        (SOLD, "10.01", True),
        (replace(SOURCE, most=None), "Manantial\nRío\nPozo", True),
        (replace(SOURCE, least=2), "Río", False),
        (WATER, "no", True),
        (SINCE, "0001-01-01", True),
        (STORY, "a", True),
    ],
)
def test_limits_belong_to_what_they_limit(question: Question, text: str, *, holds: bool) -> None:
    assert within_limits(question, text) is holds


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"agua": "yes"}, [("answer.missing", "q_fuente")]),
        ({"agua": "yes", "fuente": "Manantial\nRío\nPozo"}, [("answer.limits", "q_fuente")]),
        ({"agua": "yes", "fuente": "Pozo"}, []),
        ({"agua": "yes", "fuente": "Pozo", "hondo": "81"}, [("answer.limits", "q_hondo")]),
        ({"agua": "yes", "fuente": "Río", "hondo": "81"}, []),
        ({"fuente": "Pozo"}, [("answer.missing", "q_agua")]),
    ],
)
def test_problems_name_the_field_and_only_what_is_asked(
    answers: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    problems = answers_missing_or_wrong(answered(**answers), FORM.section("situation"), FORM)

    assert [(one.code, one.field) for one in problems] == expected


def test_answers_of_other_parts_and_of_nothing_asked_are_not_looked_at() -> None:
    profile = answered(hondo="mucho", sobra="x")

    assert list(check_answers(profile, FORM.section("s1"))) == []
    assert answer_texts(profile) == {"hondo": "mucho", "sobra": "x"}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (ProfileForm(()), set()),
        (form_with(SOURCE), set()),
        (form_with(SOURCE, WATER), {"agua"}),
        (form_with(WATER, replace(PLACE, condition=Condition("agua", ""))), {"agua"}),
    ],
    ids=["no part", "on a question that is gone", "on a later one", "on no answer"],
)
def test_a_condition_that_cannot_come_true_asks_nothing(form: ProfileForm, expected: set[str]) -> None:
    assert asked_codes(form, {"agua": "yes", "feria": "Casa"}) == expected
