"""How far jurors agree: every figure beside one that was worked out by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.rulebook import Criterion, Rulebook
from contest_portal.contests.rules.sheets import EvaluatorClass, FactKind
from contest_portal.scoring.rules.entries import ScoredEntry
from contest_portal.scoring.rules.reliability import (
    JurorFigures,
    PanelAgreement,
    RankAgreement,
    Reading,
    Spread,
    juror_figures,
    panel_agreement,
    spreads,
)
from tests.factories.contests import RULEBOOK
from tests.scoring.entries import entry, public_sheet, sheet

F = Fraction


def group(code: str, *shares: int, phase: str = "PUBLIC") -> Spread:
    """Make the sheets of jurors 1, 2, 3… of a group."""
    readings = tuple(Reading(number, F(share)) for number, share in enumerate(shares, 1))
    return Spread(phase, "", code, readings)


SEVERE = (group("A", 90, 80, 70), group("B", 60, 60, 40), group("C", 80, 70, 60))
"""Juror 3 gives less to everybody, in the same order as the others."""


def test_sheets_stand_side_by_side_as_hundredths_of_their_maximum() -> None:
    second, first = entry(public_sheet(2, 20, 10, 20), public_sheet(1, 10, 0, 15), code="B"), entry(code="A")

    found = spreads([second, first], RULEBOOK)

    assert found == (Spread("PUBLIC", "", "B", (Reading(1, F(50)), Reading(2, F(100)))),)


def test_the_spread_of_a_group_is_exact() -> None:
    one = group("A", 50, 60, 100)

    assert (one.mean, one.low, one.high, one.width, one.deviation) == (F(70), 50, 100, 50, F(20))


def test_what_the_register_fills_in_is_not_compared() -> None:
    computed = Criterion("P9", "Padrón", "Mujeres", 50, scale="register", fact=FactKind.WOMEN)
    field, public = RULEBOOK.phases
    book = replace(RULEBOOK, phases=(field, replace(public, criteria=(*public.criteria, computed))))

    (found,) = spreads([entry(public_sheet(1, 10, 0, 15))], book)

    assert found.readings == (Reading(1, F(50)),)


def of_classes(*, own_sheets: bool) -> tuple[Rulebook, ScoredEntry]:
    field, public = RULEBOOK.phases
    first, *others = public.criteria
    marked = (replace(first, marked_by="ADV"), *(replace(one, marked_by="JURY") for one in others))
    classes = (EvaluatorClass("JURY", "Jurado", 90), EvaluatorClass("ADV", "Asesor", 10))
    phase = replace(public, classes=classes, criteria=marked if own_sheets else public.criteria)
    jury = sheet(1, "PUBLIC", {"P2": 10, "P3": 20} if own_sheets else {"P1": 20, "P2": 10, "P3": 20})
    adviser = sheet(2, "PUBLIC", {"P1": 10} if own_sheets else {"P1": 10, "P2": 5, "P3": 10})
    sheets = replace(jury, evaluator_class="JURY"), replace(adviser, evaluator_class="ADV")
    return replace(RULEBOOK, phases=(field, phase)), entry(*sheets)


def test_classes_with_sheets_of_their_own_are_not_compared_with_each_other() -> None:
    book, judged = of_classes(own_sheets=True)

    assert spreads([judged], book) == (
        Spread("PUBLIC", "ADV", "C-001", (Reading(2, F(50)),)),
        Spread("PUBLIC", "JURY", "C-001", (Reading(1, F(100)),)),
    )


def test_classes_on_one_sheet_are_compared() -> None:
    book, judged = of_classes(own_sheets=False)

    assert spreads([judged], book) == (
        Spread("PUBLIC", "", "C-001", (Reading(1, F(100)), Reading(2, F(50)))),
    )


def test_severity_is_the_mean_difference_to_the_others_on_the_same_groups() -> None:
    alike = RankAgreement(3, 0, 3, 3)

    assert juror_figures(SEVERE) == (
        JurorFigures(1, 3, 3, F(15 + 10 + 15, 3), alike),
        JurorFigures(2, 3, 3, F(0 + 10 + 0, 3), alike),
        JurorFigures(3, 3, 3, F(-15 - 20 - 15, 3), alike),
    )


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(SEVERE[:2], id="two groups"),
        pytest.param(tuple(replace(one, readings=one.readings[:2]) for one in SEVERE), id="two jurors"),
    ],
)
def test_too_few_to_say(found: tuple[Spread, ...]) -> None:
    assert {(one.severity, one.agreement) for one in juror_figures(found)} == {(None, None)}
    assert [one.alpha for one in panel_agreement(found)] == [None]


def test_two_phases_are_two_orders() -> None:
    """Groups A and B on the field, C on the stage: only A with B is a pair."""
    found = (
        group("A", 1, 1, 1, phase="FIELD"),
        group("B", 2, 2, 2, phase="FIELD"),
        group("C", 0, 0, 0),
    )

    assert juror_figures(found)[0].agreement == RankAgreement(1, 0, 1, 1)


@pytest.mark.parametrize(
    ("agreement", "thousandths"),
    [
        pytest.param(RankAgreement(3, 0, 3, 3), 1000, id="the same order"),
        pytest.param(RankAgreement(0, 3, 3, 3), -1000, id="the other way round"),
        pytest.param(RankAgreement(2, 0, 2, 3), 816, id="a tie: 2 / sqrt 6"),
        pytest.param(RankAgreement(0, 2, 2, 3), -816, id="cut off towards zero"),
        pytest.param(RankAgreement(1, 1, 2, 3), 0, id="no order in common"),
        pytest.param(RankAgreement(0, 0, 0, 3), None, id="all equal for one"),
        pytest.param(RankAgreement(0, 0, 3, 0), None, id="all equal for the others"),
    ],
)
def test_tau_is_written_without_a_binary_fraction(agreement: RankAgreement, thousandths: int | None) -> None:
    assert agreement.thousandths == thousandths


@pytest.mark.parametrize(
    ("found", "alpha"),
    [
        pytest.param([(1, 1, 1), (2, 2, 2), (5, 5, 5)], F(1), id="agree in all"),
        # the odd sheet: 4 / 2 observed; of all pairs 88 / 8 expected
        pytest.param([(1, 1, 1), (2, 2, 2), (3, 3, 2)], 1 - F(4, 2) / F(88, 8), id="one sheet off"),
        pytest.param([(1, 2, 3), (1, 2, 3), (1, 2, 3)], 1 - F(18) / F(108, 8), id="worse than chance"),
        pytest.param([(4, 4, 4), (4, 4, 4), (4, 4, 4)], None, id="nothing differs"),
    ],
)
def test_alpha_is_exact(found: list[tuple[int, int, int]], alpha: Fraction | None) -> None:
    units = tuple(group(code, *shares) for code, shares in zip("ABC", found, strict=True))

    assert panel_agreement(units) == (PanelAgreement("PUBLIC", "", 3, 3, alpha),)


def test_a_group_with_one_sheet_tells_nothing_of_agreement() -> None:
    alone = replace(group("D", 10), code="D")

    assert panel_agreement((*SEVERE, alone)) == panel_agreement(SEVERE)


@given(st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=3, max_size=8))
def test_differences_to_the_others_cancel_out_and_tau_stays_in_its_range(marks: list[list[int]]) -> None:
    figures = juror_figures(group(f"{number}", *shares) for number, shares in enumerate(marks))

    assert sum(one.severity or 0 for one in figures) == 0
    assert all(
        one.agreement is None or one.agreement.thousandths is None or abs(one.agreement.thousandths) <= 1000
        for one in figures
    )
