"""What a row was on a day: files hold from their day, acts from the day something happened."""

from datetime import date

import pytest

from contest_portal.registry.rules.row_history import Basis, Change, State, changes, origin, state_on

FIRST = State({"centre": "A", "head": True}, 1, 4, date(2026, 3, 1), date(2026, 3, 1))
SECOND = State({"centre": "A", "head": False}, 2, 9, date(2026, 6, 1), date(2026, 6, 1))
NOTED = State({"centre": "B", "head": False}, 3, None, date(2026, 5, 10), date(2026, 7, 2))
CHAIN = (FIRST, SECOND, NOTED)


@pytest.mark.parametrize(
    ("day", "basis", "expected"),
    [
        (date(2026, 2, 28), Basis.KNOWN_TODAY, None),
        (date(2026, 3, 1), Basis.KNOWN_TODAY, 0),
        (date(2026, 5, 9), Basis.KNOWN_TODAY, 0),
        (date(2026, 5, 10), Basis.KNOWN_TODAY, 2),
        (date(2026, 6, 15), Basis.KNOWN_TODAY, 2),
        (date(2026, 6, 15), Basis.HELD_THEN, 1),
        (date(2026, 7, 1), Basis.HELD_THEN, 1),
        (date(2026, 7, 2), Basis.HELD_THEN, 2),
    ],
)
def test_state_of_a_day(day: date, basis: Basis, expected: int | None) -> None:
    assert state_on(CHAIN, day, basis) == expected


@pytest.mark.parametrize("basis", list(Basis))
def test_what_has_no_source_was_always_so(basis: Basis) -> None:
    assert state_on((State({"centre": "A"}),), date(1990, 1, 1), basis) == 0


@pytest.mark.parametrize(
    ("place", "field", "expected"),
    [
        (0, "centre", FIRST),
        (1, "centre", FIRST),
        (1, "head", SECOND),
        (2, "centre", NOTED),
        (2, "head", SECOND),
    ],
)
def test_a_value_comes_from_whoever_first_told_it(place: int, field: str, expected: State) -> None:
    assert origin(CHAIN, place, field) == expected


def test_a_value_that_comes_back_is_told_anew() -> None:
    back = State({"centre": "A"}, 4)

    assert origin((FIRST, NOTED, back), 2, "centre") == back


def test_changes_are_listed_newest_first() -> None:
    assert changes(CHAIN, ("centre", "head")) == (
        Change("centre", "A", "B", NOTED),
        Change("head", before=True, after=False, state=SECOND),
        Change("", None, None, FIRST, is_first=True),
    )


def test_fields_that_nobody_asks_for_are_left_out() -> None:
    assert [change.field for change in changes(CHAIN, ("centre",))] == ["centre", ""]
