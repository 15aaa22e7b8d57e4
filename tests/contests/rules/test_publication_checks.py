"""Money in the fund and a deadline ahead."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contest_portal.contests.rules.publication_checks import (
    fund_covers,
    fund_room,
    small_envelopes,
    still_ahead,
)
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Problem
from tests.factories.contests import RULEBOOK

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def code_of(problem: Problem | None) -> str | None:
    return None if problem is None else problem.code


@pytest.mark.parametrize(
    ("asked", "free", "code"),
    [
        pytest.param(Money(100), Money(100), None, id="exactly what is free"),
        pytest.param(Money(101), Money(100), "categories.fund_room", id="one céntimo over"),
        pytest.param(ZERO, Money(100), "categories.no_fund", id="nothing"),
        pytest.param(Money(-1), Money(100), "categories.no_fund", id="negative"),
    ],
)
def test_a_contest_takes_no_more_than_is_free(asked: Money, free: Money, code: str | None) -> None:
    assert code_of(fund_room(asked, free=free)) == code


def test_the_refusal_names_both_amounts() -> None:
    problem = fund_room(Money.soles(140_000), free=Money.soles(100_000))

    assert problem is not None
    assert problem.text == (
        "El concurso pide S/ 140,000.00 y al fondo le quedan S/ 100,000.00 sin reservar. "
        "Reduzca el monto o amplíe el fondo."
    )


@pytest.mark.parametrize(
    ("ahead", "code"),
    [
        pytest.param(timedelta(seconds=1), None, id="a second ahead"),
        pytest.param(timedelta(0), "calendar.closed_already", id="now"),
        pytest.param(timedelta(days=-1), "calendar.closed_already", id="yesterday"),
    ],
)
def test_a_call_is_published_before_its_deadline(ahead: timedelta, code: str | None) -> None:
    assert code_of(still_ahead(NOW + ahead, now=NOW)) == code


@pytest.mark.parametrize(
    ("amount", "reserved", "code"),
    [
        pytest.param(Money(100), Money(100), None, id="just enough"),
        pytest.param(Money(99), Money(100), "fund.below_reserved", id="one céntimo short"),
        pytest.param(ZERO, ZERO, "fund.no_amount", id="nothing"),
    ],
)
def test_a_fund_covers_what_is_reserved(amount: Money, reserved: Money, code: str | None) -> None:
    assert code_of(fund_covers(amount, reserved=reserved)) == code


@pytest.mark.parametrize(("most", "categories"), [(40_000, []), (40_001, ["En idea"])])
def test_an_envelope_smaller_than_the_greatest_award_is_warned_of(most: int, categories: list[str]) -> None:
    book = replace(RULEBOOK, budget=replace(RULEBOOK.budget, max_award=Money.soles(most)))

    assert [warning.params["category"] for warning in small_envelopes(book)] == categories
