"""What cannot be said without a juror is not said, and whatever the marks: nothing contradicts the official result."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules.without_one import (
    Border,
    Leaning,
    leaning,
    result_without,
)
from tests.allocation.judged import judged, whole

F = Fraction
MARKS = st.dictionaries(st.sampled_from([1, 2, 3]), st.integers(0, 20), min_size=1)
CONTESTS = st.lists(st.tuples(MARKS, st.sampled_from(["IDEA", "MARCHA"])), min_size=1, max_size=5)


def drawn(contest: list[tuple[dict[int, int], str]]) -> Leaning:
    groups = [judged(f"G{number}", marks, category) for number, (marks, category) in enumerate(contest)]
    return leaning(whole(*groups, seed="4821"))


TIED = (judged("A", {1: 12, 2: 10, 3: 8}), judged("B", {1: 8, 2: 10, 3: 12}))
"""Both have 80 points and only a lot parts them; without juror 1 B leads, without juror 3 A does."""


def test_while_the_lot_is_not_drawn_nobody_would_enter_or_leave() -> None:
    found = leaning(whole(*TIED))

    assert (found.official.tied, found.official.awarded) == (True, frozenset())
    assert [(one.juror, one.enter, one.leave, one.result.is_known) for one in found.jurors] == [
        (1, (), (), True),
        (2, (), (), False),
        (3, (), (), True),
    ]


def test_once_the_lot_is_drawn_it_says_who_leans_on_whom() -> None:
    found = leaning(whole(*TIED, seed="4821"))
    (winner,) = found.official.awarded
    other = {"A": "B", "B": "A"}[winner]
    decides = {"A": 1, "B": 3}[winner]

    told = {one.juror: (one.enter, one.leave) for one in found.jurors}

    assert told[decides] == ((other,), (winner,))
    assert told[4 - decides] == ((), ())


def test_while_nobody_can_say_who_wins_there_is_no_cut_and_nobody_near_it() -> None:
    found = leaning(whole(*TIED))

    assert found.cuts == ()
    assert [(one.code, one.awarded, one.near) for one in found.groups] == [
        ("A", False, False),
        ("B", False, False),
    ]


def test_a_contest_without_groups_leans_on_nobody() -> None:
    found = leaning(whole())

    assert (found.jurors, found.groups, found.official.awarded) == ((), (), frozenset())
    assert {cut.border for cut in found.cuts} == {Border(None, None, None, None)}


def test_with_one_juror_alone_nothing_can_be_said_without() -> None:
    found = leaning(whole(judged("A", {1: 15}), judged("B", {1: 5})))

    assert [
        (one.result.missing, one.moved, one.moved_code, one.enter, one.leave) for one in found.jurors
    ] == [(("A", "B"), F(0), None, (), ())]
    assert [(one.low, one.total, one.high) for one in found.groups] == [(F(85),) * 3, (F(75),) * 3]


def test_a_juror_who_marks_as_the_others_moves_nothing() -> None:
    found = leaning(whole(judged("A", {1: 15, 2: 15, 3: 15}), judged("B", {1: 5, 2: 5, 3: 5})))

    assert {(one.moved, one.moved_code, one.enter, one.leave) for one in found.jurors} == {
        (F(0), None, (), ())
    }
    assert all(one.low == one.total == one.high for one in found.groups)


def test_categories_are_cut_apart() -> None:
    """B leads the other envelope: what happens at the cut of one says nothing of the other."""
    found = leaning(
        whole(judged("A", {1: 15, 2: 15}), judged("B", {1: 2, 2: 2}, "MARCHA"), judged("C", {1: 9, 2: 9}))
    )

    borders = {cut.category: cut.border for cut in found.cuts}
    assert found.official.awarded == {"A", "B"}
    assert borders == {"IDEA": Border("A", "C", F(85), F(79)), "MARCHA": Border("B", None, F(72), None)}
    assert borders["MARCHA"].gap is None


@pytest.mark.parametrize(("mark", "near"), [(14, True), (13, False)])
def test_near_is_within_a_hundredth_of_all_points(mark: int, near: bool) -> None:  # noqa: FBT001
    found = leaning(whole(judged("A", {1: 15, 2: 15}), judged("B", {1: mark, 2: mark})))

    assert [one.near for one in found.groups] == [near, near]


@settings(max_examples=25, deadline=None)
@given(CONTESTS)
def test_every_official_total_lies_within_its_range(contest: list[tuple[dict[int, int], str]]) -> None:
    found = drawn(contest)

    assert all(one.low <= one.total <= one.high for one in found.groups)
    assert {one.code: one.total for one in found.groups} == dict(found.official.totals)


@settings(max_examples=25, deadline=None)
@given(CONTESTS)
def test_who_enters_was_out_and_who_leaves_was_in(contest: list[tuple[dict[int, int], str]]) -> None:
    found = drawn(contest)

    for one in found.jurors:
        entered, left = set(one.enter), set(one.leave)
        if one.result.is_known:
            assert (found.official.awarded | entered) - left == one.result.awarded
        else:
            assert (entered, left, one.result.awarded) == (set(), set(), frozenset())
        assert entered.isdisjoint(found.official.awarded)
        assert left <= found.official.awarded


@settings(max_examples=25, deadline=None)
@given(CONTESTS)
def test_a_cut_lies_within_its_range_and_its_sides_are_of_its_category(
    contest: list[tuple[dict[int, int], str]],
) -> None:
    found = drawn(contest)
    category_of = {one.code: one.category for one in found.groups}

    for cut in found.cuts:
        border = cut.border
        assert {category_of[code] for code in (border.last_in, border.first_out) if code} <= {cut.category}
        assert border.last_in is None or border.last_in in found.official.awarded
        assert border.first_out is None or border.first_out not in found.official.awarded
        if border.total_in is not None and cut.low is not None and cut.high is not None:
            assert cut.low <= border.total_in <= cut.high


@settings(max_examples=25, deadline=None)
@given(CONTESTS)
def test_the_largest_move_is_the_largest_there_is(contest: list[tuple[dict[int, int], str]]) -> None:
    found = drawn(contest)

    for one in found.jurors:
        moves = {
            code: abs(total - (found.official.totals[code] or F(0)))
            for code, total in one.result.totals.items()
            if total is not None
        }
        assert one.moved == max(moves.values(), default=F(0))
        assert one.moved_code is None or moves[one.moved_code] == one.moved


@settings(max_examples=25, deadline=None)
@given(CONTESTS, st.randoms(use_true_random=False))
def test_the_order_in_which_groups_come_changes_nothing(
    contest: list[tuple[dict[int, int], str]], random: object
) -> None:
    groups = [judged(f"G{number}", marks, category) for number, (marks, category) in enumerate(contest)]
    mixed = list(groups)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    straight = whole(*groups, seed="4821")

    found, other = leaning(straight), leaning(replace(straight, groups=tuple(mixed)))

    assert (found.official, found.cuts) == (other.official, other.cuts)
    assert set(found.groups) == set(other.groups)
    assert [
        (one.juror, one.moved, one.enter, one.leave, set(one.result.missing)) for one in found.jurors
    ] == [(one.juror, one.moved, one.enter, one.leave, set(one.result.missing)) for one in other.jurors]


def test_a_stranger_taken_out_is_the_official_result() -> None:
    everything = whole(*TIED, seed="4821")

    assert result_without(99, everything) == result_without(None, everything)
