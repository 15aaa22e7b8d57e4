"""Who takes over the groups of an evaluator who leaves."""

import pytest

from contest_portal.jury.rules.assignment import Evaluator, GroupToScore, Pair, Task, loads
from contest_portal.jury.rules.handing_over import hand_over

ANA, BEA, CEL, DOR = (Evaluator(number, name) for number, name in enumerate(("Ana", "Bea", "Cel", "Dor"), 1))
GROUPS = tuple(GroupToScore(number, f"G-{number:02}") for number in range(10, 16))


def task(*evaluators: Evaluator, barred: frozenset[Pair] = frozenset()) -> Task:
    return Task("Campo", evaluators, GROUPS, 1, barred)


@pytest.mark.parametrize(
    ("pairs", "barred", "groups", "expected"),
    [
        pytest.param([(1, 10), (2, 11)], [], [10], {10: 3}, id="to whoever has none"),
        pytest.param([(1, 10), (2, 10)], [(3, 10)], [10], {}, id="nobody may: it is lacking"),
        pytest.param([(1, 10), (2, 10), (3, 11)], [], [10], {10: 3}, id="never to who has it already"),
        pytest.param([(1, 10), (2, 11), (3, 12), (3, 13)], [], [10], {10: 2}, id="to the lesser load"),
        pytest.param([(1, 10), (2, 11), (2, 12)], [(3, 10)], [10], {10: 2}, id="not to who stands aside"),
        pytest.param([(1, 10), (1, 11), (2, 12)], [], [11], {11: 3}, id="what is done stays"),
        pytest.param([(1, 10)], [], [], {}, id="nothing left"),
    ],
)
def test_a_group_goes_to_who_has_the_fewest(
    pairs: list[Pair], barred: list[Pair], groups: list[int], expected: dict[int, int]
) -> None:
    of_three = task(ANA, BEA, CEL, barred=frozenset(barred))

    assert hand_over(of_three, pairs, leaving=1, groups=groups, seed="4-17") == expected


def test_a_line_that_is_known_decides_between_equal_loads() -> None:
    known = Evaluator(3, "Cel", lines=frozenset({"CUY"}))
    of_line = Task("Campo", (ANA, BEA, known), (GroupToScore(10, "G-10", line="CUY"),), 1)

    assert [hand_over(of_line, [(1, 10)], leaving=1, groups=[10], seed=str(n)) for n in range(5)] == [
        {10: 3}
    ] * 5


@pytest.mark.parametrize("seed", [str(number) for number in range(6)])
def test_loads_stay_even_and_the_same_numbers_give_the_same(seed: str) -> None:
    pairs = [(1, group.application_id) for group in GROUPS]
    of_four = task(ANA, BEA, CEL, DOR)

    taken = hand_over(of_four, pairs, leaving=1, groups=[g.application_id for g in GROUPS], seed=seed)

    assert sorted(loads((BEA, CEL, DOR), ((juror, group) for group, juror in taken.items())).values()) == [
        2,
        2,
        2,
    ]
    assert taken == hand_over(of_four, pairs[::-1], leaving=1, groups=taken, seed=seed)


def test_the_numbers_decide_between_equals() -> None:
    found = {
        hand_over(task(ANA, BEA, CEL), [(1, 10)], leaving=1, groups=[10], seed=str(n))[10] for n in range(20)
    }

    assert found == {2, 3}
