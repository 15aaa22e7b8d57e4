"""The versions of a sheet in words: where each was written, and what it changed, never less nor more."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_portal.scoring.rules.fates import Via
from contest_portal.scoring.rules.versions import SheetDeed, WrittenMark, read_marks, write_marks
from contest_portal.scoring.sheet_history import ON_PAPER, PAGE, VersionView
from contest_portal.web.shared.sheet_history_view import (
    DEED_LABELS,
    DEED_TONES,
    ORIGIN_LABELS,
    MarkChange,
    version_cards,
)
from tests.factories.contests import FIELD

ANY_MACHINE = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no reason to fail."""
FIRST = VersionView(
    number=1,
    deed="saved",
    marks={"F1": WrittenMark(8)},
    comment="",
    reason="",
    seal=None,
    origin=PAGE,
    kept_by="Jurado 1",
    kept_at=datetime(2026, 12, 9, 15, 0, tzinfo=UTC),
)
TEXTS = {criterion.code: criterion.text for criterion in FIELD.criteria}
MARKS = st.dictionaries(
    st.sampled_from(sorted(TEXTS)),
    st.builds(WrittenMark, st.integers(0, 10), st.sampled_from(("", "Faltó orden"))),
)


def history(*marks: dict[str, WrittenMark]) -> tuple[VersionView, ...]:
    return tuple(replace(FIRST, number=number, marks=given) for number, given in enumerate(marks, 1))


def test_every_way_in_and_every_deed_has_its_words() -> None:
    assert set(ORIGIN_LABELS) == {PAGE, ON_PAPER, *(via.value for via in Via)}
    assert set(DEED_LABELS) == set(DEED_TONES) == {deed.value for deed in SheetDeed}


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("page", "en una página del portal"),
        ("phone", "en su teléfono"),
        ("file", "en un archivo de su teléfono"),
        ("paper", "en papel"),
    ],
)
def test_a_version_says_where_it_was_written(origin: str, said: str) -> None:
    (card,) = version_cards((replace(FIRST, origin=origin),), FIELD, per_point=1)

    assert card.origin == said


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        pytest.param({"F1": WrittenMark(8)}, {"F1": WrittenMark(8)}, (), id="nothing"),
        pytest.param(
            {"F1": WrittenMark(8)},
            {"F1": WrittenMark(9)},
            (MarkChange(TEXTS["F1"], "8", "9", ""),),
            id="another mark",
        ),
        pytest.param(
            {}, {"F1": WrittenMark(0)}, (MarkChange(TEXTS["F1"], None, "0", ""),), id="a zero is a mark"
        ),
        pytest.param(
            {"F1": WrittenMark(8, "Bien")},
            {},
            (MarkChange(TEXTS["F1"], "8", None, ""),),
            id="taken away, with its reason",
        ),
        pytest.param(
            {"F1": WrittenMark(8)},
            {"F1": WrittenMark(8, "Bien")},
            (MarkChange(TEXTS["F1"], "8", "8", "Bien"),),
            id="a reason alone",
        ),
        pytest.param(
            {},
            {"F3": WrittenMark(1), "F1": WrittenMark(2)},
            (MarkChange(TEXTS["F1"], None, "2", ""), MarkChange(TEXTS["F3"], None, "1", "")),
            id="in the order of the sheet",
        ),
    ],
)
def test_a_version_tells_what_it_changed(
    before: dict[str, WrittenMark], after: dict[str, WrittenMark], changes: tuple[MarkChange, ...]
) -> None:
    newest, _ = version_cards(history(before, after), FIELD, per_point=1)

    assert newest.changes == changes


def test_halves_are_told_as_points() -> None:
    (card,) = version_cards(history({"F1": WrittenMark(15)}), FIELD, per_point=2)

    assert card.changes == (MarkChange(TEXTS["F1"], None, "7.5", ""),)


def test_no_versions_are_no_cards() -> None:
    assert version_cards((), FIELD, per_point=1) == ()


@ANY_MACHINE
@given(st.lists(MARKS, min_size=1, max_size=6))
def test_the_changes_one_after_the_other_give_what_the_sheet_says_now(versions: Any) -> None:
    cards = version_cards(history(*versions), FIELD, per_point=1)

    sheet: dict[str, str] = {}
    for card in reversed(cards):
        for change in card.changes:
            assert sheet.get(change.criterion) == change.before
            sheet.pop(change.criterion, None)
            if change.now is not None:
                sheet[change.criterion] = change.now
    assert sheet == {TEXTS[code]: str(mark.units) for code, mark in versions[-1].items()}
    assert [card.version.number for card in cards] == list(range(len(versions), 0, -1))


@ANY_MACHINE
@given(MARKS)
def test_marks_read_as_they_were_written(marks: dict[str, WrittenMark]) -> None:
    assert read_marks(write_marks(marks)) == marks


def test_the_same_marks_are_one_text_whatever_their_order() -> None:
    one, two = WrittenMark(1), WrittenMark(2, "ñ")

    assert (
        write_marks({"A": one, "B": two}) == write_marks({"B": two, "A": one}) == '{"A":[1,""],"B":[2,"ñ"]}'
    )
