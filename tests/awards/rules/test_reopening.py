"""What keeps a contest from going back, and what ties two persons to what they saw."""

from dataclasses import replace

import pytest

from contest_portal.awards.rules.reopening import (
    BackTo,
    CarriedOut,
    ReopeningFacts,
    Undoing,
    UndonePaper,
    carried_out_problem,
    reopening_problems,
)
from contest_portal.kernel.money import Money

PAID = Money.soles(12_600)


@pytest.mark.parametrize(
    ("award", "expected"),
    [
        (CarriedOut("G-1"), None),
        (CarriedOut("G-1", paid=PAID, kept=PAID), "reopening.money_kept"),
        (CarriedOut("G-1", paid=PAID, kept=Money.soles(1)), "reopening.money_kept"),
        (CarriedOut("G-1", paid=PAID), "reopening.returned"),
        (CarriedOut("G-1", under_way=True), "reopening.under_way"),
        (CarriedOut("G-1", paid=PAID, is_scoring=True), "reopening.scoring"),
        (CarriedOut("G-1", is_settled=True, paid=PAID, kept=PAID), "reopening.settled"),
    ],
    ids=["nothing", "paid", "in part", "returned", "under way", "scoring", "settled"],
)
def test_an_award_that_was_carried_out_says_what_it_waits_for(
    award: CarriedOut, expected: str | None
) -> None:
    found = carried_out_problem(award)

    assert (found.code if found else None) == expected
    assert found is None or found.params["group"] == "G-1"


def test_everything_that_stands_in_the_way_is_told_at_once() -> None:
    facts = ReopeningFacts(
        awards=(CarriedOut("G-1", under_way=True), CarriedOut("G-2"), CarriedOut("G-3", is_settled=True)),
        proposed_calls=1,
        open_observations=2,
        open_proposals=1,
    )

    assert [one.code for one in reopening_problems(facts)] == [
        "reopening.under_way",
        "reopening.settled",
        "reopening.reserve_calls",
        "reopening.open_observations",
        "reopening.open_proposals",
    ]


def test_the_hash_of_what_is_undone_changes_with_each_paper() -> None:
    undoing = Undoing(BackTo.ALLOCATION, 1, 0, (UndonePaper(1, "resolution", "R-1", ""),), (), ())

    others = [replace(undoing, papers=()), replace(undoing, run_id=2), replace(undoing, places=1)]

    assert len({one.sha256 for one in (undoing, *others)}) == 4
    assert replace(undoing).sha256 == undoing.sha256
