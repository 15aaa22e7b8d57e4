"""Which photos of a visit are taken."""

import pytest

from contest_portal.scoring.rules.visit import photo_problems

TWELVE = [f"{number}" * 64 for number in "0123456789ab"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, []),
        ({"held": TWELVE[1:]}, []),
        ({"held": TWELVE}, ["visit.twice", "visit.too_many"]),
        ({"held": TWELVE[:1]}, ["visit.twice"]),
        ({"held": [*TWELVE[1:], "c" * 64]}, ["visit.too_many"]),
        ({"is_photo": False}, ["visit.not_a_photo"]),
        ({"caption": "x" * 160}, []),
        ({"caption": "x" * 161}, ["visit.caption"]),
    ],
)
def test_what_keeps_a_photo_out_is_named(told: dict[str, object], expected: list[str]) -> None:
    usual = {"is_photo": True, "original_sha256": TWELVE[0], "held": (), "caption": ""}

    assert [problem.code for problem in photo_problems(**{**usual, **told})] == expected  # type: ignore[arg-type]
