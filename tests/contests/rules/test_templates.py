"""What a new contest starts from."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.rulebook import Calendar, Category, Line, Phase, Rulebook
from contest_portal.contests.rules.rulebook_checks import rulebook_problems
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.contests.rules.templates import (
    TEMPLATES,
    ContestTemplate,
    calendar_from,
    share_out,
    start_rulebook,
)
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import RULEBOOK

TODAY = date(2026, 11, 23)
KNOWN = frozenset({"merit_order"})


def started(template: ContestTemplate) -> Rulebook:
    return start_rulebook(
        template.rulebook, code="I-2026", title="I Concurso", fund=Money.soles(193_400), today=TODAY
    )


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_new_contest_lacks_only_its_territory_and_its_lines(template: ContestTemplate) -> None:
    problems = rulebook_problems(started(template), allocation_rules=KNOWN)

    assert [problem.code for problem in problems] == ["territory.empty", "lines.empty"]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_can_be_published_once_they_are_chosen(template: ContestTemplate) -> None:
    book = replace(started(template), territory=("090301",), lines=(Line("cuyes", "Crianza de cuyes"),))

    assert rulebook_problems(book, allocation_rules=KNOWN) == ()


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_is_kept_and_read_back_without_loss(template: ContestTemplate) -> None:
    book = started(template)

    assert from_data(Rulebook, to_data(book)) == book


def test_the_business_plan_is_scored_in_the_field_and_in_public() -> None:
    book = TEMPLATES["business_plan"].rulebook

    assert [
        (phase.max_points, phase.attendance_minimum, tuple(c.max_points for c in phase.criteria))
        for phase in book.phases
    ] == [
        (50, Fraction(1, 2), (10, 2, 4, 4, 8, 8, 6, 4, 4)),
        (50, None, (10, 10, 10, 10, 10)),
    ]


def test_the_business_plan_passes_at_seventy_and_splits_sixty_forty() -> None:
    book = TEMPLATES["business_plan"].rulebook

    assert (str(book.scoring.pass_mark), book.budget.goods_percent, book.budget.assistance_percent) == (
        "70.00",
        60,
        40,
    )


def test_young_entrepreneurs_are_scored_once_with_the_register_and_levels_for_the_organisation() -> None:
    (phase,) = TEMPLATES["young_entrepreneurs"].rulebook.phases

    assert [criterion.level_points for criterion in phase.criteria if criterion.scale == "levels"] == [
        (7, 4),
        (8, 5),
    ]
    assert [(c.fact, [band.points for band in c.bands]) for c in phase.criteria if c.is_computed] == [
        (FactKind.YOUTH, [8, 10, 15]),
        (FactKind.WOMEN, [6, 10]),
    ]


def axes(phase: Phase) -> dict[str, Fraction]:
    """Add up what the criteria under each heading are worth."""
    found: dict[str, Fraction] = {}
    for criterion in phase.criteria:
        found[criterion.axis] = found.get(criterion.axis, Fraction(0)) + phase.most(criterion)
    return found


@pytest.mark.parametrize(
    ("code", "worth"),
    [
        pytest.param("business_plan", [[10, 10, 30], [20, 30]], id="first transfer"),
        pytest.param(
            "second_transfer", [[10, 20, 20], [5, 22, 23]], id="its organisation is worth 20, not 10"
        ),
        pytest.param("young_entrepreneurs", [[40, 45, 15]], id="youth"),
        pytest.param("natural_resources", [[20, 30], [25, 25]], id="natural resources"),
        pytest.param("local_investment", [[30, 40, 30]], id="local investment"),
        pytest.param("weighted", [[90, 10]], id="weighted"),
    ],
)
def test_every_axis_is_worth_what_its_criteria_are(code: str, worth: list[list[int]]) -> None:
    phases = TEMPLATES[code].rulebook.phases

    assert [list(axes(phase).values()) for phase in phases] == worth


def test_the_weighted_sheet_is_marked_from_one_to_ten_by_two_classes() -> None:
    book = TEMPLATES["weighted"].rulebook
    (phase,) = book.phases

    assert {(c.min_points, c.max_points) for c in phase.criteria} == {(1, 10)}
    assert [c.weight for c in phase.criteria] == [5, 5, 5, 5, 5, 5, 10, 10, 10, 10, 20, 10]
    assert [(one.name, one.share, one.when_empty.value) for one in phase.classes] == [
        ("Jurado", 90, "blocks"),
        ("Asesor", 10, "shared_out"),
    ]
    assert (book.scoring.marks_per_point, str(book.scoring.pass_mark)) == (10, "70.00")


def test_a_proposed_calendar_lies_ahead_in_order() -> None:
    assert calendar_from(TODAY) == Calendar(
        opens_at=datetime(2026, 11, 30, 13, 0, tzinfo=UTC),
        closes_at=datetime(2026, 12, 30, 22, 0, tzinfo=UTC),
        field_from=date(2027, 1, 3),
        field_to=date(2027, 1, 8),
        public_on=date(2027, 1, 13),
        results_on=date(2027, 1, 15),
    )


def test_clarifications_stay_with_the_contest_they_were_asked_in() -> None:
    earlier = replace(RULEBOOK, clarifications=("La copia del acta no se legaliza.",))

    book = start_rulebook(earlier, code="II-2026", title="II Concurso", fund=RULEBOOK.fund, today=TODAY)

    assert book.clarifications == ()


def test_an_earlier_contest_lends_everything_but_name_dates_and_amounts() -> None:
    book = start_rulebook(
        RULEBOOK, code="II-2027", title="II Concurso", fund=Money.soles(50_000), today=TODAY
    )

    assert book == replace(
        RULEBOOK,
        code="II-2027",
        title="II Concurso",
        fund=Money.soles(50_000),
        calendar=calendar_from(TODAY),
        categories=(
            Category("IDEA", "En idea", Money.soles(20_000)),
            Category("MARCHA", "En marcha", Money.soles(30_000)),
        ),
    )


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        pytest.param(Money(100), (Money(1), Money(1)), (Money(50), Money(50)), id="even"),
        pytest.param(Money(101), (Money(1), Money(1)), (Money(50), Money(51)), id="odd céntimo to the last"),
        pytest.param(Money(100), (ZERO, ZERO, ZERO), (Money(33), Money(33), Money(34)), id="no weights"),
        pytest.param(Money(100), (), (), id="nobody"),
    ],
)
def test_an_amount_is_shared_to_the_centimo(
    amount: Money, weights: tuple[Money, ...], shares: tuple[Money, ...]
) -> None:
    assert share_out(amount, weights) == shares


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_shares_always_add_up_and_none_is_negative(cents: int, weights: list[int]) -> None:
    shares = share_out(Money(cents), [Money(weight) for weight in weights])

    assert (Money.total(shares), min(shares) >= ZERO) == (Money(cents), True)
