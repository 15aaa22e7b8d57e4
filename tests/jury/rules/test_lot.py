"""Numbers drawn before everybody: what is taken for a lot, its one written form, and the order that follows."""

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.jury.rules.lot import (
    MOST_LETTERS,
    drawn_numbers,
    lot_number,
    numbers_problem,
    witnesses_problem,
)
from contest_portal.jury.rules.session import Contender, drawn_order

SEPARATORS = st.text(" ,;-", min_size=1, max_size=3)
NUMBERS = st.lists(st.integers(0, 99).map(str), min_size=4, max_size=8)
SMALL = settings(max_examples=25, deadline=None)


@SMALL
@given(NUMBERS, st.data())
def test_however_numbers_are_separated_the_same_is_hashed(numbers: list[str], data: st.DataObject) -> None:
    typed = numbers[0] + "".join(data.draw(SEPARATORS) + number for number in numbers[1:])

    assert drawn_numbers(f"  {typed}\n") == "-".join(numbers)
    assert numbers_problem(typed) is None


@SMALL
@given(NUMBERS)
def test_the_written_form_is_its_own_written_form(numbers: list[str]) -> None:
    written = drawn_numbers(" ".join(numbers))

    assert drawn_numbers(written) == written
    assert numbers_problem(written) is None


@SMALL
@given(st.text("0123456789 ,;-\n\t.a²\u0661", max_size=80))
def test_what_is_taken_for_a_lot_fits_where_it_is_kept(typed: str) -> None:
    if numbers_problem(typed) is not None:
        return
    written = drawn_numbers(typed)

    assert len(written) <= MOST_LETTERS
    assert set(written) <= set("0123456789-")
    assert sum(letter.isdigit() for letter in written) >= 4


@pytest.mark.parametrize(
    ("typed", "is_a_lot"),
    [
        pytest.param("0 0 0 0", True, id="noughts"),
        pytest.param("123", False, id="three digits"),
        pytest.param("1 2 3", False, id="three numbers"),
        pytest.param("12 34", True, id="two balls of two digits"),
        pytest.param("-1 2 3 4", False, id="a sign before"),
        pytest.param("1 2 3 4-", False, id="a sign after"),
        pytest.param("1.5 2.5", False, id="decimals"),
        pytest.param("1/2/3/4", False, id="slashes"),
        pytest.param("1\t2\t3\t4", False, id="tabs"),
        pytest.param("1\n2\n3\n4", False, id="line breaks"),
        pytest.param("\uff11\uff12\uff13\uff14", False, id="wide digits"),
        pytest.param("²³¹²", False, id="raised digits"),
        pytest.param("1" * MOST_LETTERS, True, id="as long as it is kept"),
        pytest.param("1" * (MOST_LETTERS + 1), False, id="one letter too long"),
        pytest.param("4 17 8 23; DROP TABLE", False, id="words after"),
        pytest.param("4 17 8 23\x00", False, id="a null letter"),
    ],
)
def test_only_plain_digits_are_numbers(*, typed: str, is_a_lot: bool) -> None:
    problem = numbers_problem(typed)

    assert (problem is None) == is_a_lot
    assert is_a_lot or (
        problem is not None and (problem.code, problem.field) == ("draw.bad_numbers", "numbers")
    )


@pytest.mark.parametrize("witnesses", ["", " ", "\n\t ", "\u00a0"])
def test_nobody_is_no_witness(witnesses: str) -> None:
    problem = witnesses_problem(witnesses)

    assert problem is not None
    assert (problem.code, problem.field) == ("draw.no_witnesses", "witnesses")


@pytest.mark.parametrize(("length", "code"), [(1, None), (400, None), (401, "draw.long_witnesses")])
def test_as_many_witnesses_are_named_as_there_is_room_for(length: int, code: str | None) -> None:
    problem = witnesses_problem("ñ" * length)

    assert (problem and problem.code) == code


@SMALL
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 999)), unique_by=lambda one: one[1], max_size=8),
    st.integers(1_000, 9_999).map(str),
    st.data(),
)
def test_the_order_names_everybody_once_and_keeps_categories_together(
    entries: list[tuple[int, int]], numbers: str, data: st.DataObject
) -> None:
    contenders = [Contender(f"C-{number:03d}", category) for category, number in entries]
    shuffled = data.draw(st.permutations(contenders))
    category_of = {one.code: one.category for one in contenders}

    order = drawn_order("CERI-01", numbers, contenders)

    assert sorted(order) == sorted(category_of)
    assert drawn_order("CERI-01", numbers, shuffled) == order
    assert [category for category, _ in groupby(category_of[code] for code in order)] == sorted(
        set(category_of.values())
    )
    for _, codes in groupby(order, category_of.__getitem__):
        drawn = [lot_number("CERI-01", numbers, code) for code in codes]
        assert drawn == sorted(drawn)


def test_another_category_does_not_change_the_order_within_one() -> None:
    ideas = [Contender(f"I-{number}", 0) for number in range(8)]
    running = [Contender(f"M-{number}", 1) for number in range(8)]

    alone = drawn_order("CERI-01", "4-17-8-23", ideas)
    together = drawn_order("CERI-01", "4-17-8-23", [*running, *ideas])

    assert together[: len(ideas)] == alone


def test_every_place_can_fall_to_every_group() -> None:
    contenders = [Contender(code, 0) for code in "ABCD"]

    firsts = Counter(drawn_order("CERI-01", str(number), contenders)[0] for number in range(1000, 1400))

    assert set(firsts) == set("ABCD")
    assert max(firsts.values()) < 2 * min(firsts.values())


def test_the_numbers_of_one_contest_say_nothing_of_another() -> None:
    contenders = [Contender(f"C-{number}", 0) for number in range(10)]

    assert drawn_order("CERI-01", "4-17-8-23", contenders) != drawn_order("CERI-02", "4-17-8-23", contenders)
