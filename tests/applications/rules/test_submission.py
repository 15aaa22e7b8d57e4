"""The codes of entries."""

import pytest

from contest_portal.applications.rules.submission import next_code


@pytest.mark.parametrize(
    ("newest", "code"),
    [
        (None, "II-2026-NEC-3-001"),
        ("II-2026-NEC-3-001", "II-2026-NEC-3-002"),
        ("II-2026-NEC-3-099", "II-2026-NEC-3-100"),
        ("II-2026-NEC-3-999", "II-2026-NEC-3-1000"),
    ],
    ids=["first", "second", "hundredth", "beyond three digits"],
)
def test_codes_follow_one_another_without_gaps(newest: str | None, code: str) -> None:
    assert next_code("II-2026-NEC-3", newest) == code
