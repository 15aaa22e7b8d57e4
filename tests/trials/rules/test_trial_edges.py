"""Trials of unusual rules: odd quorums, pass marks, calendars, ranges, and what is said of several at once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from contest_portal.allocation.rules.results import Outcome
from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
)
from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.contests.rules.sheets import Phase, WhenEmpty
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.trials.rules.calendar import TrialCalendar
from contest_portal.trials.rules.findings import Fate, findings
from contest_portal.trials.rules.groups import InventedGroup, invented_groups
from contest_portal.trials.rules.marking import marks_sheet, sheet_marks
from contest_portal.trials.rules.panel import InventedJuror, invented_panel
from contest_portal.trials.rules.people import invented_name
from contest_portal.trials.rules.plan import TrialPlan, drawn, suggested_groups
from contest_portal.trials.rules.profiles import invented_profile
from contest_portal.trials.rules.purposes import Purpose
from tests.factories.contests import FIELD, OPENS, PUBLIC, RULEBOOK
from tests.factories.sheets import ADVISER, JURY, SHARED, WEIGHTED, book_of
from tests.factories.trials import SMALL

PLAN = TrialPlan(groups=10)
THIRD = replace(ADVISER, code="THIRD")


def group_for(purpose: Purpose) -> InventedGroup:
    return next(group for group in invented_groups(RULEBOOK, PLAN) if group.purpose is purpose)


def shared_by(*when_empty: WhenEmpty) -> Phase:
    made = zip((JURY, ADVISER, THIRD), when_empty, strict=False)
    return replace(SHARED, classes=tuple(replace(one, when_empty=when) for one, when in made))


@pytest.mark.parametrize(
    ("phases", "seats"),
    [
        ((PUBLIC,), [("PUBLIC", ""), ("PUBLIC", "")]),
        ((SHARED,), [("SHARED", "JURY"), ("SHARED", "JURY"), ("SHARED", "ADVISER")]),
        (
            (shared_by(WhenEmpty.ZERO, WhenEmpty.ZERO, WhenEmpty.BLOCKS),),
            [("SHARED", "JURY"), ("SHARED", "JURY"), ("SHARED", "THIRD"), ("SHARED", "ADVISER")],
        ),
        ((replace(SHARED, classes=(JURY,)),), [("SHARED", "JURY"), ("SHARED", "JURY")]),
    ],
    ids=["one evaluator", "two classes", "three classes", "one class"],
)
def test_the_panel_has_a_seat_for_each_class(phases: tuple[Phase, ...], seats: list[tuple[str, str]]) -> None:
    panel = invented_panel(book_of(*phases, quorum=1))

    assert [(seat.number, *seat.phases, seat.evaluator_class) for seat in panel] == [
        (number, *seat) for number, seat in enumerate(seats, 1)
    ]


def test_evaluators_after_the_second_are_members_and_stay() -> None:
    seats = [InventedJuror(number, ("FIELD",)) for number in (1, 2, 3, 12)]

    assert [(seat.position, seat.leaves) for seat in seats] == [
        ("president", False),
        ("secretary", True),
        ("member", False),
        ("member", False),
    ]


@pytest.mark.parametrize(
    ("purpose", "juror", "phase", "marks"),
    [
        (Purpose.FEWER_SHEETS, InventedJuror(2, ("PUBLIC",)), FIELD, False),
        (Purpose.LEADER, InventedJuror(2, ("FIELD",)), FIELD, True),
        (Purpose.CLASS_MISSING, InventedJuror(2, ("FIELD",)), FIELD, True),
        (Purpose.BELOW, InventedJuror(1, ("FIELD",)), FIELD, True),
        (Purpose.ANSWERED_NO, InventedJuror(1, ("FIELD",)), FIELD, True),
        (Purpose.CONTENDER, InventedJuror(1, ()), FIELD, False),
        (Purpose.ABSENT, InventedJuror(1, ("PUBLIC",)), PUBLIC, False),
        (Purpose.LEADER, InventedJuror(1, ("FIELD",)), replace(FIELD, categories=("IDEA",)), True),
    ],
)
def test_only_the_reason_a_group_is_there_for_keeps_a_sheet_away(
    purpose: Purpose, juror: InventedJuror, phase: Phase, *, marks: bool
) -> None:
    group = replace(group_for(Purpose.LEADER), purpose=purpose)

    assert marks_sheet(juror, group, phase) is marks


@pytest.mark.parametrize(
    ("level", "lowest", "highest"),
    [(Fraction(0), 1, 1), (Fraction(1), 10, 10), (Fraction(1, 2), 4, 7)],
    ids=["at the bottom", "at the top", "in the middle"],
)
def test_a_mark_lies_where_the_level_says_and_never_outside_its_range(
    level: Fraction, lowest: int, highest: int
) -> None:
    group = replace(group_for(Purpose.LEADER), level=level)
    juror = InventedJuror(1, ("WEIGHTED",), "JURY")

    marks = sheet_marks(PLAN, book_of(WEIGHTED), WEIGHTED, group, juror)

    assert set(marks) == {"J1", "J2"}
    assert all(lowest <= mark.points <= highest for mark in marks.values())


def test_groups_of_one_twin_get_the_same_marks_and_others_do_not() -> None:
    tied = [group for group in invented_groups(RULEBOOK, PLAN) if group.purpose is Purpose.TIED][:2]
    alone = replace(tied[0], twin="another")
    sheets = [sheet_marks(PLAN, RULEBOOK, FIELD, one, InventedJuror(1, ("FIELD",))) for one in (*tied, alone)]

    assert tied[0].number != tied[1].number
    assert sheets[0] == sheets[1] != sheets[2]


@pytest.mark.parametrize(
    ("closes_at", "public_on", "judged_at"),
    [
        pytest.param("2026-12-09 19:40", date(2026, 12, 9), "2026-12-09 20:00", id="opened as it meets"),
        pytest.param("2026-12-09 19:41", date(2026, 12, 9), "2026-12-10 20:00", id="a minute too late"),
        pytest.param("2026-12-09 19:00", date(2026, 11, 1), "2026-12-09 20:00", id="public day long past"),
        pytest.param("2026-12-09 19:00", date(2027, 2, 28), "2027-02-28 20:00", id="far ahead"),
        pytest.param("2026-12-31 23:59", date(2026, 12, 31), "2027-01-01 20:00", id="over the new year"),
    ],
)
def test_the_jury_meets_at_three_on_the_public_day_or_the_next_it_can(
    closes_at: str, public_on: date, judged_at: str
) -> None:
    closes = datetime.fromisoformat(closes_at).replace(tzinfo=UTC)
    calendar = TrialCalendar(replace(RULEBOOK.calendar, closes_at=closes, public_on=public_on))

    assert calendar.judged_at == datetime.fromisoformat(judged_at).replace(tzinfo=UTC)


@pytest.mark.parametrize(("number", "groups", "minutes"), [(1, 1, 30), (1, 3, 15), (3, 3, 45), (2, 5, 20)])
def test_entries_are_spread_evenly_over_the_call(number: int, groups: int, minutes: int) -> None:
    calendar = TrialCalendar(replace(RULEBOOK.calendar, closes_at=OPENS + timedelta(hours=1)))

    assert calendar.entered_at(number, groups) == OPENS + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ((), ["ningún grupo llega"]),
        ((Outcome.RESERVE,), ["ninguno recibe fondo", "El mínimo no deja fuera"]),
        ((Outcome.AWARDED,), ["Paga 2 premios", "El mínimo no deja fuera"]),
        ((Outcome.AWARDED, Outcome.RESERVE), ["El mínimo no deja fuera"]),
        ((Outcome.BELOW_PASS, Outcome.BELOW_PASS), ["ningún grupo llega"]),
    ],
    ids=["no group", "all wait", "all are paid", "paid and waiting", "all below"],
)
def test_several_findings_stand_in_order(outcomes: tuple[Outcome, ...], told: list[str]) -> None:
    found = findings(SMALL, tuple(Fate("IDEA", Purpose.BELOW, outcome) for outcome in outcomes))

    assert [words for words in told if any(words in sentence.text for sentence in found)] == told
    assert len(found) == len(told)


def test_groups_of_another_category_say_nothing_of_this_one() -> None:
    paid = tuple(Fate("MARCHA", Purpose.LEADER, one) for one in (Outcome.AWARDED, Outcome.RESERVE))

    assert [sentence.text.partition(":")[2][:14] for sentence in findings(SMALL, paid)] == [" ningún grupo "]


@pytest.mark.parametrize(
    ("fewest", "most", "members", "households"),
    [(1, 1, {2}, {1}), (2, 2, {2}, {2}), (4, 5, {4, 5}, {4, 5}), (3, 30, {3, 4, 5}, {3, 4, 5})],
    ids=["one household", "two", "four or five", "many"],
)
def test_groups_are_as_small_as_the_rules_let_them(
    fewest: int, most: int, members: set[int], households: set[int]
) -> None:
    book = replace(RULEBOOK, group=GroupRules(min_households=fewest, max_households=most))
    groups = invented_groups(book, TrialPlan(groups=12))

    assert {len(group.members) for group in groups} == members
    assert {group.households for group in groups} == households


@pytest.mark.parametrize(
    ("minimum", "present"),
    [(Fraction(1), 3), (Fraction(1, 2), 1), (Fraction(3, 4), 2), (Fraction(1, 100), 0)],
    ids=["all must come", "half", "three quarters", "one in a hundred"],
)
def test_of_the_group_that_stays_away_just_too_few_come(minimum: Fraction, present: int) -> None:
    phase = replace(FIELD, attendance_minimum=minimum)
    rules = GroupRules(min_households=4, max_households=4)
    groups = invented_groups(replace(book_of(phase), group=rules), PLAN)

    assert {group.present for group in groups if group.purpose is Purpose.ABSENT} == {present}
    assert {group.present for group in groups if group.purpose is not Purpose.ABSENT} == {4}


@pytest.mark.parametrize("points", [0, 100])
def test_all_levels_lie_in_their_range_whatever_the_pass_mark(points: int) -> None:
    book = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, pass_mark=Score(points * 100, 2)))
    groups = invented_groups(book, PLAN)

    assert all(0 <= group.level <= 1 for group in groups)
    assert all(group.level >= Fraction(points, 100) for group in groups if group.purpose is Purpose.LEADER)


def test_no_member_and_no_household_is_invented_twice() -> None:
    members = [member for group in invented_groups(RULEBOOK, PLAN) for member in group.members]

    assert len({member.number for member in members}) == len(members)


def test_a_name_is_drawn_again_the_same_and_otherwise_for_another_seed() -> None:
    names = {invented_name(seed, 1, 0, sex="F") for seed in range(1, 30)}

    assert invented_name(7, 3, 2, sex="M") == invented_name(7, 3, 2, sex="M")
    assert len(names) > 20


@pytest.mark.parametrize("below", [1, 2, 201])
def test_what_is_drawn_lies_below_its_bound(below: int) -> None:
    assert {drawn(1, "x", number, below=below) for number in range(3_000)} == set(range(below))


def test_so_many_groups_are_suggested_as_the_widest_category_needs() -> None:
    narrow, wide = RULEBOOK.categories
    widened = replace(wide, envelope=Money.soles(100_000))

    assert [
        suggested_groups(replace(RULEBOOK, categories=categories))
        for categories in ((narrow,), (narrow, widened), (widened, narrow))
    ] == [7, 9, 9]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (Question("a", QuestionKind.SHORT_TEXT, "Uno", most=1), "T"),
        (Question("a", QuestionKind.SHORT_TEXT, "Largo", least=31), "Texto inventado para la prueba.T"[:31]),
        (Question("a", QuestionKind.NUMBER, "Bajo cero", least=-5, most=-1), "-5"),
        (Question("a", QuestionKind.AMOUNT, "Nada", least=0), "0.00"),
        (Question("a", QuestionKind.ONE_OF, "Tipo", options=("Dos", "Uno")), "Dos"),
        (Question("a", QuestionKind.SEVERAL_OF, "Ferias", options=("A", "B", "C"), least=3), "A\nB\nC"),
        (Question("a", QuestionKind.SEVERAL_OF, "Ferias", options=("A", "B"), least=0), "A"),
        (Question("a", QuestionKind.DATE, "Desde"), "2026-11-02"),
    ],
    ids=lambda value: value.label if isinstance(value, Question) else "",
)
def test_each_kind_of_question_is_answered_by_its_limits(question: Question, answer: str) -> None:
    own = FormSection("own", "Propias", questions=(question,))
    book = replace(RULEBOOK, form=ProfileForm((*STANDARD_FORM.sections, own)))

    profile = invented_profile(Money.soles(9_000), book)

    assert [(one.question, one.text) for one in profile.answers] == [("a", answer)]
