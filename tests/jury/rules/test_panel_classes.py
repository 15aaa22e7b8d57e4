"""A panel with classes of evaluators: whose class a seat has, and which class nobody sits for."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.rulebook import Phase
from contest_portal.jury.rules.panel import PanelSeat, panel_problems, seat_problems
from tests.factories.contests import FIELD
from tests.factories.sheets import WEIGHTED, book_of


def seat(class_code: str, phase: str = "WEIGHTED") -> PanelSeat:
    return PanelSeat(1, "70000001", "Rosa Huamán", "president", (phase,), class_code)


@pytest.mark.parametrize(
    ("phase", "class_code", "codes"),
    [
        pytest.param(WEIGHTED, "JURY", [], id="a class of the phase"),
        pytest.param(WEIGHTED, "", ["juror.class_unknown"], id="no class"),
        pytest.param(WEIGHTED, "NADIE", ["juror.class_unknown"], id="a class nobody knows"),
        pytest.param(FIELD, "", [], id="a phase without classes"),
    ],
)
def test_who_sits_says_as_what_class(phase: Phase, class_code: str, codes: list[str]) -> None:
    problems = seat_problems(seat(class_code, phase.code), (), (), book_of(phase))

    assert [problem.code for problem in problems if problem is not None] == codes


@pytest.mark.parametrize(
    ("phase", "says"),
    [
        pytest.param(
            replace(FIELD, scorers=2),
            "Evaluación de campo: cada grupo necesita 2 evaluadores y hay 1. Incorpore a otros.",
            id="without classes",
        ),
        pytest.param(
            replace(WEIGHTED, classes=(replace(WEIGHTED.classes[0], scorers=2), WEIGHTED.classes[1])),
            "Ficha ponderada · Jurado: cada grupo necesita 2 evaluadores y hay 1. Incorpore a otros.",
            id="of a class",
        ),
        pytest.param(replace(FIELD, scorers=1), None, id="enough"),
    ],
)
def test_as_many_sit_as_must_score_each_group(phase: Phase, says: str | None) -> None:
    problems = panel_problems((seat("JURY", phase.code),), book_of(phase, quorum=1))

    assert [problem.text for problem in problems] == ([says] if says else [])


def test_a_class_that_may_not_be_empty_needs_somebody() -> None:
    problems = panel_problems((seat("ADVISER"),), book_of(WEIGHTED, quorum=1))

    assert [problem.text for problem in problems] == [
        "Falta incorporar a alguien como Jurado en la fase Ficha ponderada."
    ]
    assert list(panel_problems((seat("JURY"),), book_of(WEIGHTED, quorum=1))) == []
