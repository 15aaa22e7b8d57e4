"""What a version of a sheet said, and what it changed."""

import pytest

from contest_portal.scoring.rules.versions import WrittenMark, changed_criteria, read_marks, write_marks

A8, A9, B0 = WrittenMark(8), WrittenMark(9), WrittenMark(0, 'No mostró "nada"')


def test_marks_are_read_as_they_were_written_and_their_order_does_not_matter() -> None:
    marks = {"B": B0, "A": A8}

    assert read_marks(write_marks(marks)) == marks
    assert write_marks(marks) == write_marks({"A": A8, "B": B0})
    assert read_marks(write_marks({})) == {}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, ()),
        ({}, {"A": A8}, ("A",)),
        ({"A": A8}, {"A": A8}, ()),
        ({"A": A8}, {"A": A9}, ("A",)),
        ({"A": A8}, {}, ("A",)),
        ({"A": A8, "B": WrittenMark(0)}, {"A": A8, "B": B0}, ("B",)),
        ({"A": A8}, {"B": B0, "A": A9}, ("A", "B")),
    ],
)
def test_a_change_is_another_mark_another_reason_or_none(
    before: dict[str, WrittenMark], after: dict[str, WrittenMark], expected: tuple[str, ...]
) -> None:
    assert changed_criteria(before, after, ("A", "B", "C")) == expected
