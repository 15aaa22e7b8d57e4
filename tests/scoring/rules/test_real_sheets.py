"""The sheets contests start from, added up by hand: fractions worked on paper, totals as printed."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.contests.rules.templates import TEMPLATES
from contest_portal.kernel.marks import Mark, Score
from contest_portal.kernel.problems import Refused
from contest_portal.scoring.rules.totals import (
    CountedSheet,
    CriterionMark,
    FactFigure,
    PhaseAttendance,
    ScoredEntry,
    score_group,
    sheet_points,
)

PLAN = TEMPLATES["business_plan"].rulebook
YOUTH = TEMPLATES["young_entrepreneurs"].rulebook
WEIGHTED = TEMPLATES["weighted"].rulebook
YOUNG_WOMEN = (FactFigure(FactKind.YOUTH, 5, 5), FactFigure(FactKind.WOMEN, 4, 5))
ALL_PRESENT = (PhaseAttendance("CAMPO", 6, 6),)


def row(phase: Phase, juror: int, *points: int) -> CountedSheet:
    """Write a sheet as a jury writes it: one number for each criterion, in order."""
    asked = (criterion for criterion in phase.criteria if not criterion.is_computed)
    marks = (CriterionMark(c.code, Mark(p)) for c, p in zip(asked, points, strict=True))
    return CountedSheet(juror, phase.code, tuple(marks))


def total(
    rulebook: Rulebook,
    *sheets: CountedSheet,
    attendance: tuple[PhaseAttendance, ...] = (),
    facts: tuple[FactFigure, ...] = (),
) -> object:
    scored = score_group(ScoredEntry("C-001", sheets, attendance, facts), rulebook)
    return scored.exact_total, str(scored.total)


@pytest.mark.parametrize(
    ("phase", "maximum"),
    [
        *(
            (phase, 50)
            for code in ("business_plan", "second_transfer")
            for phase in TEMPLATES[code].rulebook.phases
        ),
        (TEMPLATES["natural_resources"].rulebook.phases[1], 50),
        (TEMPLATES["local_investment"].rulebook.phases[0], 100),
    ],
    ids=lambda v: str(v)[:20],
)
def test_a_sheet_with_every_maximum_is_worth_its_phase(phase: Phase, maximum: int) -> None:
    full = row(phase, 1, *(criterion.max_points for criterion in phase.criteria))

    assert sheet_points(full, phase) == maximum == phase.max_points


def test_a_business_plan_of_five_jurors_is_added_up_as_on_paper() -> None:
    field, public = PLAN.phases
    sheets = (
        row(field, 1, 9, 2, 3, 3, 7, 6, 5, 3, 4),  # 42
        row(field, 2, 8, 1, 3, 4, 6, 7, 4, 3, 3),  # 39
        row(field, 3, 10, 2, 4, 3, 7, 7, 5, 4, 4),  # 46
        row(public, 1, 6, 5, 8, 9, 8),  # 36
        row(public, 2, 7, 6, 7, 8, 7),  # 35
        row(public, 3, 5, 5, 9, 9, 9),  # 37
        row(public, 4, 8, 7, 8, 8, 8),  # 39
        row(public, 5, 6, 6, 7, 9, 8),  # 36
    )

    # 127/3 + 183/5 = 635/15 + 549/15 = 1184/15 = 78.9333…
    assert total(PLAN, *sheets, attendance=ALL_PRESENT) == (Fraction(1184, 15), "78.93")


def test_half_a_point_below_the_mark_stays_below() -> None:
    field, public = PLAN.phases
    sheets = (
        row(field, 1, 7, 1, 3, 3, 6, 6, 4, 3, 3),  # 36
        row(field, 2, 7, 1, 3, 3, 6, 6, 4, 3, 2),  # 35
        row(public, 1, 6, 6, 7, 7, 8),  # 34
        row(public, 2, 6, 6, 7, 7, 8),  # 34
    )

    assert total(PLAN, *sheets, attendance=ALL_PRESENT) == (Fraction(139, 2), "69.50")


def test_the_field_total_is_never_doubled() -> None:
    field, public = PLAN.phases
    sheets = (row(field, 1, 10, 2, 4, 4, 8, 8, 6, 4, 4), row(public, 1, 10, 10, 10, 10, 10))

    assert total(PLAN, *sheets, attendance=ALL_PRESENT) == (Fraction(100), "100.00")


def test_a_young_groups_sheet_with_levels_is_added_up_as_on_paper() -> None:
    (phase,) = YOUTH.phases
    sheets = (
        row(phase, 1, 7, 5, 8, 5, 4, 8, 5, 5, 5, 4, 3),  # 59 and 25 of the register: 84
        row(phase, 2, 7, 5, 7, 4, 5, 7, 6, 4, 5, 4, 4),  # 83
        row(phase, 3, 7, 5, 9, 5, 5, 9, 6, 5, 4, 5, 3),  # 88
    )

    assert total(YOUTH, *sheets, facts=YOUNG_WOMEN) == (Fraction(85), "85.00")


@pytest.mark.parametrize(
    ("young", "women", "lost"),
    [
        pytest.param(5, 5, 0, id="all young, all women"),
        pytest.param(4, 3, 5, id="a young majority and more women than men"),
        pytest.param(3, 2, 9, id="fewer women than men"),
        pytest.param(2, 1, 11, id="an adult majority"),
    ],
)
def test_what_the_register_gives_a_young_group(young: int, women: int, lost: int) -> None:
    (phase,) = YOUTH.phases
    full = row(phase, 1, *(c.max_points for c in phase.criteria if not c.is_computed))
    facts = (FactFigure(FactKind.YOUTH, young, 5), FactFigure(FactKind.WOMEN, women, 5))

    assert total(YOUTH, full, facts=facts) == (Fraction(100 - lost), f"{100 - lost}.00")


@pytest.mark.parametrize(
    ("present", "points"),
    [(3, 2), (4, 3), (5, 3), (6, 5), (8, 5)],
    ids=["under half", "half", "62.5 %: no hole", "three quarters", "all"],
)
def test_families_of_a_plan_for_natural_resources_count_by_whoever_came(present: int, points: int) -> None:
    book = TEMPLATES["natural_resources"].rulebook
    field, public = book.phases
    sheets = (row(field, 1, 3, 3, 5, 4, 20, 10), row(public, 1, 15, 10, 15, 10))

    exact, _ = total(book, *sheets, attendance=(PhaseAttendance(field.code, present, 8),))  # type: ignore[misc]

    assert exact == 95 + points


def weighted_row(juror: int, class_code: str, *tenths: int) -> CountedSheet:
    (phase,) = WEIGHTED.phases
    criteria = phase.sheet_of(class_code)
    marks = (CriterionMark(c.code, Mark(t, 10)) for c, t in zip(criteria, tenths, strict=True))
    return CountedSheet(juror, phase.code, tuple(marks), class_code)


def test_a_weighted_plan_is_added_up_by_its_shares_and_an_absent_adviser_costs_nothing() -> None:
    jury = (
        weighted_row(1, "JURADO", *(80,) * 6, *(70,) * 4, 75),  # 24 + 28 + 15 = 67
        weighted_row(2, "JURADO", *(90,) * 6, *(65,) * 4, 85),  # 27 + 26 + 17 = 70
    )

    # (67 + 70) / 2 = 68.5 of 90; the adviser's 8.4 of 10; without the adviser 68.5 × 100/90
    assert total(WEIGHTED, *jury, weighted_row(3, "ASESOR", 84)) == (Fraction(769, 10), "76.90")
    assert total(WEIGHTED, *jury) == (Fraction(685, 9), "76.11")


def test_a_level_that_the_sheet_does_not_have_is_refused() -> None:
    (phase,) = YOUTH.phases

    with pytest.raises(Refused) as refusal:
        total(YOUTH, row(phase, 1, 6, 5, 8, 5, 4, 8, 5, 5, 5, 4, 3), facts=YOUNG_WOMEN)

    assert [(p.code, p.field) for p in refusal.value.problems] == [("mark.not_a_level", "J2")]


def test_weights_in_percent_are_whole_numbers_of_one_sheet() -> None:
    """Twelve criteria marked from 1 to 10 with weights of 5, 10 and 20 per cent: 1000 points are the maximum."""
    weights = (5, 5, 5, 5, 5, 5, 10, 10, 10, 10, 20, 10)
    criteria = tuple(Criterion(f"W{n}", "", f"Criterio {n}", 10, weight=w) for n, w in enumerate(weights))
    phase = Phase("W", "Ponderada", 1000, criteria)
    rulebook = replace(YOUTH, phases=(phase,), scoring=replace(YOUTH.scoring, pass_mark=Score(70000, 2)))
    marks = (7, 8, 6, 9, 8, 7, 6, 7, 8, 9, 7, 8)

    by_hand = sum(weight * mark for weight, mark in zip(weights, marks, strict=True))

    assert by_hand == 745
    assert total(rulebook, row(phase, 1, *marks)) == (Fraction(745), "745.00")


def test_a_class_of_evaluators_without_sheets_is_asked_for_and_not_taken_as_zero() -> None:
    """A second class of evaluators is a phase of its own: with none of their sheets there is no total at all."""
    jury = Phase("JURADO", "Jurado", 90, (Criterion("A", "", "Mérito", 90),))
    adviser = Phase("ASESOR", "Asesor", 10, (Criterion("B", "", "Criterio técnico", 10),))
    rulebook = replace(YOUTH, phases=(jury, adviser))

    with pytest.raises(Refused) as refusal:
        total(rulebook, row(jury, 1, 80))

    assert [(p.code, p.field) for p in refusal.value.problems] == [("scoring.phase_without_sheets", "ASESOR")]


@pytest.mark.parametrize(
    ("points", "printed"),
    [
        ((70, 70, 69), "69.67"),
        ((69, 70), "69.50"),
        ((70, 70, 70, 69), "69.75"),
        ((70,) * 6 + (69,), "69.86"),
        ((70,) * 10 + (69,), "69.91"),
    ],
)
def test_means_that_fall_between_69_and_70_are_printed_exactly_rounded(
    points: tuple[int, ...], printed: str
) -> None:
    phase = Phase("U", "Única", 100, (Criterion("A", "", "Mérito", 100),))
    rulebook = replace(YOUTH, phases=(phase,))
    sheets = [row(phase, juror, value) for juror, value in enumerate(points)]

    assert total(rulebook, *sheets) == (Fraction(sum(points), len(points)), printed)
