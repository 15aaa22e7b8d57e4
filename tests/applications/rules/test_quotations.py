"""Quotations of suppliers: which goods need them, and what the price may be."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.completeness import SectionState, check_limits, section_reports
from contest_portal.applications.rules.differences import changed_sections
from contest_portal.applications.rules.draft_fields import fields_of
from contest_portal.applications.rules.profile import (
    Profile,
    Quotation,
    read_profile,
    with_section,
    write_profile,
)
from contest_portal.applications.rules.quotations import goods_to_quote, is_cheapest, quotation_problems
from contest_portal.contests.rules.profile_form import STANDARD_FORM, QuotationRules
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import Part, part_of, rulebook_problems
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import from_data, to_data
from tests.factories.profile_forms import OFFERS, QUOTES, offer, quoting
from tests.factories.profiles import CHOICE, PROFILE

QUOTED = replace(PROFILE, quotations=OFFERS)
CHEAPER = (offer("Reproductores", "Granja El Roble", 4_400), *OFFERS[1:])
MALLA, CUYES = PROFILE.goods


def found(profile: Profile, rules: QuotationRules = QUOTES) -> list[str]:
    return [problem.code for problem in quotation_problems(profile, quoting(rules).form.section("goods"))]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        pytest.param(QUOTED, [], id="three, the price that of the cheapest"),
        pytest.param(PROFILE, ["quotations.missing"], id="none"),
        pytest.param(replace(PROFILE, quotations=OFFERS[:2]), ["quotations.missing"], id="two"),
        pytest.param(
            replace(PROFILE, quotations=(*OFFERS[:2], offer("Reproductores", "granja el roble", 5_000))),
            ["quotations.missing"],
            id="the same supplier twice",
        ),
        pytest.param(
            replace(PROFILE, quotations=(*OFFERS[:2], replace(OFFERS[2], amount=None))),
            ["quotations.missing"],
            id="one without a price",
        ),
        pytest.param(replace(PROFILE, quotations=CHEAPER), ["quotations.dearer"], id="dearer, no reason"),
        pytest.param(
            replace(PROFILE, quotations=CHEAPER, quotations_reason="Son de raza."),
            [],
            id="dearer, with a reason",
        ),
        pytest.param(
            replace(QUOTED, quotations=(*OFFERS, offer("Malla", "Ferretería Unión", 10))),
            ["quotations.no_goods"],
            id="for what is not on the list",
        ),
        pytest.param(
            replace(QUOTED, goods=(CUYES, replace(CUYES, description="reproductores"))),
            ["quotations.same_name"] * 2,
            id="two goods of one name",
        ),
        pytest.param(replace(PROFILE, goods=(MALLA,)), [], id="nothing so dear"),
        pytest.param(replace(PROFILE, goods=(replace(CUYES, description=""),)), [], id="not named yet"),
    ],
)
def test_quotations_of_the_dearer_goods(profile: Profile, expected: list[str]) -> None:
    assert found(profile) == expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (QuotationRules(Money.soles(4_500)), ["quotations.dearer"]),
        (QuotationRules(Money(450_001)), []),
        (QuotationRules(Money.soles(2_000), count=4), ["quotations.missing"]),
        (QuotationRules(ZERO), ["quotations.missing", "quotations.dearer"]),
    ],
    ids=["from exactly so much", "from a céntimo more", "four", "of all goods"],
)
def test_the_contest_says_from_which_amount_and_how_many(rules: QuotationRules, expected: list[str]) -> None:
    assert found(replace(PROFILE, quotations=CHEAPER), rules) == expected


def test_without_leave_no_reason_helps() -> None:
    strict = replace(QUOTES, reason_allowed=False)
    profile = replace(PROFILE, quotations=CHEAPER, quotations_reason="Son de raza.")

    (problem,) = quotation_problems(profile, quoting(strict).form.section("goods"))

    assert problem.text == (
        "«Reproductores» cuesta S/ 4,500.00 y un proveedor pide S/ 4,400.00. "
        "Baje el costo a lo que pide el más barato."
    )


def test_the_cheapest_offer_is_told_from_the_others() -> None:
    assert [is_cheapest(one, QUOTED) for one in OFFERS] == [True, False, False]
    assert goods_to_quote(QUOTED, QUOTES) == (CUYES,)


@pytest.mark.parametrize(
    ("profile", "state"),
    [
        (QUOTED, SectionState.DONE),
        (PROFILE, SectionState.MISSING),
        (replace(PROFILE, quotations=CHEAPER), SectionState.WRONG),
        (
            replace(PROFILE, quotations=(*OFFERS, Quotation("Malla galvanizada", "", "", None, None))),
            SectionState.WRONG,
        ),
        (replace(PROFILE, quotations=(*OFFERS, offer("Malla galvanizada", "Unión", 9))), SectionState.DONE),
    ],
    ids=["whole", "none", "dearer", "half filled", "a RUC may lack"],
)
def test_goods_are_whole_with_their_quotations(profile: Profile, state: SectionState) -> None:
    reports = {report.code: report.state for report in section_reports(CHOICE, profile, quoting())}

    assert reports["goods"] is state


def test_a_contest_without_quotations_asks_for_none() -> None:
    assert list(quotation_problems(PROFILE, STANDARD_FORM.section("goods"))) == []
    assert fields_of(STANDARD_FORM.section("goods")) == ("goods",)
    assert fields_of(quoting().form.section("goods")) == ("goods", "quotations", "quotations_reason")


def test_quotations_belong_to_the_goods() -> None:
    reasoned = replace(QUOTED, quotations_reason="Son de raza.")

    assert changed_sections(PROFILE, reasoned, quoting().form) == ("goods",)
    assert with_section(PROFILE, "goods", reasoned) == reasoned
    assert read_profile(write_profile(reasoned)) == reasoned
    assert "quotations" not in write_profile(PROFILE)


def test_endless_quotations_are_refused() -> None:
    many = replace(QUOTED, quotations=OFFERS * 21, quotations_reason="a" * 2_001)

    assert [p.code for p in check_limits(many, "goods")] == ["section.too_many_rows", "section.text_too_long"]


@pytest.mark.parametrize(
    ("count", "amount", "holds"), [(1, 0, True), (5, 1, True), (0, 1, False), (6, 1, False), (3, -1, False)]
)
def test_rules_on_quotations_are_checked(count: int, amount: int, *, holds: bool) -> None:
    book = quoting(QuotationRules(Money.soles(amount), count))

    problems = rulebook_problems(book, allocation_rules={"merit_order"})

    assert [(p.code, part_of(p)) for p in problems] == ([] if holds else [("form.quotations", Part.FORM)])
    assert from_data(Rulebook, to_data(book)) == book
