"""Whom an envelope is for, how scopes lie to one another, and what a tree of them holds; worked out by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.envelope_tree import (
    amount_of,
    home_of,
    money_for,
    top_amount,
    tree_of,
    with_shares,
)
from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.kernel.money import ZERO, Money
from tests.factories.contests import RULEBOOK
from tests.factories.envelopes import nested

ALL = Scope()
HUANCAVELICA, ANGARAES, LIRCAY = Scope("09"), Scope("0903"), Scope("090301")
LIMA = Scope("15")
CUYES, BREAD = Scope(line="cuyes"), Scope(line="panaderia")
IDEA, RUNNING = Scope(category="IDEA"), Scope(category="MARCHA")
scopes = st.builds(
    Scope,
    st.sampled_from(["", "09", "0903", "090301", "0904", "15"]),
    st.sampled_from(["", "cuyes", "panaderia"]),
    st.sampled_from(["", "IDEA", "MARCHA"]),
)
groups = st.fixed_dictionaries(
    {
        "category": st.sampled_from(["IDEA", "MARCHA", "OTRA"]),
        "line": st.sampled_from(["cuyes", "panaderia", "miel"]),
        "district": st.sampled_from(["", "090301", "090302", "090401", "150101"]),
    }
)


@pytest.mark.parametrize(
    ("scope", "is_in"),
    [
        pytest.param(ALL, True, id="everyone"),
        pytest.param(HUANCAVELICA, True, id="its department"),
        pytest.param(ANGARAES, True, id="its province"),
        pytest.param(LIRCAY, True, id="its district"),
        pytest.param(Scope("090302"), False, id="the district beside it"),
        pytest.param(Scope("0904"), False, id="the province beside it"),
        pytest.param(Scope("90301"), False, id="its digits, but not from the beginning"),
        pytest.param(CUYES, True, id="its line"),
        pytest.param(BREAD, False, id="another line"),
        pytest.param(Scope(line="CUYES"), False, id="its line in capitals"),
        pytest.param(IDEA, True, id="its category"),
        pytest.param(RUNNING, False, id="another category"),
        pytest.param(Scope("09", "cuyes", "IDEA"), True, id="all three are its own"),
        pytest.param(Scope("09", "cuyes", "MARCHA"), False, id="two of three are its own"),
    ],
)
def test_a_scope_holds_a_group_by_all_that_it_says(scope: Scope, *, is_in: bool) -> None:
    assert scope.holds(category="IDEA", line="cuyes", district="090301") is is_in


def test_a_group_of_no_known_district_is_only_in_what_has_no_territory() -> None:
    assert IDEA.holds(category="IDEA", line="cuyes", district="")
    assert not HUANCAVELICA.holds(category="IDEA", line="cuyes", district="")


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        pytest.param(ALL, ALL, True, id="everyone twice"),
        pytest.param(ALL, LIRCAY, True, id="everyone and a district"),
        pytest.param(HUANCAVELICA, LIRCAY, True, id="a department and a district of it"),
        pytest.param(ANGARAES, Scope("0904"), False, id="two provinces"),
        pytest.param(HUANCAVELICA, LIMA, False, id="two departments"),
        pytest.param(CUYES, BREAD, False, id="two lines"),
        pytest.param(CUYES, IDEA, True, id="a line and a category: a group may be of both"),
        pytest.param(CUYES, LIRCAY, True, id="a line and a district: a group may be of both"),
        pytest.param(IDEA, RUNNING, False, id="two categories"),
        pytest.param(
            Scope("09", "cuyes"), Scope("0903", "panaderia"), False, id="a territory shared, lines not"
        ),
        pytest.param(Scope("09", "cuyes"), Scope("15", "cuyes"), False, id="a line shared, territories not"),
        pytest.param(Scope("09", "cuyes"), Scope("0903", "", "IDEA"), True, id="each narrower in its way"),
    ],
)
def test_scopes_overlap_where_some_group_could_be_in_both(one: Scope, other: Scope, *, overlap: bool) -> None:
    assert (one.overlaps(other), other.overlaps(one)) == (overlap, overlap)


@pytest.mark.parametrize(
    ("one", "other", "is_inside"),
    [
        pytest.param(ALL, ALL, True, id="itself"),
        pytest.param(LIRCAY, HUANCAVELICA, True, id="a district in its department"),
        pytest.param(HUANCAVELICA, LIRCAY, False, id="a department in its district"),
        pytest.param(LIRCAY, LIMA, False, id="a district of elsewhere"),
        pytest.param(CUYES, ALL, True, id="a line in everyone"),
        pytest.param(ALL, CUYES, False, id="everyone in a line"),
        pytest.param(CUYES, BREAD, False, id="a line in another"),
        pytest.param(
            Scope("0903", "cuyes", "IDEA"), Scope("09", "", "IDEA"), True, id="narrower in two ways"
        ),
        pytest.param(Scope("0903", "", "IDEA"), Scope("09", "cuyes", ""), False, id="wider in one way"),
    ],
)
def test_a_scope_is_inside_another_that_holds_all_of_it(one: Scope, other: Scope, *, is_inside: bool) -> None:
    assert one.is_inside(other) is is_inside


@pytest.mark.parametrize(
    ("inner", "outer", "told"),
    [
        pytest.param(ALL, IDEA, IDEA, id="what it does not say is said around it"),
        pytest.param(CUYES, Scope("09", "", "IDEA"), Scope("09", "cuyes", "IDEA"), id="both say something"),
        pytest.param(LIRCAY, HUANCAVELICA, LIRCAY, id="the narrower territory"),
        pytest.param(BREAD, CUYES, BREAD, id="a contradiction stays, for the checks to name"),
        pytest.param(ALL, ALL, ALL, id="nothing"),
    ],
)
def test_an_envelope_inside_another_takes_from_it_what_it_does_not_say(
    inner: Scope, outer: Scope, told: Scope
) -> None:
    assert inner.within(outer) == told


@given(one=scopes, other=scopes, group=groups)
def test_a_group_in_two_scopes_shows_that_they_overlap(
    one: Scope, other: Scope, group: dict[str, str]
) -> None:
    if one.holds(**group) and other.holds(**group):
        assert one.overlaps(other)
    if one.is_inside(other) and one.holds(**group):
        assert other.holds(**group)


@given(one=scopes, other=scopes, third=scopes)
def test_lying_inside_is_an_order(one: Scope, other: Scope, third: Scope) -> None:
    assert one.is_inside(one)
    if one.is_inside(other):
        assert one.overlaps(other)
        assert one.within(other) == one
        assert not other.is_inside(one) or one == other
        assert not other.is_inside(third) or one.is_inside(third)


DEEP = (
    Pot("D", "Departamento", Money.soles(30_000), "IDEA", HUANCAVELICA, spills=True),
    Pot("P", "Provincia", Money.soles(20_000), "D", ANGARAES, spills=True),
    Pot("L", "Distrito", Money.soles(12_000), "P", LIRCAY),
    Pot("C", "Cuyes", Money.soles(5_000), "L", CUYES, spills=True),
)


@pytest.mark.parametrize(
    ("category", "line", "district", "home"),
    [
        ("IDEA", "cuyes", "090301", "C"),
        ("IDEA", "panaderia", "090301", "L"),
        ("IDEA", "cuyes", "090302", "P"),
        ("IDEA", "cuyes", "090401", "D"),
        ("IDEA", "cuyes", "150101", "IDEA"),
        ("IDEA", "cuyes", "", "IDEA"),
        ("MARCHA", "cuyes", "090301", "MARCHA"),
        ("OTRA", "cuyes", "090301", ""),
    ],
)
def test_five_levels_deep_a_group_is_of_the_last_that_holds_it(
    category: str, line: str, district: str, home: str
) -> None:
    nodes = tree_of(replace(RULEBOOK, pots=DEEP))

    assert home_of(nodes, category=category, line=line, district=district) == home


def test_without_envelopes_a_group_has_none() -> None:
    assert home_of((), category="IDEA", line="cuyes", district="090301") == ""


def test_common_money_is_what_the_next_level_does_not_hold() -> None:
    found = {one.code: one for one in tree_of(replace(RULEBOOK, pots=DEEP))}

    assert {code: one.own for code, one in found.items()} == {
        "IDEA": Money.soles(10_000),
        "D": Money.soles(10_000),
        "P": Money.soles(8_000),
        "L": Money.soles(7_000),
        "C": Money.soles(5_000),
        "MARCHA": Money.soles(60_000),
    }
    assert [one.depth for one in found.values()] == [0, 1, 2, 3, 4, 0]
    assert found["C"].scope == Scope("090301", "cuyes", "IDEA")
    assert [code for code, one in found.items() if one.spills] == ["D", "P", "C"]


@pytest.mark.parametrize(
    ("pots", "told"),
    [
        pytest.param((DEEP[1], DEEP[0]), ["IDEA", "D", "MARCHA"], id="told before the one around it"),
        pytest.param((replace(DEEP[0], parent="NADA"),), ["IDEA", "MARCHA"], id="around it is nothing"),
        pytest.param((replace(DEEP[0], parent="D"),), ["IDEA", "MARCHA"], id="inside itself"),
        pytest.param(
            (replace(DEEP[0], parent="P"), replace(DEEP[1], parent="D")), ["IDEA", "MARCHA"], id="in a circle"
        ),
    ],
)
def test_an_envelope_that_lies_nowhere_is_not_in_the_tree(pots: tuple[Pot, ...], told: list[str]) -> None:
    assert [one.code for one in tree_of(replace(RULEBOOK, pots=pots))] == told


def test_a_category_without_money_is_an_envelope_only_where_there_are_no_others() -> None:
    empty = replace(RULEBOOK, categories=tuple(replace(one, envelope=ZERO) for one in RULEBOOK.categories))

    assert [one.code for one in tree_of(empty)] == ["IDEA", "MARCHA"]
    assert [one.code for one in tree_of(replace(empty, pots=(Pot("T", "Todo", Money(1)),)))] == ["T"]


@pytest.mark.parametrize(
    ("around", "share", "cents"),
    [
        pytest.param(100, Fraction(1, 3), 33, id="a third of a sol"),
        pytest.param(100, Fraction(2, 3), 66, id="two thirds are not rounded up"),
        pytest.param(100, Fraction(1), 100, id="all of it"),
        pytest.param(1, Fraction(1, 2), 0, id="half a céntimo is nothing"),
        pytest.param(1, Fraction(999_999, 1_000_000), 0, id="nearly a céntimo is nothing"),
        pytest.param(3, Fraction(1, 3), 1, id="exactly a céntimo"),
        pytest.param(0, Fraction(1, 2), 0, id="half of nothing"),
        pytest.param(10**11, Fraction(333_333, 1_000_000), 33_333_300_000, id="a milliard"),
        pytest.param(12_345, None, 777, id="as typed where no share is told"),
    ],
)
def test_a_share_is_rounded_down_to_the_centimo(around: int, share: Fraction | None, cents: int) -> None:
    pot = Pot("X", "X", Money(777), "IDEA", share=share)

    assert amount_of(pot, Money(around)) == Money(cents)


def test_a_share_of_a_share_is_taken_of_what_was_rounded() -> None:
    """A third of 100.00 is 33.33, and a third of that 11.11: the céntimos that rounding left stay one level out."""
    third = Fraction(1, 3)
    book = replace(
        RULEBOOK,
        pots=(
            Pot("T", "Todo", Money.soles(100)),
            Pot("A", "A", ZERO, "T", HUANCAVELICA, third),
            Pot("B", "B", ZERO, "A", ANGARAES, third),
        ),
    )
    shared = with_shares(book)

    assert [pot.amount.cents for pot in shared.pots] == [10_000, 3_333, 1_111]
    assert {one.code: one.own.cents for one in tree_of(shared) if one.code in "TAB"} == {
        "T": 6_667,
        "A": 2_222,
        "B": 1_111,
    }
    assert with_shares(shared) == shared


def test_a_share_of_what_does_not_exist_is_nothing() -> None:
    book = with_shares(replace(RULEBOOK, pots=(Pot("A", "A", Money.soles(9), "NADA", share=Fraction(1, 2)),)))

    assert book.pots[0].amount == ZERO


def test_a_share_of_an_outermost_one_is_of_the_fund() -> None:
    book = with_shares(replace(RULEBOOK, pots=(Pot("A", "A", ZERO, share=Fraction(1, 8)),)))

    assert book.pots[0].amount == Money.soles(12_500)


def test_the_money_of_a_contest_is_counted_once_however_deep_it_lies() -> None:
    assert top_amount(replace(RULEBOOK, pots=DEEP)) == Money.soles(100_000)
    assert top_amount(nested()) == Money.soles(100_000)
    assert top_amount(replace(RULEBOOK, pots=(Pot("T", "Todo", Money.soles(7)),))) == Money.soles(100_007)


def test_a_category_without_money_counts_on_an_equal_part_of_the_fund_rounded_down() -> None:
    idea, running = RULEBOOK.categories
    empty = replace(idea, envelope=ZERO)
    book = replace(RULEBOOK, fund=Money(100_001), categories=(empty, running))

    assert (money_for(book, empty), money_for(book, running)) == (Money(50_000), Money.soles(60_000))
