"""Classes of evaluators with their own share, percentages, and what an empty class leaves, worked on paper."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.sheets import EvaluatorClass, Weighting, WhenEmpty
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import Refused
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark, ScoredEntry
from contest_portal.scoring.rules.shares import ClassPart, effective_shares, empty_classes
from contest_portal.scoring.rules.totals import score_group
from tests.factories.sheets import ADVISER, AXES, JURY, SHARED, WEIGHTED, book_of

ANY_MACHINE = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sheet(juror: int, phase: Phase, class_code: str, *tenths: int) -> CountedSheet:
    """Write a sheet of a class: its marks in tenths, in the order of its criteria."""
    criteria = phase.sheet_of(class_code)
    marks = (CriterionMark(c.code, Mark(t, 10)) for c, t in zip(criteria, tenths, strict=True))
    return CountedSheet(juror, phase.code, tuple(marks), class_code)


def total(phase: Phase, *sheets: CountedSheet) -> Fraction | None:
    return score_group(ScoredEntry("C-001", sheets), book_of(phase, marks_per_point=10)).exact_total


def when_empty(phase: Phase, rule: WhenEmpty) -> Phase:
    return replace(phase, classes=(JURY, replace(ADVISER, when_empty=rule)))


JURORS = (sheet(1, WEIGHTED, "JURY", 75, 80), sheet(2, WEIGHTED, "JURY", 65, 90))
"""45 + 24 = 69 and 39 + 27 = 66: 67.5 of 90 on the mean."""


def test_jury_and_adviser_are_added_by_their_shares() -> None:
    adviser = sheet(3, WEIGHTED, "ADVISER", 83)

    # 67.5 + 8.3: a second adviser would not weigh more, the class is what counts
    assert total(WEIGHTED, *JURORS, adviser) == Fraction(758, 10)
    assert total(WEIGHTED, *JURORS, adviser, sheet(4, WEIGHTED, "ADVISER", 83)) == Fraction(758, 10)


def test_axes_are_added_by_their_percentages() -> None:
    one = (
        CriterionMark("Q", Mark(10, 10)),
        CriterionMark("O1", Mark(75, 10)),
        CriterionMark("O2", Mark(50, 10)),
    )
    marks = (*one, CriterionMark("C1", Mark(35, 10)))

    # (7.5 + 2 × 5) / 20 of 32 points and 3.5 / 7 of 48
    assert total(AXES, CountedSheet(1, "AXES", marks)) == Fraction(28) + Fraction(24)


def test_classes_on_one_sheet_count_by_their_shares_however_many_sheets_there_are() -> None:
    jury = (sheet(1, SHARED, "JURY", 70, 70), sheet(2, SHARED, "JURY", 80, 80))
    adviser = sheet(3, SHARED, "ADVISER", 50, 50)

    assert total(SHARED, *jury, adviser) == Fraction(75 * 9, 10) + Fraction(50, 10)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param(WhenEmpty.SHARED_OUT, Fraction(75), id="its share goes to the others: 67.5 × 100/90"),
        pytest.param(WhenEmpty.ZERO, Fraction(135, 2), id="its share counts as zero"),
    ],
)
def test_what_becomes_of_the_share_of_an_empty_class(rule: WhenEmpty, expected: Fraction) -> None:
    assert total(when_empty(WEIGHTED, rule), *JURORS) == expected


def test_a_class_that_may_not_be_empty_is_waited_for() -> None:
    with pytest.raises(Refused) as refusal:
        total(when_empty(WEIGHTED, WhenEmpty.BLOCKS), *JURORS)

    (problem,) = refusal.value.problems
    assert (problem.code, problem.text) == (
        "scoring.class_without_sheets",
        "El grupo C-001 no tiene ninguna ficha definitiva de Asesor en Ficha ponderada. Pida a los jurados que "
        "terminen.",
    )


def test_what_an_empty_class_leaves_goes_to_the_others_in_proportion() -> None:
    classes = (
        EvaluatorClass("JURY", "Jurado", 60),
        EvaluatorClass("ADVISER", "Asesor", 20),
        EvaluatorClass("GUEST", "Invitado", 20, WhenEmpty.SHARED_OUT),
    )
    phase = replace(SHARED, classes=classes)
    sheets = (sheet(1, phase, "JURY", 100, 100), sheet(2, phase, "ADVISER", 50, 50))

    (mean,) = score_group(ScoredEntry("C", sheets), book_of(phase, marks_per_point=10)).phase_means

    assert mean.classes == (
        ClassPart("JURY", 1, Fraction(100), Fraction(75), Fraction(75)),
        ClassPart("ADVISER", 1, Fraction(50), Fraction(25), Fraction(25, 2)),
    )


@pytest.mark.parametrize(
    ("rules", "present", "shares"),
    [
        pytest.param("BBB", "ABC", (60, 30, 10), id="everyone is there"),
        pytest.param("BBS", "AB", (Fraction(200, 3), Fraction(100, 3)), id="the last one shared out"),
        pytest.param("BBZ", "AB", (60, 30), id="the last one counts as zero"),
        pytest.param("BSZ", "A", (90,), id="one shared out, one as zero"),
        pytest.param("SSS", "C", (100,), id="the smallest alone has the whole"),
        pytest.param("ZZZ", "C", (10,), id="the smallest alone and no more"),
        pytest.param("SBB", "BC", (75, 25), id="in proportion, not in equal parts"),
    ],
)
def test_the_shares_that_classes_count_with(
    rules: str, present: str, shares: tuple[Fraction | int, ...]
) -> None:
    """Classes A, B and C of 60, 30 and 10 per cent; B waits, S is shared out, Z counts as zero."""
    meaning = {"B": WhenEmpty.BLOCKS, "S": WhenEmpty.SHARED_OUT, "Z": WhenEmpty.ZERO}
    classes = tuple(
        EvaluatorClass(code, code, share, meaning[rule])
        for code, share, rule in zip("ABC", (60, 30, 10), rules, strict=True)
    )
    phase = replace(SHARED, classes=classes)

    assert tuple(effective_shares(phase, present).values()) == shares
    assert [one.code for one in empty_classes(phase, present)] == [
        code for code, rule in zip("ABC", rules, strict=True) if rule == "B" and code not in present
    ]


@pytest.mark.parametrize(
    ("class_code", "codes"),
    [
        pytest.param("", ["sheet.unknown_class", *["mark.of_another_class"] * 2], id="of nobody's class"),
        pytest.param(
            "ADVISER", ["sheet.criterion_skipped", *["mark.of_another_class"] * 2], id="of the other"
        ),
    ],
)
def test_a_sheet_counts_only_as_its_class(class_code: str, codes: list[str]) -> None:
    stray = replace(JURORS[0], evaluator_class=class_code)

    with pytest.raises(Refused) as refusal:
        total(WEIGHTED, stray)

    assert sorted(problem.code for problem in refusal.value.problems) == sorted(codes)


@st.composite
def classed_contests(draw: Any) -> tuple[Rulebook, tuple[CountedSheet, ...]]:
    """Any phase of 1-3 classes sharing a sheet in percentages, some of them without sheets, never all."""
    cuts = draw(st.sampled_from([(100,), (90, 10), (50, 30, 20), (1, 99), (34, 33, 33)]))
    classes = tuple(
        EvaluatorClass(
            f"K{n}", f"Clase {n}", share, draw(st.sampled_from([WhenEmpty.ZERO, WhenEmpty.SHARED_OUT]))
        )
        for n, share in enumerate(cuts)
    )
    weights = draw(st.sampled_from([(100,), (60, 40), (5, 15, 80)]))
    criteria = tuple(
        Criterion(f"C{n}", "", f"Criterio {n}", draw(st.integers(2, 12)), weight=weight, min_points=1)
        for n, weight in enumerate(weights)
    )
    phase = Phase(
        "P", "Fase", draw(st.sampled_from([7, 50, 100])), criteria, None, Weighting.PERCENT, classes
    )
    sheets = [
        sheet(0, phase, one.code, *(draw(st.integers(10, c.max_points * 10)) for c in criteria))
        for one in classes
        for _ in range(draw(st.integers(0 if one is not classes[0] else 1, 3)))
    ]
    numbered = (replace(one, juror=number) for number, one in enumerate(sheets))
    return book_of(phase, marks_per_point=10), tuple(numbered)


@ANY_MACHINE
@given(classed_contests(), st.randoms(use_true_random=False))
def test_no_class_adds_more_than_its_share_and_no_total_leaves_its_range(
    contest: tuple[Rulebook, tuple[CountedSheet, ...]], random: Any
) -> None:
    book, sheets = contest
    shuffled = random.sample(sheets, len(sheets))
    scored = score_group(ScoredEntry("C", sheets), book)
    (phase,), (mean,) = book.phases, scored.phase_means

    assert scored == score_group(ScoredEntry("C", tuple(shuffled)), book)
    assert all(0 < part.points <= phase.max_points * part.share / 100 for part in mean.classes)
    assert sum(part.share for part in mean.classes) <= 100
    assert scored.exact_total is not None
    assert 0 < scored.exact_total <= phase.max_points
    assert sum((one.mean for one in scored.criterion_means), Fraction(0)) == scored.exact_total


@ANY_MACHINE
@given(classed_contests(), st.integers(1, 10))
def test_equal_marks_of_every_class_give_that_mark(
    contest: tuple[Rulebook, tuple[CountedSheet, ...]], tenths: int
) -> None:
    """Every criterion at the same part of its maximum: that part of the phase is the total, whatever the shares."""
    book, sheets = contest
    (phase,) = book.phases
    spared = tuple(replace(one, when_empty=WhenEmpty.SHARED_OUT) for one in phase.classes)
    even = replace(phase, classes=spared, criteria=tuple(replace(c, min_points=0) for c in phase.criteria))
    level = [
        sheet(s.juror, even, s.evaluator_class, *(c.max_points * tenths for c in even.criteria))
        for s in sheets
    ]

    scored = score_group(ScoredEntry("C", tuple(level)), replace(book, phases=(even,)))

    assert scored.exact_total == Fraction(phase.max_points * tenths, 10)
