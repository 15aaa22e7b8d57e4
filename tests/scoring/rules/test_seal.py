"""The seal of a sheet."""

from dataclasses import replace
from typing import Any

import pytest

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.scoring.rules.seal import seal_of
from contest_portal.scoring.rules.totals import CountedSheet
from tests.scoring.entries import field_sheet

SHEET = field_sheet(7, 8, 7, 25)


def sealed(sheet: CountedSheet = SHEET, **changes: Any) -> str:
    facts = {"contest_code": "I-2026", "application_code": "C-001", "rulebook_sha256": "ab" * 32}
    return seal_of(sheet, **{**facts, **changes})


def test_the_seal_is_the_hash_of_this_text() -> None:
    text = (
        '{"application":"C-001","contest":"I-2026","juror":7,"marks":{"F1":8,"F2":7,"F3":25},"phase":"FIELD",'
        f'"rulebook_sha256":"{"ab" * 32}"}}'
    )

    assert sealed() == sha256_hex(text)


def test_the_order_of_marks_does_not_matter() -> None:
    assert sealed(replace(SHEET, marks=tuple(reversed(SHEET.marks)))) == sealed()


@pytest.mark.parametrize(
    "other",
    [
        sealed(field_sheet(7, 8, 7, 24)),
        sealed(field_sheet(8, 8, 7, 25)),
        sealed(replace(SHEET, phase="PUBLIC")),
        sealed(replace(SHEET, marks=SHEET.marks[1:])),
        sealed(contest_code="II-2026"),
        sealed(application_code="C-002"),
        sealed(rulebook_sha256="cd" * 32),
    ],
    ids=["mark", "juror", "phase", "criterion left out", "contest", "group", "rules"],
)
def test_any_change_breaks_it(other: str) -> None:
    assert other != sealed()
