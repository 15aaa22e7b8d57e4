"""The checks of envelopes inside envelopes at their boundaries, and the sentences that name the money and the place."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.rules.draft_changes import with_pots
from contest_portal.contests.rules.pot_checks import MOST_POTS, draft_pots_problems, pots_problems
from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.contests.rules.rulebook import GroupRules, Rulebook
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Problem
from tests.factories.contests import RULEBOOK
from tests.factories.envelopes import POTS, nested

CUYES = Pot("CUY", "Cuyes", Money.soles(10_000), "IDEA", Scope(line="cuyes"), spills=True)
BREAD = Pot("PAN", "Panaderías", Money.soles(10_000), "IDEA", Scope(line="panaderia"))
TWO_DISTRICTS = replace(RULEBOOK, territory=("090301", "090302"))


def found(*pots: Pot, book: Rulebook = RULEBOOK) -> list[Problem]:
    return list(pots_problems(replace(book, pots=pots)))


def codes(*pots: Pot, book: Rulebook = RULEBOOK) -> list[str]:
    return [problem.code for problem in found(*pots, book=book)]


def said(problem: Problem) -> str:
    return (problem.message % problem.params).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("A", [], id="a single letter"),
        pytest.param("A" * 20, [], id="twenty letters"),
        pytest.param("A" * 21, ["pots.unnamed"], id="twenty-one letters"),
        pytest.param("", ["pots.unnamed"], id="none"),
        pytest.param("SUR.2-B_1", [], id="dots, hyphens and digits"),
        pytest.param("SUR 2", ["pots.unnamed"], id="a space"),
        pytest.param("ÑAN", ["pots.unnamed"], id="a letter of Spanish alone"),
        pytest.param("CUY\n", ["pots.unnamed"], id="an end of line"),
        pytest.param("IDEA", ["pots.repeated"], id="that of the category around it"),
    ],
)
def test_a_code_is_short_and_its_own(code: str, expected: list[str]) -> None:
    assert codes(replace(CUYES, code=code)) == expected


@pytest.mark.parametrize(
    ("many", "expected"), [(MOST_POTS, []), (MOST_POTS + 1, ["pots.many"])], ids=["most", "one more"]
)
def test_there_is_a_most_of_envelopes(many: int, expected: list[str]) -> None:
    districts = tuple(f"09{n:04d}" for n in range(many))
    pots = [
        Pot(f"D{n}", "Distrito", Money(1), "IDEA", Scope(district)) for n, district in enumerate(districts)
    ]

    assert codes(*pots, book=replace(RULEBOOK, territory=districts)) == expected


@pytest.mark.parametrize(
    ("cents", "expected"),
    [
        pytest.param(-1, ["pots.no_money"], id="a céntimo less than nothing"),
        pytest.param(0, ["pots.no_money"], id="nothing"),
        pytest.param(1, [], id="a céntimo"),
        pytest.param(3_999_999, [], id="a céntimo less than what is around"),
        pytest.param(4_000_000, [], id="all that is around"),
        pytest.param(4_000_001, ["pots.sum"], id="a céntimo more"),
    ],
)
def test_an_envelope_holds_something_and_no_more_than_the_one_around_it(
    cents: int, expected: list[str]
) -> None:
    assert codes(replace(CUYES, amount=Money(cents))) == expected


def test_two_that_fit_alone_may_not_fit_together_and_the_sentence_says_by_how_much() -> None:
    (problem,) = found(replace(CUYES, amount=Money(2_000_000)), replace(BREAD, amount=Money(2_000_050)))

    assert said(problem) == (
        "Los sobres dentro de «En idea» suman S/ 40,000.50 y tiene S/ 40,000.00: sobran S/ 0.50. Baje alguno."
    )


def test_a_sum_is_looked_at_level_by_level() -> None:
    """What lies two levels in is not counted again; what is too much there is named there."""
    deep = replace(BREAD, parent="CUY", code="LIR", name="Lircay", scope=Scope("090301"))

    assert codes(replace(CUYES, amount=Money.soles(40_000)), replace(deep, amount=Money.soles(40_000))) == []
    (problem,) = found(CUYES, replace(deep, amount=Money.soles(10_000, 1)))
    assert (problem.code, problem.params["name"]) == ("pots.sum", "Cuyes")


@pytest.mark.parametrize(
    ("share", "cents", "expected"),
    [
        pytest.param(Fraction(1), 4_000_000, [], id="all of it"),
        pytest.param(Fraction(1_000_001, 1_000_000), 4_000_004, ["pots.share", "pots.sum"], id="a bit more"),
        pytest.param(Fraction(0), 0, ["pots.no_money", "pots.share"], id="none of it"),
        pytest.param(Fraction(-1, 2), 1, ["pots.share"], id="less than none"),
        pytest.param(Fraction(1, 3), 1_333_333, [], id="a third, rounded down"),
        pytest.param(Fraction(1, 3), 1_333_334, ["pots.not_its_share"], id="a third, rounded up"),
        pytest.param(Fraction(1, 3), 1_333_332, ["pots.not_its_share"], id="a céntimo less than a third"),
    ],
)
def test_a_share_is_more_than_nothing_and_the_amount_is_exactly_that(
    share: Fraction, cents: int, expected: list[str]
) -> None:
    assert codes(replace(CUYES, share=share, amount=Money(cents))) == expected


def test_a_share_so_small_that_it_is_no_centimo_is_named_when_worked_out() -> None:
    book = with_pots(RULEBOOK, (replace(CUYES, share=Fraction(1, 10**9)),))

    assert [problem.code for problem in pots_problems(book)] == ["pots.no_money"]


def test_an_outermost_envelope_is_told_as_an_amount() -> None:
    top = replace(nested(), pots=(replace(POTS[0], share=Fraction(1)),))

    (problem,) = pots_problems(top)
    assert problem.code == "pots.share"
    assert said(problem).startswith("El porcentaje de «Fondo común» es del sobre en que está")


@pytest.mark.parametrize(
    ("territory", "expected"),
    [
        pytest.param("09", [], id="a department"),
        pytest.param("0903", [], id="a province"),
        pytest.param("090301", [], id="a district"),
        pytest.param("0", ["pots.unknown"], id="one digit"),
        pytest.param("090", ["pots.unknown"], id="three digits"),
        pytest.param("09030", ["pots.unknown"], id="five digits"),
        pytest.param("0903011", ["pots.unknown"], id="seven digits"),
        pytest.param("090303", ["pots.unknown"], id="a district that takes no part"),
        pytest.param("10", ["pots.unknown"], id="another department"),
    ],
)
def test_a_territory_is_a_whole_part_of_that_of_the_contest(territory: str, expected: list[str]) -> None:
    assert codes(replace(CUYES, scope=Scope(territory)), book=TWO_DISTRICTS) == expected


@pytest.mark.parametrize(
    ("around", "inner", "expected"),
    [
        pytest.param(Scope("0903"), Scope("090301"), [], id="a district in its province"),
        pytest.param(Scope("090301"), Scope("0903"), ["pots.outside"], id="a province in its district"),
        pytest.param(Scope("090301"), Scope("090302"), ["pots.outside"], id="a district in another"),
        pytest.param(Scope("0903"), Scope("0903"), ["pots.same_scope"], id="the same, said again"),
        pytest.param(Scope("0903"), Scope(), ["pots.same_scope"], id="the same, not said"),
        pytest.param(Scope("0903"), Scope(category="IDEA"), ["pots.same_scope"], id="the category of both"),
        pytest.param(Scope(line="cuyes"), Scope("090301"), [], id="a district in a line"),
        pytest.param(Scope(line="cuyes"), Scope(line="panaderia"), ["pots.outside"], id="a line in another"),
    ],
)
def test_an_envelope_is_for_some_of_those_of_the_one_around_it(
    around: Scope, inner: Scope, expected: list[str]
) -> None:
    outer = replace(CUYES, scope=around)
    within = Pot("DOS", "Dos", Money.soles(1_000), "CUY", inner)

    assert codes(outer, within, book=TWO_DISTRICTS) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(Scope("090301"), Scope("090302"), [], id="two districts"),
        pytest.param(Scope("0903"), Scope("090302"), ["pots.overlap"], id="a province and its district"),
        pytest.param(Scope("090301"), Scope(line="cuyes"), ["pots.overlap"], id="a district and a line"),
        pytest.param(
            Scope("090301", "cuyes"), Scope("090301", "panaderia"), [], id="two lines of one district"
        ),
        pytest.param(Scope("090301", "cuyes"), Scope("090302", "cuyes"), [], id="a line in two districts"),
        pytest.param(Scope(line="cuyes"), Scope(line="cuyes"), ["pots.overlap"], id="the same twice"),
    ],
)
def test_of_two_beside_each_other_a_group_is_in_one(first: Scope, second: Scope, expected: list[str]) -> None:
    one = Pot("UNO", "Uno", Money.soles(1_000), "IDEA", first)

    assert codes(one, replace(one, code="DOS", name="Dos", scope=second), book=TWO_DISTRICTS) == expected


def test_the_same_scope_in_two_categories_is_no_overlap() -> None:
    assert codes(CUYES, replace(CUYES, code="DOS", parent="MARCHA")) == []


def test_an_overlap_names_both_and_three_that_overlap_are_three_pairs() -> None:
    three = [replace(CUYES, code=f"C{n}", name=f"Cuyes {n}") for n in (1, 2, 3)]

    problems = found(*three)

    pairs = [(one.params["one"], one.params["other"]) for one in problems]
    assert pairs == [("Cuyes 1", "Cuyes 2"), ("Cuyes 1", "Cuyes 3"), ("Cuyes 2", "Cuyes 3")]
    assert said(problems[0]).startswith("Un grupo podría ser de «Cuyes 1» y de «Cuyes 2» a la vez.")


def test_an_envelope_in_an_empty_category_is_in_no_place() -> None:
    (problem,) = [*pots_problems(replace(nested(), pots=(CUYES, POTS[0])))][:1]

    assert (problem.code, problem.params) == ("pots.place", {"name": "Cuyes", "parent": "IDEA"})


@pytest.mark.parametrize(
    ("within_territory", "expected"),
    [
        pytest.param(True, [], id="only groups of the territory come"),
        pytest.param(False, ["pots.uncovered"], id="groups of elsewhere come too"),
    ],
)
def test_every_district_covered_is_enough_where_nobody_comes_from_elsewhere(
    *, within_territory: bool, expected: list[str]
) -> None:
    book = replace(nested(TWO_DISTRICTS), group=GroupRules(within_territory=within_territory))
    one = Pot("UNO", "Uno", Money.soles(50_000), "", Scope("090301"))

    assert codes(one, replace(one, code="DOS", scope=Scope("090302")), book=book) == expected


@pytest.mark.parametrize(
    ("scope", "params"),
    [
        pytest.param(Scope("090301"), ("En idea", "Crianza de cuyes", "090302"), id="a district"),
        pytest.param(Scope(line="cuyes"), ("En idea", "Panadería", "090302"), id="a line"),
        pytest.param(Scope(category="IDEA"), ("En marcha", "Crianza de cuyes", "090302"), id="a category"),
    ],
)
def test_the_first_kind_of_group_that_has_no_envelope_is_named_and_no_other(
    scope: Scope, params: tuple[str, str, str]
) -> None:
    problems = found(Pot("UNO", "Uno", Money.soles(1), "", scope), book=nested(TWO_DISTRICTS))

    assert [problem.code for problem in problems] == ["pots.uncovered"]
    assert tuple(problems[0].params[key] for key in ("category", "line", "district")) == params


def test_what_another_page_mends_does_not_stop_a_draft_and_stops_the_publication() -> None:
    beside = replace(RULEBOOK, pots=(Pot("UNO", "Uno", Money.soles(1), "", Scope("0903")),))

    published = [problem.code for problem in pots_problems(beside)]

    assert published == ["pots.beside_category", "pots.beside_category"]
    assert list(draft_pots_problems(beside)) == []
    broken = replace(beside, pots=(replace(beside.pots[0], amount=Money(-1)),))
    assert [problem.code for problem in draft_pots_problems(broken)] == ["pots.no_money"]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_nests(rule: str) -> None:
    assert list(pots_problems(replace(nested(), allocation_rule=rule))) == []


def test_names_and_places_come_first_because_without_them_there_is_no_tree() -> None:
    """The amount and the scope of the second are wrong too: they are named once the first has its place."""
    assert codes(
        replace(CUYES, parent="NADA", amount=Money(-5)), replace(BREAD, scope=Scope("77", "panaderia"))
    ) == ["pots.place"]
    assert codes(replace(CUYES, amount=Money(-5)), replace(BREAD, scope=Scope("77", "panaderia"))) == [
        "pots.no_money",
        "pots.unknown",
    ]
