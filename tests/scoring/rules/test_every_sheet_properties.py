"""Sheets that use everything at once, against an independent sum with plain fractions, and what holds for all."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.sheets import Band, FactKind, Weighting
from contest_portal.kernel.marks import Mark
from contest_portal.scoring.rules.entries import (
    CountedSheet,
    CriterionMark,
    FactFigure,
    PhaseAttendance,
    ScoredEntry,
)
from contest_portal.scoring.rules.totals import score_group
from tests.factories.sheets import QUESTION, WOMEN, book_of

ANY_MACHINE = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Scored = tuple[Rulebook, ScoredEntry]
BOUNDS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@st.composite
def computed(draw: Any, code: str, fact: FactKind) -> Criterion:
    """Any criterion of the register: up to four bands, in any order, the best of which is its maximum."""
    bounds = BOUNDS[: draw(st.integers(2, 4))]
    points = [draw(st.integers(0, 9)) for _ in bounds]
    points[draw(st.integers(0, len(bounds) - 1))] = 9
    bands = [Band(least, worth) for least, worth in zip(bounds, points, strict=True)]
    return replace(
        WOMEN, code=code, fact=fact, max_points=9, bands=tuple(draw(st.permutations(bands))),
        weight=draw(st.integers(1, 4)),
    )  # fmt: skip


@st.composite
def marked(draw: Any, code: str) -> Criterion:
    most = draw(st.integers(1, 12))
    return Criterion(
        code, "", code, most, weight=draw(st.integers(1, 5)), min_points=draw(st.integers(0, most - 1))
    )


@st.composite
def contests(draw: Any) -> Scored:
    """Any phase with a question, a fact, the attendance and 1-3 marks, in factors or percentages, 1-4 sheets."""
    per_point = draw(st.sampled_from([1, 2, 10]))
    criteria = [
        QUESTION,
        draw(computed("W", FactKind.WOMEN)),
        draw(computed("H", FactKind.ATTENDANCE)),
        *(draw(marked(f"M{number}")) for number in range(draw(st.integers(1, 3)))),
    ]
    if draw(st.booleans()):
        phase = _in_percent(criteria, draw(st.sampled_from([30, 50, 100])))
    else:
        whole = sum(c.max_points * c.weight for c in criteria if not c.disqualifies)
        phase = Phase("P", "Fase", whole, tuple(criteria))
    sheets = tuple(draw(_sheet(phase, juror, per_point)) for juror in range(draw(st.integers(1, 4))))
    members, present = draw(st.integers(1, 9)), draw(st.integers(0, 6))
    entry = ScoredEntry(
        "C",
        sheets,
        (PhaseAttendance("P", present, 6),),
        (FactFigure(FactKind.WOMEN, draw(st.integers(0, members)), members),),
    )
    return book_of(phase, marks_per_point=per_point), entry


def _in_percent(criteria: list[Criterion], whole: int) -> Phase:
    """Give every criterion that gives points a percentage, the last one what is left of a hundred."""
    giving = [c for c in criteria if not c.disqualifies]
    weights = [*([7] * (len(giving) - 1)), 100 - 7 * (len(giving) - 1)]
    weighed = [replace(c, weight=weight) for c, weight in zip(giving, weights, strict=True)]
    return Phase("P", "Fase", whole, (QUESTION, *weighed), None, Weighting.PERCENT)


@st.composite
def _sheet(draw: Any, phase: Phase, juror: int, per_point: int) -> CountedSheet:
    marks = [CriterionMark("Q", Mark(per_point, per_point))]
    for criterion in phase.criteria:
        if criterion.scale == "points":
            units = draw(st.integers(criterion.min_points * per_point, criterion.max_points * per_point))
            marks.append(CriterionMark(criterion.code, Mark(units, per_point)))
    return CountedSheet(juror, "P", tuple(marks))


def plain_band(criterion: Criterion, part: int, whole: int) -> int:
    """Walk the bands from the lowest and stay in the last one reached."""
    points = None
    for band in sorted(criterion.bands, key=lambda one: one.least):
        if part >= band.least * whole:
            points = band.points
    assert points is not None
    return points


def plain_total(book: Rulebook, entry: ScoredEntry) -> Fraction:
    (phase,) = book.phases
    (women,), (attendance,) = entry.facts, entry.attendance
    figures = {"W": (women.part, women.whole), "H": (attendance.present, attendance.households)}
    total = Fraction(0)
    for sheet in entry.sheets:
        marks = {g.criterion: Fraction(g.mark.units, g.mark.per_point) for g in sheet.marks}
        for criterion in phase.criteria:
            if criterion.scale == "yes_no":
                continue
            points = (
                Fraction(plain_band(criterion, *figures[criterion.code]))
                if criterion.scale == "register"
                else marks[criterion.code]
            )
            if phase.weighting is Weighting.PERCENT:
                total += Fraction(phase.max_points * criterion.weight, 100) * points / criterion.max_points
            else:
                total += points * criterion.weight
    return total / len(entry.sheets)


def lowest(phase: Phase) -> Fraction:
    """Give the least any group can reach: the lowest marks and the worst bands."""
    least = Fraction(0)
    for criterion in phase.criteria:
        worst = min((band.points for band in criterion.bands), default=criterion.min_points)
        least += phase.factor(criterion) * worst
    return least


@ANY_MACHINE
@given(contests())
def test_the_total_is_what_plain_fractions_give(scored: Scored) -> None:
    book, entry = scored

    assert score_group(entry, book).exact_total == plain_total(book, entry)


@ANY_MACHINE
@given(contests())
def test_a_total_is_never_above_the_highest_nor_below_the_lowest(scored: Scored) -> None:
    book, entry = scored
    (phase,) = book.phases
    total = score_group(entry, book).exact_total

    assert total is not None
    assert lowest(phase) <= total <= phase.max_points


@ANY_MACHINE
@given(contests(), st.randoms(use_true_random=False))
def test_order_changes_nothing(scored: Scored, random: Any) -> None:
    book, entry = scored
    (phase,) = book.phases
    sheets = [replace(s, marks=tuple(random.sample(s.marks, len(s.marks)))) for s in entry.sheets]
    random.shuffle(sheets)
    turned = replace(phase, criteria=tuple(random.sample(phase.criteria, len(phase.criteria))))

    total = score_group(replace(entry, sheets=tuple(sheets)), replace(book, phases=(turned,))).exact_total

    assert total == score_group(entry, book).exact_total


@ANY_MACHINE
@given(contests())
def test_what_criteria_add_is_the_total(scored: Scored) -> None:
    book, entry = scored
    result = score_group(entry, book)

    assert sum((mean.mean for mean in result.criterion_means), Fraction(0)) == result.exact_total
    assert "Q" not in {mean.criterion_code for mean in result.criterion_means}


@ANY_MACHINE
@given(contests(), st.data())
def test_one_more_no_never_brings_a_group_back(scored: Scored, data: Any) -> None:
    """Turning answers from yes to no, one after another, ends outside and stays there."""
    book, entry = scored
    sheets = list(entry.sheets)
    out = []
    for number in data.draw(st.permutations(range(len(sheets)))):
        marks = tuple(
            CriterionMark("Q", Mark(0, given.mark.per_point), "No cumple.")
            if given.criterion == "Q"
            else given
            for given in sheets[number].marks
        )
        sheets[number] = replace(sheets[number], marks=marks)
        out.append(score_group(replace(entry, sheets=tuple(sheets)), book).failed is not None)

    assert out == sorted(out)
    assert out[-1]
