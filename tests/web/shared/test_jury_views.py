"""The history of a sheet and the spread of an exercise as pages write them: pure, without a page."""

from datetime import UTC, datetime

import pytest

from contest_portal.scoring.rules.calibration import spreads
from contest_portal.scoring.rules.versions import WrittenMark
from contest_portal.scoring.sheet_history import VersionView
from contest_portal.web.shared.exercise_view import spread_rows
from contest_portal.web.shared.sheet_history_view import DEED_LABELS, DEED_TONES, version_cards
from tests.factories.contests import RULEBOOK

PHASE = RULEBOOK.phase("PUBLIC")
NOON = datetime(2026, 11, 26, 17, tzinfo=UTC)


def version(number: int, deed: str = "saved", **marks: WrittenMark) -> VersionView:
    return VersionView(number, deed, marks, "", "", None, "page", "Ana", NOON)


def test_versions_are_told_by_what_they_changed_the_newest_first() -> None:
    first = version(1, P1=WrittenMark(12), P2=WrittenMark(8))
    same = version(2, "finalised", P1=WrittenMark(12), P2=WrittenMark(8))
    other = version(3, P1=WrittenMark(13, "Mejor"))

    newest, middle, oldest = version_cards((first, same, other), PHASE, per_point=1)

    text = {criterion.code: criterion.text for criterion in PHASE.criteria}
    assert [(c.criterion, c.before, c.now, c.reason) for c in newest.changes] == [
        (text["P1"], "12", "13", "Mejor"),
        (text["P2"], "8", None, ""),
    ]
    assert (middle.version, middle.changes) == (same, ())
    assert [(c.before, c.now) for c in oldest.changes] == [(None, "12"), (None, "8")]
    assert version_cards((), PHASE, per_point=1) == ()


def test_marks_of_a_scale_in_steps_are_written_in_points() -> None:
    (card,) = version_cards((version(1, P1=WrittenMark(15)),), PHASE, per_point=2)

    assert [change.now for change in card.changes] == ["7.5"]


def test_every_deed_has_its_words_and_its_tone() -> None:
    assert DEED_LABELS.keys() == DEED_TONES.keys() == {"saved", "finalised", "returned"}


@pytest.mark.parametrize(
    ("units", "agreed", "expected"),
    [
        ((12, 12), None, ("12", "12", "12", "0", "")),
        ((12, 7), 9, ("7", "12", "9.5", "5", "9")),
        ((12, 7, 7), 9, ("7", "12", "8.67", "5", "9")),
        ((0, 0, 1), None, ("0", "1", "0.33", "1", "")),
    ],
)
def test_a_spread_is_written_exactly_or_rounded_to_two(
    units: tuple[int, ...], agreed: int | None, expected: tuple[str, ...]
) -> None:
    reference = {} if agreed is None else {"P1": WrittenMark(agreed)}

    (row,) = spread_rows(
        spreads(PHASE, ({"P1": WrittenMark(value)} for value in units), reference, per_point=1)
    )

    assert (row.lowest, row.highest, row.mean, row.width, row.reference) == expected
    assert (row.code, row.sheets) == ("P1", len(units))
