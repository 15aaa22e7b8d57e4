"""Invented households: the same for the same seed, and fit for the register's own rules."""

from dataclasses import replace

import pytest

from contest_portal.registry.reference.population import CHANGING, Population

CENTRES = ("0903010099", "0903020004")
POPULATION = Population(size=60, seed=3, centres=CENTRES)


def everything(population: Population) -> list[dict]:  # type: ignore[type-arg]
    return [population.household(number) for number in population.changed_since(0)]


def test_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert everything(POPULATION) == everything(Population(60, 3, CENTRES))
    assert everything(POPULATION) != everything(Population(60, 4, CENTRES))


def test_nobody_is_there_twice() -> None:
    dnis = [member["dni"] for household in everything(POPULATION) for member in household["members"]]

    assert len(dnis) == len(set(dnis))


def test_every_household_has_one_head() -> None:
    heads = {sum(member["is_head"] for member in home["members"]) for home in everything(POPULATION)}

    assert heads == {1}


@pytest.mark.parametrize("revision", [2, 3, 11, 40])
def test_a_tenth_changes_at_every_revision(revision: int) -> None:
    moved = replace(POPULATION, revision=revision)

    changed = list(moved.changed_since(revision - 1))

    assert len(changed) == len(everything(POPULATION)) // CHANGING
    assert all(moved.household(n) != replace(moved, revision=revision - 1).household(n) for n in changed)


def test_what_did_not_change_is_the_same_at_a_later_revision() -> None:
    later = replace(POPULATION, revision=2)
    same = set(range(60)) - set(later.changed_since(1))

    assert all(later.household(number) == POPULATION.household(number) for number in same)


def test_nothing_changed_since_now() -> None:
    assert list(replace(POPULATION, revision=9).changed_since(9)) == []
