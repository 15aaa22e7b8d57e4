"""What a list of households is narrowed by."""

from datetime import date

import pytest

from contest_portal.registry.rules.household_filter import HouseholdFilter, born_by, territory_bounds


@pytest.mark.parametrize(
    ("territory", "bounds"),
    [
        ("09", ("0900000000", "0999999999")),
        ("090301", ("0903010000", "0903019999")),
        ("0903010099", ("0903010099", "0903010099")),
    ],
)
def test_a_territory_is_a_range_of_centres(territory: str, bounds: tuple[str, str]) -> None:
    assert territory_bounds(territory) == bounds


@pytest.mark.parametrize(
    ("today", "age", "born"),
    [
        (date(2026, 11, 23), 18, date(2008, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2028, 2, 29), 18, date(2010, 2, 28)),
        (date(2028, 2, 29), 20, date(2008, 2, 29)),
    ],
)
def test_the_last_birthday_of_an_age(today: date, age: int, born: date) -> None:
    assert born_by(today, age) == born


def test_the_head_is_asked_for_only_when_needed() -> None:
    asks = [HouseholdFilter(territory="09"), HouseholdFilter(head_sex="F"), HouseholdFilter(age_from=0)]

    assert [wanted.asks_of_the_head for wanted in asks] == [False, True, True]
