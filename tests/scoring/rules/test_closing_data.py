"""The hash of what closed a scoring."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.scoring.rules.closing_data import ClosedLine, ClosedSheet, closing_hash

LINES = (
    ClosedLine("I-001", "IDEA", "passed", 1, Fraction(238, 3)),
    ClosedLine("I-002", "IDEA", "disqualified", None, None),
)
SHEETS = (ClosedSheet("I-001", "FIELD", 7, "a" * 64), ClosedSheet("I-001", "FIELD", 8, "b" * 64))
HASH = closing_hash("I-2026", LINES, SHEETS)


def test_anyone_gets_the_hash_with_a_text_editor() -> None:
    written = (
        '{"contest":"I-2026","ranking":['
        '{"category":"IDEA","entry":"I-001","place":1,"standing":"passed","total":"238/3"},'
        '{"category":"IDEA","entry":"I-002","place":null,"standing":"disqualified","total":null}],'
        '"sheets":['
        f'{{"entry":"I-001","juror":7,"phase":"FIELD","seal":"{"a" * 64}"}},'
        f'{{"entry":"I-001","juror":8,"phase":"FIELD","seal":"{"b" * 64}"}}]}}'
    )

    assert sha256_hex(written) == HASH


def test_the_order_of_reading_does_not_matter() -> None:
    assert closing_hash("I-2026", reversed(LINES), reversed(SHEETS)) == HASH


@pytest.mark.parametrize(
    ("lines", "sheets"),
    [
        pytest.param((replace(LINES[0], total=Fraction(79)), LINES[1]), SHEETS, id="a total"),
        pytest.param((replace(LINES[0], place=2), LINES[1]), SHEETS, id="a place"),
        pytest.param(LINES, (replace(SHEETS[0], seal="c" * 64), SHEETS[1]), id="a seal"),
        pytest.param(LINES, SHEETS[:1], id="a sheet less"),
    ],
)
def test_any_change_changes_it(lines: tuple[ClosedLine, ...], sheets: tuple[ClosedSheet, ...]) -> None:
    assert closing_hash("I-2026", lines, sheets) != HASH
