"""Who is invented, how good they are, what they ask for, and the marks that follow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from contest_portal.applications.rules.answers import check_answers
from contest_portal.applications.rules.budget import check_budget
from contest_portal.applications.rules.completeness import Choice, check_profile
from contest_portal.contests.rules.profile_form import (
    NO,
    STANDARD_FORM,
    YES,
    Condition,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
    QuotationRules,
)
from contest_portal.contests.rules.rulebook import BudgetRules, Calendar, GroupRules, Phase, Rulebook
from contest_portal.contests.rules.sheets import Criterion, Level
from contest_portal.kernel.marks import Mark, Score
from contest_portal.kernel.money import Money
from contest_portal.scoring.rules.register_facts import age_on
from contest_portal.trials.rules.calendar import TrialCalendar
from contest_portal.trials.rules.groups import InventedGroup, invented_groups
from contest_portal.trials.rules.marking import marks_sheet, sheet_marks
from contest_portal.trials.rules.panel import InventedJuror, invented_panel
from contest_portal.trials.rules.plan import Strength, TrialPlan
from contest_portal.trials.rules.profiles import invented_profile
from contest_portal.trials.rules.purposes import Purpose
from tests.factories.contests import CLOSES, FIELD, OPENS, PUBLIC, RULEBOOK
from tests.factories.sheets import COMPUTED, QUESTION, SHARED, WEIGHTED, book_of

PLAN = TrialPlan(groups=10)
JUROR = InventedJuror(1, ("FIELD", "PUBLIC", "COMPUTED", "SHARED", "WEIGHTED"))


def group_for(purpose: Purpose, book: Rulebook = RULEBOOK, plan: TrialPlan = PLAN) -> InventedGroup:
    return next(group for group in invented_groups(book, plan) if group.purpose is purpose)


def marks_of(
    group: InventedGroup, phase: Phase, book: Rulebook = RULEBOOK, plan: TrialPlan = PLAN
) -> dict[str, Mark]:
    return dict(sheet_marks(plan, book, phase, group, JUROR))


def test_every_category_has_its_cases_and_contenders_up_to_the_number_chosen() -> None:
    groups = invented_groups(RULEBOOK, PLAN)

    assert [group.number for group in groups] == list(range(1, 21))
    assert [group.category for group in groups] == ["IDEA"] * 10 + ["MARCHA"] * 10
    assert sum(group.purpose is Purpose.CONTENDER for group in groups) == 8
    assert len(invented_groups(RULEBOOK, TrialPlan(groups=1))) == 12
    assert {group.line for group in groups} == {"cuyes", "panaderia"}


def test_nobody_is_invented_twice() -> None:
    members = [member for group in invented_groups(RULEBOOK, PLAN) for member in group.members]

    assert len({member.number for member in members}) == len(members)


@pytest.mark.parametrize(
    ("fewest", "most", "sizes"),
    [(3, 6, {3, 4, 5}), (1, 1, {1}), (4, 4, {4}), (40, 60, {40, 41, 42})],
    ids=["usual", "alone", "fixed", "large"],
)
def test_groups_are_of_the_size_that_the_rules_ask_for(fewest: int, most: int, sizes: set[int]) -> None:
    rules = GroupRules(min_households=fewest, max_households=most)

    groups = invented_groups(replace(RULEBOOK, group=rules), PLAN)

    assert {group.households for group in groups} <= sizes
    assert all(len(group.members) >= max(2, fewest) for group in groups)


def test_twins_are_alike_in_everything_that_gives_points() -> None:
    first, second = (group for group in invented_groups(RULEBOOK, PLAN)[:10] if group.purpose is Purpose.TIED)

    assert (first.level, [(m.sex, m.born_on) for m in first.members]) == (
        second.level,
        [(m.sex, m.born_on) for m in second.members],
    )
    assert marks_of(first, FIELD) == marks_of(second, FIELD)


def test_the_register_favours_those_who_are_sure_to_pass() -> None:
    def looks(purpose: Purpose) -> set[tuple[str, bool]]:
        closing = date(CLOSES.year, CLOSES.month, CLOSES.day)
        return {(m.sex, 18 <= age_on(m.born_on, closing) <= 29) for m in group_for(purpose).members}

    assert looks(Purpose.LEADER) == {("F", True)}
    assert looks(Purpose.BELOW) == {("M", False)}


@pytest.mark.parametrize("minimum", [Fraction(1, 2), Fraction(1), Fraction(1, 10)])
def test_families_stay_away_so_far_that_it_just_disqualifies(minimum: Fraction) -> None:
    group = group_for(Purpose.ABSENT, book_of(replace(FIELD, attendance_minimum=minimum)))

    assert (
        Fraction(group.present, group.households) < minimum <= Fraction(group.present + 1, group.households)
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("strength", "lowest", "highest"),
    [(Strength.WEAK, 28, 82), (Strength.USUAL, 56, 94), (Strength.STRONG, 82, 99)],
    ids=["weak", "usual", "strong"],
)
def test_contenders_are_as_good_as_was_chosen(
    seed: int, strength: Strength, lowest: int, highest: int
) -> None:
    plan = TrialPlan(seed=seed, groups=12, strength=strength)

    levels = [group.level for group in invented_groups(RULEBOOK, plan) if group.purpose is Purpose.CONTENDER]

    assert Fraction(lowest, 100) <= min(levels) < max(levels) <= Fraction(highest, 100)


@pytest.mark.parametrize("points", [0, 70, 95, 100])
def test_the_pass_mark_lies_between_those_above_and_below(points: int) -> None:
    book = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, pass_mark=Score(points * 100, 2)))
    needed = Fraction(points, 100)

    assert 0 <= group_for(Purpose.BELOW, book).level <= needed <= group_for(Purpose.LEADER, book).level <= 1
    assert group_for(Purpose.FEWER_SHEETS, book).level >= needed


@pytest.mark.parametrize(
    ("least", "most"), [(5_000, 20_000), (0, 1), (15_000, 15_000), (0, 1_000_000)], ids=str
)
@pytest.mark.parametrize("percent", [0, 40, 100])
def test_what_is_asked_for_and_the_profile_keep_the_rules(least: int, most: int, percent: int) -> None:
    budget = BudgetRules(
        Money.soles(least), Money.soles(most), 100 - percent, percent, min_counterpart_percent=20
    )
    book = replace(RULEBOOK, budget=budget)

    for group in invented_groups(book, PLAN):
        profile = invented_profile(group.requested, book)
        choice = Choice(group.category, group.line, "Negocio inventado")
        assert check_budget(profile, budget) == check_profile(choice, profile, book) == ()


OWN = FormSection(
    "own",
    "Preguntas propias",
    questions=(
        Question("a", QuestionKind.SHORT_TEXT, "Nombre", required=True, most=5),
        Question("b", QuestionKind.LONG_TEXT, "Historia", required=True, least=400),
        Question("c", QuestionKind.NUMBER, "Socios", required=True, least=3, most=9),
        Question("d", QuestionKind.AMOUNT, "Ahorro", required=True, least=50),
        Question("e", QuestionKind.DATE, "Desde", required=True),
        Question("f", QuestionKind.YES_NO, "Legal", required=True),
        Question("g", QuestionKind.ONE_OF, "Tipo", required=True, options=("Uno", "Dos")),
        Question("h", QuestionKind.SEVERAL_OF, "Ferias", required=True, options=("A", "B", "C"), least=2),
        Question("i", QuestionKind.SHORT_TEXT, "Partida", required=True, condition=Condition("f", YES)),
        Question("j", QuestionKind.SHORT_TEXT, "Por qué no", required=True, condition=Condition("f", NO)),
    ),
)


def test_a_form_of_the_contests_own_is_filled_in_whole() -> None:
    asked = tuple(
        replace(section, least_rows=3 if section.has_rows else 0) for section in STANDARD_FORM.sections
    )
    quoting = QuotationRules(Money.soles(1), count=3, reason_allowed=False)
    goods = replace(ProfileForm(asked).section("goods"), quotations=quoting)
    form = ProfileForm((*(goods if one.code == "goods" else one for one in asked), OWN))
    book = replace(RULEBOOK, form=form)

    for group in invented_groups(book, PLAN):
        profile = invented_profile(group.requested, book)
        choice = Choice(group.category, group.line, "Negocio inventado")
        problems = (*check_profile(choice, profile, book), *check_answers(profile, OWN))
        assert (problems, len(profile.goods), len(profile.quotations)) == ((), 3, 9)


def test_parts_that_the_form_leaves_out_stay_empty() -> None:
    kept = tuple(one for one in STANDARD_FORM.sections if one.code not in ("situation", "problems", "sales"))
    profile = invented_profile(Money.soles(9_000), replace(RULEBOOK, form=ProfileForm(kept)))

    assert (profile.situation, profile.problems, profile.sales, profile.assets) == ((), (), (), ())


def test_those_who_are_to_pass_ask_for_more_than_their_envelope() -> None:
    groups = [group for group in invented_groups(RULEBOOK, PLAN) if group.category == "IDEA"]
    asked = Money.total(
        group.requested for group in groups if group.purpose not in (Purpose.BELOW, Purpose.ABSENT)
    )

    assert asked > RULEBOOK.category("IDEA").envelope


@pytest.mark.parametrize(
    ("purpose", "phase", "juror", "marks"),
    [
        (Purpose.LEADER, FIELD, JUROR, True),
        (Purpose.LEADER, FIELD, InventedJuror(3, ("PUBLIC",)), False),
        (Purpose.LEADER, replace(FIELD, categories=("MARCHA",)), JUROR, False),
        (Purpose.ABSENT, FIELD, JUROR, False),
        (Purpose.FEWER_SHEETS, FIELD, InventedJuror(2, ("FIELD",)), False),
        (Purpose.FEWER_SHEETS, FIELD, JUROR, True),
        (Purpose.CLASS_MISSING, SHARED, InventedJuror(5, ("SHARED",), "ADVISER"), False),
        (Purpose.CLASS_MISSING, SHARED, InventedJuror(1, ("SHARED",), "JURY"), True),
        (Purpose.LEADER, SHARED, InventedJuror(5, ("SHARED",), "ADVISER"), True),
    ],
)
def test_who_marks_whom(purpose: Purpose, phase: Phase, juror: InventedJuror, *, marks: bool) -> None:
    group = replace(group_for(Purpose.LEADER), purpose=purpose)

    assert marks_sheet(juror, group, phase) is marks


def test_marks_keep_to_range_steps_and_levels_of_their_criterion() -> None:
    levels = Criterion(
        "L", "", "Personería", 8, scale="levels", levels=(Level(8, "Sí"), Level(5, "En trámite"))
    )
    plain = (replace(criterion, marked_by="") for criterion in WEIGHTED.criteria)
    phase = replace(WEIGHTED, criteria=(*plain, levels, QUESTION), classes=())
    book = book_of(phase, marks_per_point=10)

    for group in invented_groups(book, PLAN):
        marks = marks_of(group, phase, book)
        assert all(
            10 <= marks[code].units <= 100 and marks[code].per_point == 10 for code in ("J1", "J2", "A1")
        )
        assert marks["L"].points in (5, 8)
        assert marks["Q"].points == (group.purpose is not Purpose.ANSWERED_NO)


def test_the_register_fills_in_what_no_juror_marks_and_each_class_marks_its_own() -> None:
    leader = group_for(Purpose.LEADER)

    assert set(marks_of(leader, COMPUTED, book_of(COMPUTED))) == {"Q", "I"}
    jury = InventedJuror(1, ("WEIGHTED",), "JURY")
    assert set(sheet_marks(PLAN, book_of(WEIGHTED), WEIGHTED, leader, jury)) == {"J1", "J2"}


def test_better_groups_get_better_marks_and_evaluators_differ() -> None:
    totals = {
        purpose: sum((mark.points for mark in marks_of(group_for(purpose), PUBLIC).values()), Fraction(0))
        for purpose in (Purpose.LEADER, Purpose.TIED, Purpose.BELOW)
    }
    sheets = {
        tuple(sheet_marks(PLAN, RULEBOOK, PUBLIC, group_for(Purpose.TIED), juror).values())
        for juror in invented_panel(RULEBOOK)
    }

    assert totals[Purpose.LEADER] > totals[Purpose.TIED] > 35 > totals[Purpose.BELOW]
    assert len(sheets) > 1


def test_another_seed_marks_otherwise() -> None:
    group = group_for(Purpose.TIED)

    assert marks_of(group, FIELD) != marks_of(group, FIELD, plan=replace(PLAN, seed=2))


@pytest.mark.parametrize(
    ("closes_at", "meets"),
    [
        pytest.param(CLOSES, datetime(2026, 12, 9, 20, 0, tzinfo=UTC), id="on the public day"),
        pytest.param(
            datetime(2026, 12, 9, 22, 0, tzinfo=UTC), datetime(2026, 12, 10, 20, 0, tzinfo=UTC), id="too late"
        ),
    ],
)
def test_everything_happens_in_order_whatever_the_dates(closes_at: datetime, meets: datetime) -> None:
    told: Calendar = replace(RULEBOOK.calendar, closes_at=closes_at)
    calendar = TrialCalendar(told)
    entries = [calendar.entered_at(number, 20) for number in range(1, 21)]

    assert calendar.judged_at == meets
    assert calendar.published_at == OPENS - timedelta(days=1)
    assert told.opens_at < entries[0] < entries[-1] < closes_at < calendar.screened_at < calendar.opened_at
    assert calendar.opened_at <= meets < calendar.closed_at < calendar.ended_at < calendar.awarded_at
    assert len(set(entries)) == 20
