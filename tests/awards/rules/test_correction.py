"""What a correction would change is told line by line, and nothing else is."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import Outcome
from contest_portal.awards.rules.correction import corrected_sheet, effect_of
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.money import Money
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from tests.allocation.rules.test_merit_rules import RUNS_OUT

LINES = allocate("merit_order", RUNS_OUT).lines


def test_the_same_allocation_has_no_effect() -> None:
    effect = effect_of(LINES, LINES)

    assert (effect.changes, effect.awarded_before) == ((), effect.awarded_after)


def test_who_enters_and_who_leaves() -> None:
    winner = next(line for line in LINES if line.outcome is Outcome.AWARDED)
    waiting = next(line for line in LINES if line.outcome is Outcome.RESERVE)
    swapped = (
        replace(winner, outcome=Outcome.RESERVE, amount=Money.soles(0)),
        replace(waiting, outcome=Outcome.AWARDED, amount=winner.amount),
    )

    effect = effect_of((winner, waiting), swapped)

    assert [(change.code, change.enters, change.leaves) for change in effect.changes] == [
        (winner.code, False, True),
        (waiting.code, True, False),
    ]
    assert effect.awarded_before == effect.awarded_after == winner.amount
    assert effect.of(winner.code) == effect.changes[0]


@given(st.randoms(use_true_random=False), st.integers(0, 10_000))
def test_the_money_differs_by_what_the_lines_differ(order: random.Random, more: int) -> None:
    after = [replace(line, amount=line.amount + Money(more * line.step)) for line in LINES]
    order.shuffle(after)

    effect = effect_of(LINES, after)

    differences = (change.after.amount - change.before.amount for change in effect.changes)
    assert Money.total(differences) == effect.awarded_after - effect.awarded_before
    assert len(effect.changes) == (len(LINES) if more else 0)


def test_one_mark_of_a_sheet_is_corrected() -> None:
    sheet = CountedSheet(1, "FIELD", (CriterionMark("F1", Mark(3), "Poco"), CriterionMark("F2", Mark(4))))

    corrected = corrected_sheet(sheet, "F1", Mark(9))

    assert corrected.marks == (CriterionMark("F1", Mark(9), "Poco"), CriterionMark("F2", Mark(4)))
