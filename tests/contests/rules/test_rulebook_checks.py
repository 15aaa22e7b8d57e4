"""Rules that contradict themselves are named before they can be published."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.contests.rules.pots import Pot
from contest_portal.contests.rules.rulebook import (
    BudgetRules,
    Category,
    Criterion,
    GroupRules,
    Level,
    Line,
    Rulebook,
    ScreeningRules,
    TieBreak,
    TieKind,
)
from contest_portal.contests.rules.rulebook_checks import Part, part_of, rulebook_problems
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.contests.rules.sheets import EvaluatorClass
from contest_portal.contests.rules.templates import share_out
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Problem
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK

KNOWN = frozenset({"merit_order"})
Change = Callable[[Rulebook], Rulebook]


def problems_of(rulebook: Rulebook) -> tuple[Problem, ...]:
    return rulebook_problems(rulebook, allocation_rules=KNOWN)


def found(rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    return tuple((problem.code, problem.field) for problem in problems_of(rulebook))


def with_calendar(**changes: object) -> Change:
    return lambda book: replace(book, calendar=replace(book.calendar, **changes))


def with_scoring(**changes: object) -> Change:
    return lambda book: replace(book, scoring=replace(book.scoring, **changes))


def with_budget(**changes: object) -> Change:
    return lambda book: replace(book, budget=replace(book.budget, **changes))


def with_envelopes(*soles: int) -> Change:
    return lambda book: replace(
        book,
        categories=tuple(
            Category(f"C{number}", f"Categoría {number}", Money.soles(amount))
            for number, amount in enumerate(soles)
        ),
    )


def with_field(**changes: object) -> Change:
    return lambda book: replace(book, phases=(replace(FIELD, **changes), PUBLIC))


def with_criterion(**changes: object) -> Change:
    first, *others = FIELD.criteria
    return with_field(criteria=(replace(first, **changes), *others))


def with_levels(*levels: Level) -> Change:
    return with_criterion(scale="levels", levels=levels)


def test_the_rules_of_the_house_hold() -> None:
    assert problems_of(RULEBOOK) == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            lambda book: replace(book, code="i concurso"), ("basics.bad_code", "code"), id="code with spaces"
        ),
        pytest.param(
            lambda book: replace(book, code="-X-"), ("basics.bad_code", "code"), id="code of hyphens"
        ),
        pytest.param(lambda book: replace(book, title="  "), ("basics.no_title", "title"), id="no title"),
        pytest.param(
            lambda book: replace(book, title="x" * 201), ("basics.no_title", "title"), id="endless title"
        ),
        pytest.param(
            lambda book: replace(book, phases=(FIELD, replace(PUBLIC, code="1" * 21))),
            ("phases.unnamed", "phases"),
            id="endless phase code",
        ),
        pytest.param(
            with_criterion(code="uno dos"), ("sheet.unnamed", "criteria"), id="spaced criterion code"
        ),
        pytest.param(
            lambda book: replace(book, categories=(Category("Á", "Una", Money.soles(100_000)),)),
            ("categories.unnamed", "envelopes"),
            id="category code with an accent",
        ),
        pytest.param(
            with_calendar(opens_at=RULEBOOK.calendar.closes_at),
            ("calendar.closes_before_it_opens", "closes_at"),
            id="closes when it opens",
        ),
        pytest.param(
            with_calendar(field_from=date(2026, 11, 27)),
            ("calendar.out_of_order", "field_from"),
            id="field before the close",
        ),
        pytest.param(
            with_calendar(field_to=date(2026, 11, 30)),
            ("calendar.out_of_order", "field_to"),
            id="field ends before it starts",
        ),
        pytest.param(
            with_calendar(public_on=date(2026, 12, 3)),
            ("calendar.out_of_order", "public_on"),
            id="public day during the field",
        ),
        pytest.param(
            with_calendar(results_on=date(2026, 12, 8)),
            ("calendar.out_of_order", "results_on"),
            id="results before the public day",
        ),
        pytest.param(
            lambda book: replace(book, territory=()), ("territory.empty", "territory"), id="no territory"
        ),
        pytest.param(
            lambda book: replace(book, territory=("090301", "090301")),
            ("territory.repeated", "territory"),
            id="district twice",
        ),
        pytest.param(lambda book: replace(book, lines=()), ("lines.empty", "lines"), id="no lines"),
        pytest.param(
            lambda book: replace(book, lines=(Line("cuyes", "Cuyes"), Line("cuyes", "Cuy"))),
            ("lines.repeated", "lines"),
            id="line twice",
        ),
        pytest.param(with_envelopes(), ("categories.empty", "envelopes"), id="no categories"),
        pytest.param(with_envelopes(70_000, 70_000), ("categories.sum", "envelopes"), id="over the fund"),
        pytest.param(with_envelopes(50_000, 49_999), ("categories.sum", "envelopes"), id="under the fund"),
        pytest.param(with_envelopes(100_000, 0), ("categories.no_money", "envelopes"), id="empty envelope"),
        pytest.param(
            with_envelopes(110_000, -10_000), ("categories.no_money", "envelopes"), id="negative envelope"
        ),
        pytest.param(
            lambda book: replace(book, categories=(Category("A", "Una", Money.soles(50_000)),) * 2),
            ("categories.repeated", "envelopes"),
            id="category twice",
        ),
        pytest.param(
            lambda book: replace(book, categories=(Category("A", " ", Money.soles(100_000)),)),
            ("categories.unnamed", "envelopes"),
            id="category without a name",
        ),
        pytest.param(
            with_field(scorers=3, classes=(EvaluatorClass("J", "Jurado", 100),)),
            ("phases.scorers_of_classes", "phases"),
            id="scorers of a phase with classes",
        ),
        pytest.param(with_field(scorers=1), ("phases.scorers", "phases"), id="fewer scorers than the quorum"),
        pytest.param(with_field(name=" "), ("phases.unnamed", "phases"), id="phase without a name"),
        pytest.param(
            with_field(attendance_minimum=Fraction(3, 2)), ("phases.attendance", "phases"), id="over 100 %"
        ),
        pytest.param(with_field(criteria=()), ("sheet.empty", "criteria"), id="sheet without criteria"),
        pytest.param(with_criterion(max_points=9), ("sheet.sum", "criteria"), id="sheet one point short"),
        pytest.param(with_criterion(text=""), ("sheet.unnamed", "criteria"), id="criterion without text"),
        pytest.param(with_criterion(code="F2"), ("sheet.repeated", "criteria"), id="criterion twice"),
        pytest.param(with_criterion(scale="stars"), ("sheet.unknown_scale", "criteria"), id="unknown scale"),
        pytest.param(with_levels(Level(10, "Sí")), ("sheet.few_levels", "criteria"), id="one level"),
        pytest.param(
            with_levels(Level(10, "Sí"), Level(10, "No")), ("sheet.few_levels", "criteria"), id="equal levels"
        ),
        pytest.param(
            with_levels(Level(8, "Sí"), Level(0, "No")),
            ("sheet.level_range", "criteria"),
            id="max out of reach",
        ),
        pytest.param(
            with_levels(Level(12, "Sí"), Level(0, "No")), ("sheet.level_range", "criteria"), id="over the max"
        ),
        pytest.param(
            with_levels(Level(10, "Sí"), Level(-1, "No")), ("sheet.level_range", "criteria"), id="below zero"
        ),
        pytest.param(
            with_levels(Level(10, "Sí"), Level(0, " ")),
            ("sheet.unnamed_level", "criteria"),
            id="level unsaid",
        ),
        pytest.param(
            with_scoring(pass_mark=Score(10_001, 2)),
            ("scoring.pass_mark", "pass_mark"),
            id="pass mark over 100",
        ),
        pytest.param(with_scoring(quorum=0), ("scoring.quorum", "quorum"), id="no quorum"),
        pytest.param(with_scoring(marks_per_point=3), ("scoring.steps", "marks_per_point"), id="thirds"),
        pytest.param(with_scoring(decimals=5), ("scoring.decimals", "decimals"), id="five decimals"),
        pytest.param(with_scoring(tie_breaks=()), ("scoring.no_tie_break", "tie_breaks"), id="no chain"),
        pytest.param(
            with_scoring(tie_breaks=(TieBreak(TieKind.MORE_WOMEN),)),
            ("scoring.tie_break_open", "tie_breaks"),
            id="a chain that may not decide",
        ),
        pytest.param(
            with_scoring(tie_breaks=(TieBreak(TieKind.LOT), TieBreak(TieKind.MORE_HOUSEHOLDS))),
            ("scoring.tie_break_open", "tie_breaks"),
            id="a lot that is not the last link",
        ),
        pytest.param(
            with_scoring(tie_breaks=(TieBreak(TieKind.LOT), TieBreak(TieKind.LOT))),
            ("scoring.tie_break_repeated", "tie_breaks"),
            id="link twice",
        ),
        pytest.param(
            with_scoring(tie_breaks=(TieBreak(TieKind.PHASE_SCORE, "OFFICE"), TieBreak(TieKind.LOT))),
            ("scoring.tie_break_phase", "tie_breaks"),
            id="tie on an unknown phase",
        ),
        pytest.param(
            with_scoring(tie_breaks=(TieBreak(TieKind.PHASE_SCORE), TieBreak(TieKind.LOT))),
            ("scoring.tie_break_phase", "tie_breaks"),
            id="tie on no phase",
        ),
        pytest.param(
            with_scoring(tie_breaks=(TieBreak(TieKind.LOT, "FIELD"),)),
            ("scoring.tie_break_phase", "tie_breaks"),
            id="lot with a phase",
        ),
        pytest.param(
            with_budget(min_award=Money.soles(20_001)), ("budget.award_range", "max_award"), id="min over max"
        ),
        pytest.param(
            with_budget(goods_percent=61), ("budget.split", "assistance_percent"), id="split of 101"
        ),
        pytest.param(
            with_budget(goods_percent=110, assistance_percent=-10),
            ("budget.split", "assistance_percent"),
            id="negative part",
        ),
        pytest.param(
            with_budget(min_counterpart_percent=101),
            ("budget.counterpart", "min_counterpart_percent"),
            id="counterpart over 100 %",
        ),
        pytest.param(
            lambda book: replace(book, group=GroupRules(min_households=7, max_households=6)),
            ("budget.group_size", "max_households"),
            id="group sizes crossed",
        ),
        pytest.param(
            lambda book: replace(book, group=GroupRules(min_households=0, max_households=6)),
            ("budget.group_size", "max_households"),
            id="group of nobody",
        ),
        pytest.param(
            lambda book: replace(book, group=GroupRules(months_between_awards=121)),
            ("budget.months_between_awards", "months_between_awards"),
            id="more than ten years between awards",
        ),
        pytest.param(
            lambda book: replace(book, group=GroupRules(months_between_awards=-1)),
            ("budget.months_between_awards", "months_between_awards"),
            id="less than nothing between awards",
        ),
        pytest.param(
            lambda book: replace(book, allocation_rule="by_lot"),
            ("budget.unknown_allocation_rule", "allocation_rule"),
            id="unknown allocation rule",
        ),
    ],
)
def test_one_contradiction_gives_one_problem(change: Change, expected: tuple[str, str]) -> None:
    assert found(change(RULEBOOK)) == (expected,)


def test_a_contest_without_phases_is_told_so_once_for_phases_and_once_for_ties() -> None:
    book = replace(RULEBOOK, phases=(), scoring=replace(RULEBOOK.scoring, pass_mark=Score(0, 2)))

    assert found(book) == (("phases.empty", "phases"), ("scoring.tie_break_phase", "tie_breaks"))


def test_a_prize_of_nothing_is_refused() -> None:
    book = replace(RULEBOOK, budget=BudgetRules(min_award=ZERO, max_award=ZERO))

    assert found(book) == (("budget.no_award", "max_award"),)


def test_phases_that_do_not_add_up_to_the_whole_name_both_sums() -> None:
    short = replace(PUBLIC, max_points=49, criteria=(Criterion("P1", "", "Todo", 49),))

    problems = problems_of(replace(RULEBOOK, phases=(FIELD, short)))

    assert [problem.text for problem in problems] == [
        "Las fases suman 99 puntos y deben sumar 100. Ajuste sus máximos."
    ]


def test_envelopes_over_the_fund_name_both_sums() -> None:
    problems = problems_of(with_envelopes(70_000, 70_000)(RULEBOOK))

    assert [problem.text for problem in problems] == [
        "Los sobres suman S/ 140,000.00 y el monto del concurso es S/ 100,000.00. "
        "Ajústelos para que sumen lo mismo."
    ]


def test_dates_out_of_order_name_both_days() -> None:
    problems = problems_of(with_calendar(public_on=date(2026, 12, 3))(RULEBOOK))

    assert [problem.text for problem in problems] == [
        "La presentación pública es el 03/12/2026, antes del fin de la evaluación de campo (04/12/2026). "
        "Corrija una de las dos fechas."
    ]


def test_the_close_counts_as_the_day_it_is_in_the_office() -> None:
    """21:30 of 28 November in Lima is already the 29th in UTC; field work may start on the 28th."""
    late = RULEBOOK.calendar.closes_at.replace(hour=2, minute=30) + timedelta(days=1)

    assert problems_of(with_calendar(closes_at=late, field_from=date(2026, 11, 28))(RULEBOOK)) == ()


def test_every_problem_tells_its_part_of_the_designer() -> None:
    broken = replace(
        with_calendar(results_on=date(2026, 1, 1))(with_envelopes(1)(RULEBOOK)),
        **dict.fromkeys(("territory", "lines"), ()),
        code="",
        phases=(replace(FIELD, max_points=60), PUBLIC),
        scoring=replace(RULEBOOK.scoring, quorum=0),
        budget=replace(RULEBOOK.budget, goods_percent=1),
        screening=ScreeningRules(cure_days=0),
        form=replace(RULEBOOK.form, sections=()),
        allocation=replace(RULEBOOK.allocation, share_percent=0),
        files=(AskedFile("", "", "", FileForm.ANY, required=False, most=0),),
        second=SecondRules((), Score(7000, 2), quorum=1),
        pots=(Pot("", "", Money(1)),),
    )

    assert tuple(dict.fromkeys(part_of(problem) for problem in problems_of(broken))) == tuple(Part)


@given(
    st.integers(1, 10**9),
    st.lists(st.integers(1, 10**6).map(Money), min_size=1, max_size=6),
    st.integers(-5, 5),
)
def test_envelopes_hold_exactly_when_they_are_the_fund_to_the_centimo(
    cents: int, weights: list[Money], drift: int
) -> None:
    shares = share_out(Money(cents + 10**7), weights)
    categories = tuple(Category(f"C{n}", "Categoría", share) for n, share in enumerate(shares))
    book = replace(RULEBOOK, fund=Money(cents + 10**7 + drift), categories=categories)

    assert ("categories.sum" in [problem.code for problem in problems_of(book)]) == (drift != 0)
