"""Marks and scores: integers of a declared scale, compared by what they are worth."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.marks import Mark, Score, format_points, parse_mark
from contest_portal.kernel.problems import Problem, Refused
from contest_portal.kernel.rounding import Rounding

marks = st.builds(Mark, st.integers(min_value=-200, max_value=200), st.integers(min_value=1, max_value=20))
scores = st.builds(
    Score, st.integers(min_value=-20_000, max_value=20_000), st.integers(min_value=0, max_value=4)
)


@pytest.mark.parametrize(
    ("text", "per_point", "mark"),
    [
        ("0", 1, Mark(0)),
        ("20", 1, Mark(20)),
        (" 7 ", 1, Mark(7)),
        ("7.5", 2, Mark(15, 2)),
        ("7,5", 2, Mark(15, 2)),
        ("7.0", 1, Mark(7)),
        ("7.25", 4, Mark(29, 4)),
        ("007", 1, Mark(7)),
    ],
)
def test_mark_is_read(text: str, per_point: int, mark: Mark) -> None:
    assert parse_mark(text, field="F1", per_point=per_point, maximum=20) == mark


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "mark.not_a_number"),
        ("siete", "mark.not_a_number"),
        ("-1", "mark.not_a_number"),
        ("+7", "mark.not_a_number"),
        ("NaN", "mark.not_a_number"),
        ("1e1", "mark.not_a_number"),
        ("\u0667", "mark.not_a_number"),
        ("\uff17", "mark.not_a_number"),
        ("7/2", "mark.not_a_number"),
        ("7.", "mark.not_a_number"),
        ("7.0000", "mark.not_a_number"),
        ("20.5", "mark.out_of_range"),
        ("21", "mark.out_of_range"),
        ("9999", "mark.out_of_range"),
        ("7.3", "mark.between_steps"),
    ],
)
def test_anything_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_mark(text, field="F1", per_point=2, maximum=20)

    assert refusal.value.problems == (
        Problem(
            code,
            field="F1",
            message=(
                "«%(value)s» no vale como puntaje. Escriba un número de %(min)s a %(max)s, en pasos de %(step)s."
            ),
            params={"value": text, "min": "0", "max": "20", "step": "0.5"},
        ),
    )


def test_mark_below_the_least_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        parse_mark("0", field="F1", per_point=1, minimum=1, maximum=5)

    assert [problem.code for problem in refusal.value.problems] == ["mark.out_of_range"]


@given(st.integers(min_value=0, max_value=80), st.sampled_from([1, 2, 4, 5, 10]))
def test_every_step_of_a_scale_can_be_typed_as_it_is_written(units: int, per_point: int) -> None:
    mark = Mark(units, per_point)

    assert parse_mark(str(mark), field="F1", per_point=per_point, maximum=100) == mark


@given(marks, marks)
def test_marks_compare_by_their_points(a: Mark, b: Mark) -> None:
    assert (a < b, a <= b, a == b, a >= b, a > b) == (
        a.points < b.points,
        a.points <= b.points,
        a.points == b.points,
        a.points >= b.points,
        a.points > b.points,
    )


@given(scores, scores)
def test_scores_compare_by_their_points(a: Score, b: Score) -> None:
    assert (a < b, a <= b, a == b, a >= b, a > b) == (
        a.points < b.points,
        a.points <= b.points,
        a.points == b.points,
        a.points >= b.points,
        a.points > b.points,
    )


@given(marks, marks)
def test_equal_marks_have_one_hash(a: Mark, b: Mark) -> None:
    assert (a != b) or hash(a) == hash(b)


def test_equal_scores_of_two_scales_have_one_hash() -> None:
    assert hash(Score(70, 0)) == hash(Score(7000, 2))


@pytest.mark.parametrize("other", [70, "70", None, Mark(70)])
def test_score_is_equal_to_no_other_kind(other: object) -> None:
    assert Score(70, 0) != other


def test_mark_is_equal_to_no_other_kind() -> None:
    assert Mark(7) != 7


@pytest.mark.parametrize(
    ("score", "written"),
    [
        (Score(70, 0), "70"),
        (Score(7000, 2), "70.00"),
        (Score(6950, 2), "69.50"),
        (Score(5, 2), "0.05"),
        (Score(-5, 2), "-0.05"),
    ],
)
def test_score_is_written_with_its_decimals(score: Score, written: str) -> None:
    assert str(score) == written


@pytest.mark.parametrize(
    ("points", "written"),
    [
        (Fraction(7), "7"),
        (Fraction(15, 2), "7.5"),
        (Fraction(29, 4), "7.25"),
        (Fraction(1, 8), "0.125"),
        (Fraction(212, 3), "212/3"),
        (Fraction(-3, 2), "-1.5"),
    ],
)
def test_exact_points_are_written_without_loss(points: Fraction, written: str) -> None:
    assert format_points(points) == written


@pytest.mark.parametrize(
    ("points", "rounding", "score"),
    [
        (Fraction(13999, 200), Rounding.HALF_UP, Score(7000, 2)),
        (Fraction(13999, 200), Rounding.DOWN, Score(6999, 2)),
        (Fraction(212, 3), Rounding.HALF_UP, Score(7067, 2)),
        (Fraction(13901, 200), Rounding.HALF_EVEN, Score(6950, 2)),
    ],
)
def test_score_is_rounded_once_by_the_declared_policy(
    points: Fraction, rounding: Rounding, score: Score
) -> None:
    assert Score.rounded(points, 2, rounding) == score
