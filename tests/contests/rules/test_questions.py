"""Until when questions are taken, and what a text must be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contest_portal.contests.rules.questions import (
    QUESTION,
    AskingFacts,
    asking_problem,
    clarification_problem,
    text_problem,
)

OPENS = datetime(2026, 11, 2, 13, 0, tzinfo=UTC)
LAST = date(2026, 11, 20)
LAST_SECOND = datetime(2026, 11, 21, 4, 59, 59, tzinfo=UTC)
"""A second before midnight in Lima."""


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param(AskingFacts(OPENS, OPENS, LAST), None, id="from the opening instant"),
        pytest.param(AskingFacts(LAST_SECOND, OPENS, LAST), None, id="to the end of the last day in Lima"),
        pytest.param(AskingFacts(OPENS, OPENS, None), "question.none_taken", id="the calendar says nothing"),
        pytest.param(
            AskingFacts(OPENS - timedelta(seconds=1), OPENS, LAST), "question.not_yet", id="a second early"
        ),
        pytest.param(
            AskingFacts(LAST_SECOND + timedelta(seconds=1), OPENS, LAST),
            "question.too_late",
            id="the day after",
        ),
        pytest.param(AskingFacts(OPENS, OPENS, LAST, waiting=4), None, id="four wait"),
        pytest.param(AskingFacts(OPENS, OPENS, LAST, waiting=5), "question.too_many", id="five wait"),
    ],
)
def test_when_a_question_is_taken(facts: AskingFacts, code: str | None) -> None:
    problem = asking_problem(facts)

    assert (None if problem is None else problem.code) == code


def test_a_late_question_is_told_the_day() -> None:
    problem = asking_problem(AskingFacts(LAST_SECOND + timedelta(days=1), OPENS, LAST))

    assert problem is not None
    assert problem.text == (
        "Las consultas se recibieron hasta el 20/11/2026. Lea las respuestas publicadas en la convocatoria."
    )


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("", False),
        ("¿Y?", False),
        (" " * 30, False),
        ("¿Hasta cuándo?", True),
        ("x" * 1000, True),
        ("x" * 1001, False),
    ],
    ids=["nothing", "short", "blanks", "a question", "the most", "endless"],
)
def test_a_text_says_something(text: str, *, accepted: bool) -> None:
    assert (text_problem(text, "text") is None) is accepted


@pytest.mark.parametrize(
    ("state", "publishes", "clarifies", "accepted"),
    [
        ("waiting", False, False, True),
        ("waiting", True, True, True),
        ("waiting", False, True, False),
        ("answered", False, True, False),
        ("published", False, True, True),
    ],
)
def test_a_clarification_is_public(state: str, *, publishes: bool, clarifies: bool, accepted: bool) -> None:
    problem = clarification_problem(state, publishes=publishes, clarifies=clarifies)

    assert (problem is None) is accepted


@pytest.mark.parametrize(
    ("state", "actions"), [("waiting", ("answer",)), ("answered", ("publish",)), ("published", ())]
)
def test_what_is_public_stays_public(state: str, actions: tuple[str, ...]) -> None:
    assert QUESTION.available(state) == actions
