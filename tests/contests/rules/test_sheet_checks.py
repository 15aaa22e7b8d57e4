"""A sheet that contradicts itself is named before anybody scores with it."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.rulebook import Category, Criterion, Phase
from contest_portal.contests.rules.rulebook_checks import rulebook_problems
from contest_portal.contests.rules.sheet_checks import sheet_problems
from contest_portal.contests.rules.sheets import AxisShare, Band, ReasonRule, WhenEmpty
from contest_portal.kernel.money import Money
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.sheets import ADVISER, AXES, COMPUTED, IDEA, JURY, QUESTION, SHARED, WEIGHTED, WOMEN


def found(phase: Phase) -> list[str]:
    return [problem.code for problem in sheet_problems(phase)]


def computed(**changes: object) -> Phase:
    return replace(COMPUTED, criteria=(QUESTION, replace(WOMEN, **changes), IDEA))


def weighted(code: str, **changes: object) -> Phase:
    criteria = tuple(replace(c, **changes) if c.code == code else c for c in WEIGHTED.criteria)
    return replace(WEIGHTED, criteria=criteria)


def axes(*shares: AxisShare) -> Phase:
    return replace(AXES, axis_shares=shares)


def bands(*shares: Fraction | int, best: int = 5) -> tuple[Band, ...]:
    return tuple(Band(Fraction(share), best - number) for number, share in enumerate(shares))


@pytest.mark.parametrize("phase", [WEIGHTED, SHARED, COMPUTED, AXES, FIELD], ids=lambda phase: phase.code)
def test_a_sheet_that_adds_up_has_nothing_to_mend(phase: Phase) -> None:
    assert found(phase) == []


@pytest.mark.parametrize(
    ("phase", "codes"),
    [
        pytest.param(weighted("J1", weight=61), ["sheet.sum"], id="weights of 101"),
        pytest.param(
            replace(WEIGHTED, classes=(replace(JURY, share=80), replace(ADVISER, share=20))),
            ["sheet.class_sum", "sheet.class_sum"],
            id="criteria of a class that are not its share",
        ),
        pytest.param(
            replace(SHARED, classes=(JURY, replace(ADVISER, share=11))), ["sheet.class_shares"], id="101 %"
        ),
        pytest.param(replace(SHARED, classes=(JURY, JURY)), ["sheet.class_repeated", "sheet.class_shares"]),
        pytest.param(
            replace(SHARED, classes=(replace(JURY, name=" "), ADVISER)), ["sheet.class_unnamed"], id="unnamed"
        ),
        pytest.param(
            replace(SHARED, classes=(replace(ADVISER, share=100),)), ["sheet.class_alone"], id="alone"
        ),
        pytest.param(weighted("A1", marked_by=""), ["sheet.no_class", "sheet.idle_class", "sheet.class_sum"]),
        pytest.param(
            weighted("A1", marked_by="NADIE"),
            ["sheet.unknown_class", "sheet.idle_class", "sheet.class_sum"],
            id="a class that does not exist",
        ),
        pytest.param(
            replace(SHARED, criteria=(replace(SHARED.criteria[0], min_points=10), SHARED.criteria[1])),
            ["sheet.bad_minimum"],
            id="the lowest mark is the highest",
        ),
        pytest.param(
            axes(AxisShare("Organización", 40), AxisShare("Coherencia", 59)),
            ["sheet.axis_sum"],
            id="axes of 99",
        ),
        pytest.param(
            axes(AxisShare("Organización", 100), AxisShare("Coherencia", 0)),
            ["sheet.axis_sum"],
            id="an axis worth nothing",
        ),
        pytest.param(axes(AxisShare("Organización", 100)), ["sheet.axis_alone"], id="an axis not weighed"),
        pytest.param(
            axes(AxisShare("Organización", 40), AxisShare("Coherencia", 50), AxisShare("Otro", 10)),
            ["sheet.axis_alone"],
            id="an axis without criteria",
        ),
        pytest.param(
            axes(AxisShare("Organización", 40), AxisShare("Coherencia", 30), AxisShare("Coherencia", 30)),
            ["sheet.axis_repeated"],
            id="an axis twice",
        ),
        pytest.param(
            replace(
                AXES,
                classes=(JURY, ADVISER),
                criteria=tuple(
                    replace(c, marked_by="ADVISER" if c.axis == "Organización" else "JURY")
                    for c in AXES.criteria
                ),
            ),
            ["sheet.class_sum", "sheet.class_sum"],
            id="axes that are not the shares of their classes",
        ),
        pytest.param(
            replace(AXES, criteria=(*AXES.criteria[:3], replace(AXES.criteria[3], max_points=0))),
            ["sheet.no_points"],
            id="an axis that can give nothing",
        ),
        pytest.param(
            replace(COMPUTED, criteria=(replace(QUESTION, weight=2), WOMEN, IDEA)), ["sheet.yes_no_points"]
        ),
        pytest.param(computed(fact=None), ["sheet.no_fact"], id="no fact"),
        pytest.param(computed(bands=()), ["sheet.few_bands"], id="no bands"),
        pytest.param(computed(bands=bands(0, 0)), ["sheet.few_bands"], id="one bound twice"),
        pytest.param(computed(bands=bands(2, 0)), ["sheet.few_bands"], id="more than all"),
        pytest.param(
            computed(bands=bands(Fraction(1, 2), Fraction(1, 4))), ["sheet.band_gap"], id="a gap below"
        ),
        pytest.param(
            computed(bands=bands(Fraction(1, 2), 0, best=4)), ["sheet.band_range"], id="never the most"
        ),
        pytest.param(
            computed(reason=ReasonRule.BELOW, reason_below=6), ["sheet.bad_reason"], id="a reason above all"
        ),
    ],
)
def test_what_does_not_add_up_is_named(phase: Phase, codes: list[str]) -> None:
    assert found(phase) == codes


def test_the_lowest_band_takes_whatever_falls_below_the_others() -> None:
    (problem,) = sheet_problems(computed(bands=bands(Fraction(1, 2), Fraction(1, 100))))

    assert problem.text == (
        "El tramo más bajo del criterio W debe empezar en 0 %, para que ningún grupo quede sin puntos."
    )


def test_every_category_has_phases_that_make_the_whole() -> None:
    idea = replace(PUBLIC, code="NEW", categories=("IDEA",), max_points=40, criteria=PUBLIC.criteria)
    running = replace(PUBLIC, code="RUN", categories=("MARCHA", "OTRA"))
    book = replace(RULEBOOK, phases=(FIELD, idea, running))

    problems = [p for p in rulebook_problems(book, allocation_rules={"merit_order"}) if p.code != "sheet.sum"]

    assert [(problem.code, problem.field) for problem in problems[:2]] == [
        ("phases.unknown_category", "phases"),
        ("phases.sum_of_category", "phases"),
    ]
    assert problems[1].text == (
        "Las fases de la categoría En idea suman 90 puntos y deben sumar 100. Ajuste sus máximos."
    )


def test_categories_with_sheets_of_their_own_can_be_published() -> None:
    idea = replace(PUBLIC, code="NEW", categories=("IDEA",))
    running = replace(PUBLIC, code="RUN", categories=("MARCHA",))
    book = replace(
        RULEBOOK,
        categories=(
            Category("IDEA", "En idea", Money.soles(40_000)),
            Category("MARCHA", "En marcha", Money.soles(60_000)),
        ),
        phases=(FIELD, idea, running),
    )

    assert rulebook_problems(book, allocation_rules={"merit_order"}) == ()


def test_a_class_may_declare_each_thing_that_happens_when_it_is_empty() -> None:
    for when_empty in WhenEmpty:
        assert found(replace(SHARED, classes=(JURY, replace(ADVISER, when_empty=when_empty)))) == []


@pytest.mark.parametrize(
    ("weights", "sum_text"),
    [
        pytest.param((40, 40, 19), "suman 99 puntos", id="weights of 99"),
        pytest.param((50, 51), "suman 101 puntos", id="weights of 101"),
    ],
)
def test_a_sheet_whose_weights_miss_the_whole_names_the_sum(weights: tuple[int, ...], sum_text: str) -> None:
    phase = Phase(
        "UNICA",
        "Única",
        100,
        tuple(Criterion(f"K{n}", "", "Criterio", 1, weight=weight) for n, weight in enumerate(weights)),
    )

    (problem,) = sheet_problems(phase)

    assert (problem.code, sum_text in problem.text) == ("sheet.sum", True)


def test_a_negative_weight_is_refused_although_the_sum_is_right() -> None:
    phase = Phase(
        "UNICA",
        "Única",
        100,
        (Criterion("K1", "", "Uno", 1, weight=200), Criterion("K2", "", "Dos", 1, weight=-100)),
    )

    assert [problem.code for problem in sheet_problems(phase)] == ["sheet.bad_weight"]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_a_sheet_holds_exactly_when_its_criteria_add_up(maxima: list[int]) -> None:
    criteria = tuple(Criterion(f"K{n}", "", "Criterio", points) for n, points in enumerate(maxima))
    whole = sum(maxima)

    codes = [
        [problem.code for problem in sheet_problems(Phase("F", "Fase", whole + drift, criteria))]
        for drift in (-1, 0, 1)
        if whole + drift > 0
    ]

    assert codes == [["sheet.sum"] if drift else [] for drift in (-1, 0, 1) if whole + drift > 0]
