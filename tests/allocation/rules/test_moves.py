"""What a move of money between envelopes rests on."""

import pytest

from contest_portal.allocation.rules.moves import MOVE, MoveFacts, MoveWish, state_problem, wish_problems
from contest_portal.kernel.money import Money

FIVE = Money.soles(5)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        pytest.param(MoveFacts(FIVE, FIVE, run_proposed=False), [], id="all that is free"),
        pytest.param(MoveFacts(Money(501), FIVE, run_proposed=False), ["move.not_free"], id="a céntimo more"),
        pytest.param(MoveFacts(FIVE, FIVE, run_proposed=True), ["move.run_proposed"], id="a run waits"),
    ],
)
def test_what_is_committed_or_proposed_stays(facts: MoveFacts, codes: list[str]) -> None:
    assert [problem.code for problem in MOVE.problems("approve", facts)] == codes


@pytest.mark.parametrize(
    ("source", "target", "amount", "reason", "codes"),
    [
        (1, 2, FIVE, "Porque sobra.", []),
        (None, 2, FIVE, "Porque sobra.", []),
        (1, 1, FIVE, "Porque sobra.", ["move.same_place"]),
        (None, None, Money(0), "no", ["move.same_place", "move.no_amount", "move.reason"]),
        (1, None, Money(-1), "x" * 301, ["move.no_amount", "move.reason"]),
    ],
)
def test_a_wish_names_two_places_an_amount_and_a_reason(
    source: int | None, target: int | None, amount: Money, reason: str, codes: list[str]
) -> None:
    found = wish_problems(MoveWish(source, target, amount, reason))

    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("state", "moves"),
    [("draft", False), ("published", False), ("evaluating", False), ("scored", True), ("announced", True)],
)
def test_money_moves_once_the_ranking_is_closed(state: str, *, moves: bool) -> None:
    assert (state_problem(state) is None) is moves
