"""What holds for every contest, and an independent recomputation with plain fractions."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_portal.contests.rules.rulebook import Criterion, DecidesOn, Phase, Rulebook
from contest_portal.kernel.marks import Mark, Score
from contest_portal.kernel.rounding import Rounding
from contest_portal.scoring.rules.totals import (
    CountedSheet,
    CriterionMark,
    ScoredEntry,
    deciding,
    printed_points,
    score_group,
)
from tests.factories.contests import RULEBOOK

ANY_MACHINE = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no reason to fail."""
Contest = tuple[Rulebook, tuple[CountedSheet, ...]]


@st.composite
def scored_contests(draw: Any) -> Contest:
    """Any contest of 1-3 phases with up to 6 criteria, and 1-6 complete sheets for each phase."""
    per_point = draw(st.sampled_from([1, 2, 10]))
    phases, sheets = [], []
    for number in range(draw(st.integers(1, 3))):
        criteria = tuple(
            Criterion(f"C{k}", "", f"Criterio {k}", draw(st.integers(1, 30)), weight=draw(st.integers(1, 5)))
            for k in range(draw(st.integers(1, 6)))
        )
        phase = Phase(
            f"P{number}", f"Fase {number}", sum(c.max_points * c.weight for c in criteria), criteria
        )
        phases.append(phase)
        for juror in range(draw(st.integers(1, 6))):
            marks = tuple(
                CriterionMark(c.code, Mark(draw(st.integers(0, c.max_points * per_point)), per_point))
                for c in criteria
            )
            sheets.append(CountedSheet(juror, phase.code, marks))
    scoring = replace(RULEBOOK.scoring, marks_per_point=per_point, tie_breaks=())
    return replace(RULEBOOK, phases=tuple(phases), scoring=scoring), tuple(sheets)


def plain_total(rulebook: Rulebook, sheets: tuple[CountedSheet, ...]) -> Fraction:
    total = Fraction(0)
    for phase in rulebook.phases:
        weights = {criterion.code: criterion.weight for criterion in phase.criteria}
        own = [sheet for sheet in sheets if sheet.phase == phase.code]
        points = [
            Fraction(given.mark.units * weights[given.criterion], given.mark.per_point)
            for sheet in own
            for given in sheet.marks
        ]
        total += sum(points, Fraction(0)) / len(own)
    return total


@ANY_MACHINE
@given(scored_contests())
def test_the_total_is_what_plain_fractions_give(contest: Contest) -> None:
    rulebook, sheets = contest

    assert score_group(ScoredEntry("C", sheets), rulebook).exact_total == plain_total(rulebook, sheets)


@ANY_MACHINE
@given(scored_contests(), st.randoms(use_true_random=False))
def test_the_total_does_not_depend_on_the_order_of_sheets_or_marks(contest: Contest, random: Any) -> None:
    rulebook, sheets = contest
    shuffled = [replace(s, marks=tuple(random.sample(s.marks, len(s.marks)))) for s in sheets]
    random.shuffle(shuffled)

    assert score_group(ScoredEntry("C", tuple(shuffled)), rulebook) == score_group(
        ScoredEntry("C", sheets), rulebook
    )


@ANY_MACHINE
@given(scored_contests(), st.data())
def test_a_higher_mark_never_lowers_a_total(contest: Contest, data: Any) -> None:
    rulebook, sheets = contest
    position = data.draw(st.integers(0, len(sheets) - 1))
    sheet = sheets[position]
    at = data.draw(st.integers(0, len(sheet.marks) - 1))
    criterion = rulebook.phase(sheet.phase).criterion(sheet.marks[at].criterion)
    mark = sheet.marks[at].mark
    higher = Mark(data.draw(st.integers(mark.units, criterion.max_points * mark.per_point)), mark.per_point)
    marks = (*sheet.marks[:at], CriterionMark(criterion.code, higher), *sheet.marks[at + 1 :])
    raised = (*sheets[:position], replace(sheet, marks=marks), *sheets[position + 1 :])

    before = score_group(ScoredEntry("C", sheets), rulebook)
    after = score_group(ScoredEntry("C", raised), rulebook)

    assert after.exact_total is not None
    assert before.exact_total is not None
    assert after.exact_total >= before.exact_total
    assert after.total is not None
    assert before.total is not None
    assert after.total >= before.total


@ANY_MACHINE
@given(scored_contests())
def test_a_total_lies_between_zero_and_the_contests_maximum(contest: Contest) -> None:
    rulebook, sheets = contest
    scored = score_group(ScoredEntry("C", sheets), rulebook)

    assert scored.exact_total is not None
    assert 0 <= scored.exact_total <= rulebook.max_points


@ANY_MACHINE
@given(scored_contests())
def test_criterion_means_add_up_to_the_total(contest: Contest) -> None:
    rulebook, sheets = contest
    scored = score_group(ScoredEntry("C", sheets), rulebook)

    assert sum((mean.mean for mean in scored.criterion_means), Fraction(0)) == scored.exact_total


FRACTIONS = st.fractions(min_value=0, max_value=100, max_denominator=420)


@ANY_MACHINE
@given(
    st.lists(FRACTIONS, min_size=1, max_size=6),
    st.integers(0, 4),
    st.sampled_from(Rounding),
    st.sampled_from(DecidesOn),
    st.sampled_from([Score(70, 0), Score(7000, 2), Score(6995, 2)]),
)
def test_what_is_printed_never_contradicts_what_is_decided(
    totals: list[Fraction], decimals: int, rounding: Rounding, decides_on: DecidesOn, pass_mark: Score
) -> None:
    """Read back from paper, every total stands to the pass mark and to the others as the decision has it."""
    rules = replace(
        RULEBOOK.scoring,
        decimals=decimals,
        rounding=rounding,
        decides_on=decides_on,
        pass_mark=pass_mark,
    )

    paper = {exact: Fraction(str(score)) for exact, score in printed_points(totals, rules).items()}

    decided = {exact: deciding(exact, rules) for exact in totals}
    mark = Fraction(str(pass_mark))
    assert [paper[one] >= mark for one in totals] == [decided[one] >= mark for one in totals]
    assert [[paper[a] < paper[b] for b in totals] for a in totals] == [
        [decided[a] < decided[b] for b in totals] for a in totals
    ]


@pytest.mark.parametrize(
    ("decides_on", "expected"), [(DecidesOn.ROUNDED, ["70", "70"]), (DecidesOn.EXACT, ["69.8", "70.0"])]
)
def test_decimals_are_added_only_where_the_exact_total_decides(
    decides_on: DecidesOn, expected: list[str]
) -> None:
    rules = replace(RULEBOOK.scoring, decimals=0, decides_on=decides_on)
    totals = (Fraction(419, 6), Fraction(70))

    assert [str(printed_points(totals, rules)[total]) for total in totals] == expected
