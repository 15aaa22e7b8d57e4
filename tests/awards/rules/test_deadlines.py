"""What an award waits for and how late it is."""

from dataclasses import replace
from datetime import date

import pytest

from contest_portal.awards.rules.deadlines import Standing, dues

ISSUED = Standing(date(2026, 11, 1))
SIGNED = replace(ISSUED, signed_on=date(2026, 11, 10), ends_on=date(2027, 11, 1))
PAID = replace(SIGNED, has_account=True, is_paid=True)


@pytest.mark.parametrize(
    ("standing", "today", "expected"),
    [
        (ISSUED, date(2026, 11, 16), [("sign", date(2026, 11, 16), 0)]),
        (ISSUED, date(2026, 11, 20), [("sign", date(2026, 11, 16), 4)]),
        (
            SIGNED,
            date(2026, 11, 26),
            [("account", date(2026, 11, 25), 1), ("transfer", date(2026, 12, 10), 0)],
        ),
        (replace(SIGNED, has_account=True), date(2026, 12, 12), [("transfer", date(2026, 12, 10), 2)]),
        (
            PAID,
            date(2027, 12, 2),
            [("accounts", date(2027, 11, 1), 31), ("settle", date(2027, 12, 1), 1)],
        ),
        (replace(PAID, is_even=True), date(2027, 12, 1), [("settle", date(2027, 12, 1), 0)]),
        (replace(PAID, is_over=True), date(2029, 1, 1), []),
        (replace(ISSUED, is_over=True), date(2029, 1, 1), []),
    ],
)
def test_dues(standing: Standing, today: date, expected: list[tuple[str, date, int]]) -> None:
    assert [(due.kind.value, due.on, due.late) for due in dues(standing, today)] == expected
