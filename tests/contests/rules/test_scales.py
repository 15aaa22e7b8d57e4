"""What may be marked on each scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.rulebook import Criterion, Level
from contest_portal.contests.rules.scales import SCALES
from contest_portal.kernel.marks import Mark
from tests.factories.sheets import QUESTION, WOMEN

POINTS = Criterion("C1", "", "Criterio", 10)
LEVELS = Criterion(
    "C2",
    "",
    "Criterio",
    15,
    scale="levels",
    levels=(Level(15, "Solo jóvenes"), Level(10, "Mayoría"), Level(8, "Otros")),
)

FROM_FIVE = Criterion("C3", "", "Criterio", 10, min_points=5, weight=6)


def problem_of(criterion: Criterion, mark: Mark) -> tuple[str, str, str] | None:
    problem = SCALES[criterion.scale].check(criterion, mark)
    return None if problem is None else (problem.code, problem.field, problem.text)


@pytest.mark.parametrize("scale", SCALES)
def test_a_scale_is_registered_under_its_own_code(scale: str) -> None:
    assert SCALES[scale].code == scale


@pytest.mark.parametrize(
    "mark", [Mark(0), Mark(10), Mark(75, 10), Mark(1, 2)], ids=["zero", "maximum", "7.5", "half"]
)
def test_points_go_from_zero_to_the_maximum(mark: Mark) -> None:
    assert problem_of(POINTS, mark) is None


@pytest.mark.parametrize(
    "mark", [Mark(11), Mark(-1), Mark(101, 10)], ids=["over", "negative", "a tenth over"]
)
def test_points_outside_the_range_are_refused(mark: Mark) -> None:
    assert problem_of(POINTS, mark) == (
        "mark.out_of_range",
        "C1",
        "El criterio C1 se califica de 0 a 10 puntos.",
    )


@pytest.mark.parametrize("points", [15, 10, 8])
def test_a_level_is_taken(points: int) -> None:
    assert problem_of(LEVELS, Mark(points)) is None


@pytest.mark.parametrize("points", [0, 9, 14, 16])
def test_nothing_between_levels_is_taken(points: int) -> None:
    assert problem_of(LEVELS, Mark(points)) == (
        "mark.not_a_level",
        "C2",
        "El criterio C2 admite solo estos puntajes: 15, 10, 8.",
    )


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        pytest.param(Mark(5), None, id="the lowest"),
        pytest.param(Mark(75, 10), None, id="7.5"),
        pytest.param(Mark(10), None, id="the highest"),
        pytest.param(Mark(49, 10), "El criterio C3 se califica de 5 a 10 puntos.", id="a tenth below"),
        pytest.param(Mark(0), "El criterio C3 se califica de 5 a 10 puntos.", id="zero is no mark"),
        pytest.param(Mark(101, 10), "El criterio C3 se califica de 5 a 10 puntos.", id="a tenth over"),
    ],
)
def test_marks_from_five_to_ten_have_a_lowest_one(mark: Mark, text: str | None) -> None:
    expected = None if text is None else ("mark.out_of_range", "C3", text)

    assert problem_of(FROM_FIVE, mark) == expected


@pytest.mark.parametrize(
    ("mark", "holds"),
    [(Mark(1), True), (Mark(0), True), (Mark(10, 10), True), (Mark(5, 10), False), (Mark(2), False)],
    ids=["yes", "no", "yes in tenths", "half a yes", "two"],
)
def test_a_question_is_answered_with_yes_or_no(mark: Mark, *, holds: bool) -> None:
    expected = None if holds else ("mark.not_yes_or_no", "Q", "El criterio Q se contesta con sí o con no.")

    assert problem_of(QUESTION, mark) == expected


@pytest.mark.parametrize("points", [0, 3, 5])
def test_nobody_marks_what_the_register_fills_in(points: int) -> None:
    assert problem_of(WOMEN, Mark(points)) == (
        "mark.computed",
        "W",
        "El criterio W se calcula con el padrón: nadie lo califica a mano.",
    )


@given(st.integers(-50, 200), st.sampled_from([1, 2, 4, 5, 10]))
def test_points_hold_exactly_within_the_range(units: int, per_point: int) -> None:
    mark = Mark(units, per_point)

    assert (problem_of(POINTS, mark) is None) == (0 <= mark.points <= 10)
