"""Envelopes inside envelopes in the rules: what a tree holds, what is refused, and that shares are exact."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.amendments import amended, changes, proposal_of
from contest_portal.contests.rules.envelope_tree import home_of, top_amount, tree_of, with_shares
from contest_portal.contests.rules.pot_checks import pots_problems
from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.contests.rules.rulebook import GroupRules, Rulebook
from contest_portal.contests.rules.rulebook_checks import categories_problems
from contest_portal.contests.rules.templates import start_rulebook
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import OPENS, RULEBOOK
from tests.factories.envelopes import POTS, nested

CUYES = Pot("CUY", "Cuyes", Money.soles(10_000), "IDEA", Scope(line="cuyes"), spills=True)


def inside(*pots: Pot, book: Rulebook = RULEBOOK) -> Rulebook:
    """Put these envelopes inside those of the categories."""
    return replace(book, pots=pots)


def codes(book: Rulebook) -> list[str]:
    return [problem.code for problem in pots_problems(book)]


def test_a_contest_without_them_has_an_envelope_for_each_category_and_is_written_as_before() -> None:
    assert [(one.code, one.own, one.depth) for one in tree_of(RULEBOOK)] == [
        ("IDEA", Money.soles(40_000), 0),
        ("MARCHA", Money.soles(60_000), 0),
    ]
    assert "pots" not in to_data(RULEBOOK)  # type: ignore[operator]
    assert codes(RULEBOOK) == []


def test_a_tree_is_told_from_outside_in_with_what_each_keeps_for_all() -> None:
    found = tree_of(nested())

    assert [(one.code, one.own.cents // 100, one.depth, one.parent) for one in found] == [
        ("TODO", 35_000, 0, ""),
        ("S-IDEA", 30_000, 1, "TODO"),
        ("PAN", 10_000, 2, "S-IDEA"),
        ("S-MARCHA", 25_000, 1, "TODO"),
    ]
    assert Money.total(one.own for one in found) == top_amount(nested()) == RULEBOOK.fund
    assert found[2].scope == Scope(line="panaderia", category="IDEA")
    assert from_data(Rulebook, to_data(nested())) == nested()
    assert [*pots_problems(nested()), *categories_problems(nested())] == []


@pytest.mark.parametrize(
    ("category", "line", "home"),
    [
        ("IDEA", "panaderia", "PAN"),
        ("IDEA", "cuyes", "S-IDEA"),
        ("MARCHA", "panaderia", "S-MARCHA"),
        ("X", "", "TODO"),
    ],
)
def test_a_group_is_of_the_innermost_envelope_that_is_for_it(category: str, line: str, home: str) -> None:
    assert home_of(tree_of(nested()), category=category, line=line, district="090301") == home


@pytest.mark.parametrize(
    ("pots", "expected"),
    [
        ((replace(CUYES, code="MARCHA"),), ["pots.repeated"]),
        ((replace(CUYES, name=" "),), ["pots.unnamed"]),
        ((replace(CUYES, parent="NADA"),), ["pots.place"]),
        ((replace(CUYES, parent="CUY"),), ["pots.place"]),
        ((replace(CUYES, scope=Scope(line="oro")),), ["pots.unknown"]),
        ((replace(CUYES, scope=Scope(territory="1501")),), ["pots.unknown"]),
        ((replace(CUYES, scope=Scope(category="MARCHA")),), ["pots.outside"]),
        ((replace(CUYES, scope=Scope()),), ["pots.same_scope"]),
        ((replace(CUYES, amount=ZERO),), ["pots.no_money"]),
        ((replace(CUYES, share=Fraction(5, 4)),), ["pots.share"]),
        ((replace(CUYES, share=Fraction(1, 3)),), ["pots.not_its_share"]),
        ((replace(CUYES, amount=Money.soles(40_000, 1)),), ["pots.sum"]),
        ((CUYES, replace(CUYES, code="DOS", scope=Scope(territory="0903"))), ["pots.overlap"]),
        ((CUYES, replace(CUYES, code="DOS", scope=Scope(line="panaderia"))), []),
        (
            (replace(CUYES, parent=""),),
            ["pots.spills_nowhere", "pots.beside_category", "pots.beside_category"],
        ),
    ],
)
def test_what_cannot_be_is_named(pots: tuple[Pot, ...], expected: list[str]) -> None:
    assert codes(inside(*pots)) == expected


def test_every_group_has_an_envelope_or_the_checks_say_which_has_none() -> None:
    book = replace(nested(), pots=(replace(POTS[1], parent="", spills=False),))
    elsewhere = replace(
        book,
        group=GroupRules(within_territory=False),
        pots=(Pot("T", "Todos", RULEBOOK.fund, "", Scope("0903")),),
    )

    assert [(one.code, one.params["category"]) for one in pots_problems(book)] == [
        ("pots.uncovered", "En marcha")
    ]
    assert [(one.code, one.params["district"]) for one in pots_problems(elsewhere)] == [
        ("pots.uncovered", "—")
    ]


@given(
    cents=st.integers(1, 10**9),
    shares=st.lists(st.fractions(0, 1, max_denominator=10**6), min_size=1, max_size=6),
)
def test_shares_are_exact_and_what_rounding_leaves_stays_as_common_money(
    cents: int, shares: list[Fraction]
) -> None:
    whole = sum(shares) or Fraction(1)
    pots = tuple(
        Pot(f"P{n}", "P", ZERO, "TODO", Scope(territory=f"{n:02d}"), share / whole)
        for n, share in enumerate(shares)
    )
    book = with_shares(inside(Pot("TODO", "Todo", Money(cents)), *pots))

    top = next(one for one in tree_of(book) if one.code == "TODO")
    assert 0 <= top.own.cents - (0 if sum(shares) else cents) < len(shares) or not sum(shares)
    for pot in book.pots[1:]:
        assert pot.share is not None
        assert pot.amount.cents == cents * pot.share.numerator // pot.share.denominator


def test_an_amendment_raises_an_outermost_envelope_and_shares_of_it_follow() -> None:
    now = nested()
    higher = replace(proposal_of(now), envelopes={"TODO": Money.soles(120_000)})
    pan = replace(CUYES, code="PAN", share=Fraction(1, 10), amount=Money.soles(4_000))
    raised = amended(inside(pan), replace(proposal_of(inside(pan)), envelopes={"IDEA": Money.soles(50_000)}))

    new = amended(now, higher)

    assert [(one.subject, one.after) for one in changes(now, new)] == [("Fondo común", Money.soles(120_000))]
    assert (new.fund, tree_of(new)[0].own) == (Money.soles(120_000), Money.soles(55_000))
    assert raised.pots[0].amount == Money.soles(5_000)
    assert amended(now, proposal_of(now)) == now


def test_a_contest_that_starts_from_another_has_its_envelopes_in_proportion() -> None:
    started = start_rulebook(
        nested(), code="II-2026", title="Otro", fund=Money.soles(50_000), today=OPENS.date()
    )

    assert [pot.amount.cents // 100 for pot in started.pots] == [50_000, 20_000, 5_000, 12_500]
    assert [*pots_problems(started), *categories_problems(started)] == []
