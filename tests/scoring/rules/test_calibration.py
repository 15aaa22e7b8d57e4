"""The rules of the calibration exercise."""

from fractions import Fraction

import pytest

from contest_portal.scoring.rules.calibration import CALIBRATION, exercise_problems, spreads
from contest_portal.scoring.rules.versions import WrittenMark
from tests.factories.contests import RULEBOOK

PHASE = RULEBOOK.phase("PUBLIC")


def marks(**units: int) -> dict[str, WrittenMark]:
    return {code: WrittenMark(value) for code, value in units.items()}


def test_the_spread_is_exact_and_leaves_out_what_nobody_marked() -> None:
    sheets = (marks(P1=12, P2=3), marks(P1=7), marks(P1=7))

    first, second = spreads(PHASE, sheets, marks(P1=9), per_point=1)

    assert (first.criterion.code, first.sheets, first.lowest, first.highest, first.width) == (
        "P1",
        3,
        7,
        12,
        5,
    )
    assert (first.mean, first.reference) == (Fraction(26, 3), 9)
    assert (second.criterion.code, second.sheets, second.width, second.reference) == ("P2", 1, 0, None)
    assert spreads(PHASE, (), {}, per_point=1) == ()


def test_marks_in_steps_are_told_in_points() -> None:
    (one,) = spreads(PHASE, (marks(P1=15), marks(P1=20)), marks(P1=17), per_point=2)

    assert (one.lowest, one.highest, one.mean, one.reference) == (
        Fraction(15, 2),
        10,
        Fraction(35, 4),
        Fraction(17, 2),
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, []),
        ({"phase_code": "X"}, ["calibration.phase"]),
        ({"name": " "}, ["calibration.name"]),
        ({"name": "x" * 121}, ["calibration.name"]),
        ({"profile": ""}, ["calibration.profile"]),
        ({"profile": "x" * 8001}, ["calibration.profile"]),
    ],
)
def test_what_an_exercise_lacks_is_named(told: dict[str, object], expected: list[str]) -> None:
    usual = {"phase_code": "PUBLIC", "phases": ("FIELD", "PUBLIC"), "name": "Cerro", "profile": "Cuyes"}

    found = exercise_problems(**{**usual, **told})  # type: ignore[arg-type]

    assert [problem.code for problem in found] == expected


@pytest.mark.parametrize(("state", "deeds"), [("open", ("send", "show")), ("shown", ("agree",))])
def test_what_can_be_done_in_each_state(state: str, deeds: tuple[str, ...]) -> None:
    assert CALIBRATION.available(state) == deeds
