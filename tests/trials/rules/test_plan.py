"""Chance that can be repeated, and how many groups make an envelope run out."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.trials.rules.people import invented_name
from contest_portal.trials.rules.plan import MOST_GROUPS, drawn, suggested_groups
from tests.factories.trials import SMALL


def with_envelope(soles: int) -> Rulebook:
    return replace(SMALL, categories=(replace(SMALL.categories[0], envelope=Money.soles(soles)),))


def test_what_is_drawn_follows_from_seed_and_words() -> None:
    draws = [drawn(1, "mark", number, below=10) for number in range(200)]

    assert draws == [drawn(1, "mark", number, below=10) for number in range(200)]
    assert set(draws) == set(range(10))
    assert draws != [drawn(2, "mark", number, below=10) for number in range(200)]
    assert (drawn(1, "a", below=1000), drawn(1, "b", below=1000)) == (414, 221)


@pytest.mark.parametrize(
    ("soles", "groups"),
    [(20_000, 7), (100_000, 9), (10_000_000, MOST_GROUPS)],
    ids=["small", "five", "endless"],
)
def test_so_many_groups_are_suggested_that_the_envelope_runs_out(soles: int, groups: int) -> None:
    assert suggested_groups(with_envelope(soles)) == groups


def test_names_of_women_and_men_are_drawn_apart() -> None:
    women = {invented_name(1, 1, order, sex="F")[0] for order in range(40)}
    men = {invented_name(1, 1, order, sex="M")[0] for order in range(40)}

    assert women & men == set()
    assert min(len(women), len(men)) > 5
