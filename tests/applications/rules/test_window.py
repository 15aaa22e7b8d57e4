"""What is said of a call's window: until when, why not, and to whom a draft no longer belongs."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from contest_portal.applications.rules.lifecycle import (
    ApplicationFacts,
    closed_to_draft,
    evaluation_open,
    ground_of,
    not_a_draft,
    open_until,
    outside_window,
    too_late,
)
from tests.factories.contests import CLOSES, OPENS

TICK, HOUR = timedelta(microseconds=1), timedelta(hours=1)
PLAIN = ApplicationFacts(at=CLOSES, opens_at=OPENS, closes_at=CLOSES, begun_at=OPENS)
BORNE = replace(PLAIN, grace_until=CLOSES + 2 * HOUR)


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        pytest.param(replace(BORNE, code_until=CLOSES + HOUR), CLOSES + 2 * HOUR, id="grace beyond the code"),
        pytest.param(replace(BORNE, code_until=CLOSES + 3 * HOUR), CLOSES + 3 * HOUR, id="code beyond grace"),
        pytest.param(replace(PLAIN, code_until=CLOSES - HOUR), CLOSES, id="code of before the closing"),
        pytest.param(replace(BORNE, begun_at=None), CLOSES, id="grace for what was never begun"),
        pytest.param(replace(BORNE, at=CLOSES - TICK), CLOSES, id="the last instant"),
        pytest.param(replace(BORNE, at=CLOSES + 9 * HOUR), CLOSES + 2 * HOUR, id="long past"),
        pytest.param(replace(PLAIN, at=OPENS - HOUR), CLOSES, id="before it opens"),
    ],
)
def test_until_when_a_draft_may_be_sent(facts: ApplicationFacts, until: datetime) -> None:
    assert open_until(facts) == until


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (replace(PLAIN, at=OPENS - TICK), ["application.not_open_yet"]),
        (replace(PLAIN, at=OPENS), []),
        (replace(PLAIN, at=CLOSES - TICK), []),
        (BORNE, ["application.late"]),
        (replace(PLAIN, code_until=CLOSES + HOUR), ["application.late"]),
    ],
    ids=["before", "as it opens", "last instant", "grace begins nothing", "nor does a code"],
)
def test_an_application_is_started_within_the_window_alone(facts: ApplicationFacts, codes: list[str]) -> None:
    assert [problem.code for problem in outside_window(facts)] == codes


@pytest.mark.parametrize("state", ["evaluating", "scored", "allocated"])
@pytest.mark.parametrize(
    ("facts", "expected"),
    [(BORNE, ["application.evaluating"]), (PLAIN, ["application.late"])],
    ids=["within the grace", "late"],
)
def test_once_evaluated_one_reason_is_given(facts: ApplicationFacts, state: str, expected: list[str]) -> None:
    assert [one.code for one in closed_to_draft(replace(facts, contest_state=state))] == expected


def test_a_published_contest_is_not_evaluated() -> None:
    assert evaluation_open(BORNE) is None


@pytest.mark.parametrize(
    ("facts", "beginning"),
    [
        (replace(PLAIN, at=OPENS - TICK), "El concurso todavía no recibe solicitudes: se abre el "),
        (PLAIN, "El plazo de la convocatoria ya terminó: cerró el "),
    ],
)
def test_a_refusal_says_the_hour_of_lima(facts: ApplicationFacts, beginning: str) -> None:
    (problem,) = outside_window(facts)

    assert (problem.field, problem.text.startswith(beginning), ", hora de Lima" in problem.text) == (
        "state",
        True,
        True,
    )


@pytest.mark.parametrize("ends", [CLOSES, CLOSES - HOUR], ids=["at the closing", "before it"])
def test_a_grace_that_ends_by_the_closing_is_none(ends: datetime) -> None:
    facts = replace(PLAIN, grace_until=ends)

    late = too_late(facts)

    assert (ground_of(facts), late and late.code) == (None, "application.late")


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("submitted", "La solicitud ya se envió y no se puede cambiar."),
        ("withdrawn", "La solicitud está retirada. Reábrala para seguir escribiendo."),
    ],
)
def test_what_is_no_draft_says_what_to_do(state: str, says: str) -> None:
    problem = not_a_draft(state)

    assert problem is not None
    assert (problem.code, problem.text.startswith(says)) == ("application.not_a_draft", True)
