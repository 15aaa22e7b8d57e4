"""The best choice, against every choice there is; and what cannot be chosen, or not be proven."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules import solver
from contest_portal.allocation.rules.optimum import best_choice, fits, is_possible
from contest_portal.allocation.rules.solver import Question, Row, UnprovenError


@st.composite
def questions(draw: st.DrawFn, most: int = 8) -> Question:
    """Few values that are often alike, so that best choices tie; rows that are loose, tight or impossible."""
    count = draw(st.integers(0, most))
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        weights = {at: draw(st.integers(1, 30)) for at in range(count) if draw(st.booleans())}
        least, most_of_it = draw(st.integers(-20, 40)), draw(st.integers(-5, 90))
        rows.append(Row(weights, least if least > 0 else None, most_of_it if draw(st.booleans()) else None))
    return Question([draw(st.integers(0, 6)) for _ in range(count)], rows)


def by_trying_all(question: Question) -> tuple[int, tuple[bool, ...]] | None:
    """Give the best value and the first choice that has it, those with the earlier things before the others."""
    worth = [
        (sum(value for value, is_in in zip(question.values, choice, strict=True) if is_in), choice)
        for choice in product((True, False), repeat=len(question.values))
        if fits(question, choice)
    ]
    return max(worth, default=None)


@pytest.mark.parametrize(("core", "block"), [(1, 2), (64, 16)], ids=["small steps", "as it runs"])
@given(question=questions())
@settings(max_examples=60, deadline=None)
def test_the_best_choice_is_the_one_of_trying_all(question: Question, core: int, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("contest_portal.allocation.rules.optimum.CORE", core)
        patch.setattr("contest_portal.allocation.rules.optimum.BLOCK", block)
        best = best_choice(question)

    expected = by_trying_all(question)
    assert (None if best is None else (best.value, best.chosen)) == expected
    assert best is None or best.value <= best.bound
    assert is_possible(question) is (expected is not None)


CENTS = 1_000_000


@pytest.mark.parametrize(
    ("most", "value"),
    [pytest.param(3 * CENTS, 30, id="exactly"), pytest.param(3 * CENTS - 1, 20, id="one céntimo short")],
)
def test_one_centimo_decides(most: int, value: int) -> None:
    question = Question([10, 10, 10], [Row(dict.fromkeys(range(3), CENTS), None, most)])

    best = best_choice(question)

    assert best is not None
    assert best.value == value


def test_where_the_search_is_cut_off_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "MOST_NODES", 0)
    weights = [3 * at * at + 7 * at + 101 for at in range(30)]
    question = Question(weights, [Row(dict(enumerate(weights)), None, sum(weights) // 2 + 1)] * 2)

    with pytest.raises(UnprovenError):
        best_choice(question)


def test_a_search_that_is_cut_off_tells_between_what_the_best_would_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = Random(1)  # noqa: S311 - a question, no secret
    weights = [[chance.randrange(1_000, 9_999) for _ in range(40)] for _ in range(3)]
    rows = [Row(dict(enumerate(row)), None, sum(row) // 2) for row in weights]
    question = Question([chance.randrange(7_000, 10_001) for _ in range(40)], rows)
    best = best_choice(question)
    monkeypatch.setattr(solver, "MOST_NODES", 1)

    with pytest.raises(UnprovenError) as cut:
        best_choice(question)

    assert best is not None
    assert (cut.value.value, cut.value.bound) != (None, None)
    assert 0 < (cut.value.value or 0) <= best.value <= (cut.value.bound or 0)


def test_the_search_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert solver.choose(Question([2, 3], [Row({0: 1, 1: 1}, None, 1)])) == (False, True)

    assert capfd.readouterr() == ("", "")
