"""What holds for every exercise, every version of a sheet and every closing."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.scoring.rules.calibration import spreads
from contest_portal.scoring.rules.closing_data import ClosedLine, ClosedSheet, closing_hash
from contest_portal.scoring.rules.versions import WrittenMark, changed_criteria, read_marks, write_marks
from contest_portal.web.shared.exercise_view import spread_rows
from tests.factories.contests import RULEBOOK

PHASE = RULEBOOK.phase("PUBLIC")
CODES = tuple(criterion.code for criterion in PHASE.criteria)
QUICK = settings(max_examples=30, deadline=None)
MARKS = st.dictionaries(
    st.sampled_from(CODES),
    st.builds(WrittenMark, st.integers(0, 40), st.text(max_size=8)),
)
LINES = st.lists(
    st.builds(
        ClosedLine,
        st.sampled_from([f"I-{number:03d}" for number in range(9)]),
        st.sampled_from(["IDEA", "MARCHA"]),
        st.sampled_from(["passed", "not_passed", "disqualified"]),
        st.none() | st.integers(1, 9),
        st.none() | st.fractions(0, 100, max_denominator=60),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda line: line.entry_code,
)
SHEETS = st.lists(
    st.builds(
        ClosedSheet,
        st.sampled_from(["I-001", "I-002"]),
        st.sampled_from(["FIELD", "PUBLIC"]),
        st.integers(1, 4),
        st.sampled_from(["a" * 64, "b" * 64]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda one: (one.entry_code, one.phase, one.juror),
)
Marks = Mapping[str, WrittenMark]


@QUICK
@given(sheets=st.lists(MARKS, max_size=5), reference=MARKS, per_point=st.sampled_from([1, 2, 10]))
def test_a_mean_lies_between_the_lowest_and_the_highest(
    sheets: list[Marks], reference: Marks, per_point: int
) -> None:
    found = spreads(PHASE, sheets, reference, per_point=per_point)

    marked = {code for sheet in sheets for code in sheet}
    assert [one.criterion.code for one in found] == [code for code in CODES if code in marked]
    for one in found:
        units = [sheet[one.criterion.code].units for sheet in sheets if one.criterion.code in sheet]
        assert one.sheets == len(units)
        assert one.lowest <= one.mean <= one.highest
        assert one.mean * one.sheets * per_point == sum(units)
        assert (one.width == 0) == (len(set(units)) == 1)


@QUICK
@given(sheets=st.lists(MARKS, max_size=5), reference=MARKS, order=st.randoms(use_true_random=False))
def test_whose_sheet_comes_first_does_not_matter(
    sheets: list[Marks], reference: Marks, order: object
) -> None:
    mixed = list(sheets)
    order.shuffle(mixed)  # type: ignore[attr-defined]

    assert spreads(PHASE, mixed, reference, per_point=2) == spreads(PHASE, sheets, reference, per_point=2)


@QUICK
@given(sheets=st.lists(MARKS, min_size=1, max_size=5))
def test_what_a_page_writes_is_within_a_hundredth_of_the_exact(sheets: list[Marks]) -> None:
    exact = spreads(PHASE, sheets, {}, per_point=10)

    for one, row in zip(exact, spread_rows(exact), strict=True):
        assert abs(Fraction(row.mean) - one.mean) <= Fraction(1, 200)
        assert (Fraction(row.lowest), Fraction(row.highest)) == (one.lowest, one.highest)
        assert (row.width, row.reference) == (row.width.strip("-"), "")


@QUICK
@given(marks=MARKS)
def test_written_marks_are_read_back_whole(marks: Marks) -> None:
    assert read_marks(write_marks(marks)) == marks


@QUICK
@given(before=MARKS, after=MARKS)
def test_what_changed_is_what_turns_one_version_into_the_other(before: Marks, after: Marks) -> None:
    changed = changed_criteria(before, after, CODES)

    kept = {code: mark for code, mark in before.items() if code not in changed}
    assert kept | {code: after[code] for code in changed if code in after} == after
    assert changed == changed_criteria(after, before, CODES)
    assert (changed == ()) == (before == after)
    assert list(changed) == sorted(changed, key=CODES.index)


@QUICK
@given(lines=LINES, sheets=SHEETS, which=st.integers(0, 4))
def test_every_part_of_a_closing_is_in_its_hash(
    lines: list[ClosedLine], sheets: list[ClosedSheet], which: int
) -> None:
    whole = closing_hash("I-2026", lines, sheets)
    line, sheet = lines[which % len(lines)], sheets[which % len(sheets)]
    other_lines = (
        replace(line, entry_code="I-999"),
        replace(line, category="OTRA"),
        replace(line, standing="withdrawn"),
        replace(line, place=(line.place or 0) + 1),
        replace(line, total=(line.total or Fraction(0)) + Fraction(1, 60_000)),
    )
    other_sheets = (
        replace(sheet, entry_code="I-999"),
        replace(sheet, phase="OTHER"),
        replace(sheet, juror=sheet.juror + 10),
        replace(sheet, seal="c" * 64),
    )

    hashes = {
        closing_hash("I-2027", lines, sheets),
        closing_hash("I-2026", [one for one in lines if one is not line], sheets),
        closing_hash("I-2026", lines, [one for one in sheets if one is not sheet]),
        *(
            closing_hash("I-2026", [other if one is line else one for one in lines], sheets)
            for other in other_lines
        ),
        *(
            closing_hash("I-2026", lines, [other if one is sheet else one for one in sheets])
            for other in other_sheets
        ),
    }

    assert len(hashes | {whole}) == 13


@QUICK
@given(lines=LINES, sheets=SHEETS)
def test_a_closing_read_in_any_order_has_one_hash(lines: list[ClosedLine], sheets: list[ClosedSheet]) -> None:
    assert closing_hash("I", lines, sheets) == closing_hash("I", lines[::-1], sheets[::-1])


def test_a_total_of_nothing_is_not_no_total() -> None:
    zero = ClosedLine("I-001", "IDEA", "passed", 1, Fraction(0))

    assert closing_hash("I", [zero], []) != closing_hash("I", [replace(zero, total=None)], [])
