"""What changes from one way to share out to another: by hand, and on drawn contests."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.method_of_equal_shares import Ballot
from contest_portal.allocation.rules.registry import RULES
from contest_portal.allocation.rules.what_if import (
    Change,
    GroupFacts,
    Outturn,
    differences,
    equal_shares_outturn,
    outturn_of,
    reach_of,
)
from contest_portal.kernel.money import ZERO, Money
from tests.allocation.builders import below, inputs, passed
from tests.allocation.rules.test_every_rule import contests, run

unhurried = settings(max_examples=40, deadline=None)
rules = st.sampled_from(sorted(RULES))


def outturn(contest: AllocationInput, rule: str) -> Outturn:
    chosen, result = run(rule, contest)
    return outturn_of(chosen, result.lines)


def told(changes: tuple[Change, ...]) -> list[tuple[str, int, int]]:
    return [(one.code, one.before.cents // 100, one.after.cents // 100) for one in changes]


CONTEST = inputs(
    passed("A", 1, 18_000),
    passed("B", 2, 17_000),
    passed("C", 3, 12_000),
    passed("D", 4, 5_000),
    below("E", 6_000),
    IDEA=40_000,
)


def test_who_enters_is_told_with_the_reason_of_the_rule_that_is_compared() -> None:
    found = differences(outturn(CONTEST, "merit_order"), outturn(CONTEST, "merit_order_skipping"))

    assert (told(found.enter), told(found.leave), told(found.moved)) == ([("D", 0, 5_000)], [], [])
    assert found.enter[0].sentence.text == (
        "Puesto 4: recibe los S/\u00a05,000.00 que solicitó; en el sobre había S/\u00a05,000.00 y quedan S/\u00a00.00."
    )


def test_who_leaves_and_who_gets_another_amount_stand_apart() -> None:
    found = differences(outturn(CONTEST, "merit_order_skipping"), outturn(CONTEST, "equal_share"))

    assert told(found.enter) == [("C", 0, 11_666)]
    assert told(found.leave) == []
    assert told(found.moved) == [("A", 18_000, 11_666), ("B", 17_000, 11_666)]
    assert found.everyone == (*found.enter, *found.moved)


def test_the_method_of_equal_shares_stands_beside_the_rules() -> None:
    found = equal_shares_outturn(CONTEST, [Ballot(1, {})])

    assert [(part.code, part.amount) for part in found.awards] == [
        ("A", Money.soles(18_000)),
        ("B", Money.soles(17_000)),
        ("D", Money.soles(5_000)),
    ]
    assert (found.awarded, found.balance, found.unassigned) == (
        Money.soles(40_000),
        ZERO,
        Money.soles(60_000),
    )


def test_reach_counts_those_who_get_something_and_says_of_whom_nothing_is_known() -> None:
    facts = {
        1: GroupFacts("cuyes", "0901010001", women=4, members=5),
        2: GroupFacts("cuyes", "0901010002", women=0, members=0),
        4: GroupFacts("miel", "0901010003", women=5, members=5),
    }

    found = reach_of(outturn(CONTEST, "merit_order"), facts)

    assert (found.lines, found.centres) == (frozenset({"cuyes"}), frozenset({"0901010001", "0901010002"}))
    assert (found.women, found.members, found.untold) == (4, 5, 1)
    assert reach_of(outturn(replace(CONTEST, candidates=()), "merit_order"), facts).share is None


@unhurried
@given(contests(), rules)
def test_compared_with_itself_nothing_changes(contest: AllocationInput, rule: str) -> None:
    found = outturn(contest, rule)

    assert differences(found, found).everyone == ()


@unhurried
@given(contests(), rules, rules)
def test_changes_part_the_groups_and_account_for_the_money(
    contest: AllocationInput, first: str, second: str
) -> None:
    before, after = outturn(contest, first), outturn(contest, second)

    found = differences(before, after)

    had, has = ({part.code for part in one.awards} for one in (before, after))
    assert {one.code for one in found.enter} == has - had
    assert {one.code for one in found.leave} == had - has
    assert {one.code for one in found.moved} <= had & has
    assert (
        Money.total(one.after for one in found.everyone) - Money.total(one.before for one in found.everyone)
        == after.awarded - before.awarded
    )


@unhurried
@given(contests(), rules, rules)
def test_the_other_way_round_who_entered_leaves(contest: AllocationInput, first: str, second: str) -> None:
    one, other = outturn(contest, first), outturn(contest, second)

    there, back = differences(one, other), differences(other, one)

    assert {change.code for change in there.enter} == {change.code for change in back.leave}
    assert {(c.code, c.before, c.after) for c in there.moved} == {
        (c.code, c.after, c.before) for c in back.moved
    }


@unhurried
@given(contests(), rules)
def test_the_sums_are_those_of_the_result(contest: AllocationInput, rule: str) -> None:
    chosen, result = run(rule, contest)

    found = outturn_of(chosen, result.lines)

    assert found.envelopes == result.envelopes
    assert (found.awarded, found.balance, found.unassigned) == (
        result.awarded,
        result.balance,
        result.unassigned,
    )
