"""When a paper counts, who may settle it, and where two typings differ."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.paper import (
    Place,
    Reception,
    mismatches,
    on_paper,
    reception_problems,
    settled,
    third_look_problem,
    too_late_to_type,
    typed_until,
    undecided,
)
from contest_portal.applications.rules.profile import Answer
from contest_portal.contests.rules.profile_form import STANDARD_FORM
from contest_portal.kernel.money import Money, parse_money
from contest_portal.kernel.quantities import Quantity
from tests.factories.contests import CLOSES, OPENS, RULEBOOK
from tests.factories.profile_forms import ANSWERED, FORM
from tests.factories.profiles import CHOICE, PROFILE

CALENDAR = RULEBOOK.calendar
SECOND = timedelta(seconds=1)
TRUE = Draft(CHOICE, PROFILE)
GOODS = ("description", "unit", "quantity", "unit_cost")


@pytest.mark.parametrize(
    ("received", "noted", "sheets", "expected"),
    [
        (OPENS, OPENS, 1, []),
        (CLOSES - SECOND, CLOSES + SECOND, 200, []),
        (OPENS - SECOND, OPENS, 1, ["paper.outside_call"]),
        (CLOSES, CLOSES, 1, ["paper.outside_call"]),
        (OPENS + SECOND, OPENS, 1, ["paper.future"]),
        (OPENS, OPENS, 0, ["paper.sheets"]),
        (OPENS, OPENS, 201, ["paper.sheets"]),
        (CLOSES, OPENS, 0, ["paper.future", "paper.outside_call", "paper.sheets"]),
    ],
)
def test_a_paper_counts_by_when_it_came(
    received: datetime, noted: datetime, sheets: int, expected: list[str]
) -> None:
    found = reception_problems(Reception(received, noted, sheets), CALENDAR)

    assert [problem.code for problem in found] == expected


@pytest.mark.parametrize(
    ("days", "after", "is_late"),
    [
        (3, timedelta(days=3) - SECOND, False),
        (3, timedelta(days=3), True),
        (0, -SECOND, False),
        (0, timedelta(0), True),
    ],
)
def test_typing_ends_so_many_days_after_the_closing(days: int, after: timedelta, *, is_late: bool) -> None:
    calendar = replace(CALENDAR, paper_days=days)

    assert (typed_until(calendar), too_late_to_type(CLOSES + after, calendar) is not None) == (
        CLOSES + timedelta(days=days),
        is_late,
    )


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (TRUE, ()),
        (replace(TRUE, choice=replace(CHOICE, title=f" {CHOICE.title.replace(' ', '  ')} ")), ()),
        (replace(TRUE, choice=replace(CHOICE, title=CHOICE.title.upper())), ("title",)),
        (replace(TRUE, choice=replace(CHOICE, line_code=None)), ("line",)),
        (replace(TRUE, profile=replace(PROFILE, assets=())), ("assets",)),
        (
            replace(TRUE, profile=replace(PROFILE, summary="Otro", goods=PROFILE.goods[::-1])),
            ("summary", *(f"goods.{row}.{cell}" for row in (0, 1) for cell in GOODS)),
        ),
        (
            replace(
                TRUE,
                profile=replace(
                    PROFILE,
                    goods=(
                        replace(PROFILE.goods[0], unit_cost=parse_money("150.00", field="x")),
                        replace(PROFILE.goods[1], quantity=Quantity.of(90)),
                    ),
                ),
            ),
            (),
        ),
        (replace(TRUE, profile=replace(PROFILE, requested_goods=Money.soles(6_001))), ("requested",)),
    ],
    ids=["same", "spaces", "capitals", "line", "a row less", "two", "numbers", "amount"],
)
def test_typings_differ_field_by_field(other: Draft, expected: tuple[str, ...]) -> None:
    assert (mismatches(TRUE, other, STANDARD_FORM), mismatches(other, TRUE, STANDARD_FORM)) == (
        expected,
        expected,
    )


def test_own_questions_are_compared_too() -> None:
    first = Draft(CHOICE, ANSWERED)
    second = replace(
        first,
        profile=replace(
            ANSWERED,
            answers=tuple(
                Answer(one.question, "Río" if one.question == "fuente" else one.text)
                for one in ANSWERED.answers
            ),
        ),
    )

    assert mismatches(first, second, FORM) == ("q_fuente",)


def test_chosen_fields_are_taken_and_all_else_stays() -> None:
    second = Draft(replace(CHOICE, title="Otro"), replace(PROFILE, assets=(), summary="Otro"))

    merged = settled(TRUE, second, TRUE, {"title": Place.SECOND, "summary": Place.FIRST})
    back = settled(TRUE, second, merged, {"title": Place.FIRST})

    assert (merged, back) == (replace(TRUE, choice=replace(CHOICE, title="Otro")), TRUE)


@pytest.mark.parametrize(
    ("user_id", "workers", "may"),
    [(3, 3, True), (1, 3, False), (2, 9, False), (1, 2, True), (2, 2, True), (None, 3, True)],
)
def test_a_typist_settles_only_where_nobody_else_can(user_id: int | None, workers: int, *, may: bool) -> None:
    assert (third_look_problem(user_id, {1, 2}, workers) is None) == may


def test_what_is_left_keeps_the_order_of_the_form() -> None:
    left = undecided(("title", "goods", "sales.0.price", "costs.0.unit"), {"goods", "sales"})

    assert left == ("title", "costs.0.unit")


@pytest.mark.parametrize(("received", "expected"), [(True, "paper.received"), (False, None)])
def test_a_paper_bars_the_way_on_the_portal(*, received: bool, expected: str | None) -> None:
    problem = on_paper(received=received)

    assert (problem.code if problem else None) == expected
