"""What counts as much at once: any sixty minutes, not the hours of a clock."""

from datetime import timedelta

import pytest

from contest_portal.registry.rules.alarms import MOST_REVEALS, CrowdedHour, crowded_hours
from tests.conftest import NOON

MANY = MOST_REVEALS + 1


@pytest.mark.parametrize(
    ("seconds", "count", "told"),
    [
        (60, MOST_REVEALS, []),
        (60, MANY, [(0, MANY)]),
        (120, MANY, []),
        (119, MANY, [(0, MANY)]),
        (90, 200, [(0, 40)]),
        (0, MANY, [(0, MANY)]),
    ],
)
def test_more_than_thirty_within_an_hour_are_told(
    seconds: int, count: int, told: list[tuple[int, int]]
) -> None:
    reveals = [(7, NOON + timedelta(seconds=seconds * number)) for number in range(count)]

    found = crowded_hours(reveals)

    assert found == tuple(CrowdedHour(7, NOON + timedelta(seconds=start), most) for start, most in told)


def test_each_person_is_counted_alone_and_only_the_fullest_hour_is_told() -> None:
    later = NOON + timedelta(hours=5)
    reveals = [
        *((who, NOON) for who in (1, 2) for _ in range(MOST_REVEALS)),
        (2, NOON),
        *((3, NOON) for _ in range(MANY)),
        *((3, later) for _ in range(MANY + 2)),
    ]

    assert crowded_hours(reveals) == (CrowdedHour(2, NOON, MANY), CrowdedHour(3, later, MANY + 2))
