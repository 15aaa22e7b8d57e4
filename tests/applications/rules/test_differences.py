"""Two versions of a profile, section by section and row by row."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.applications.rules.differences import (
    Cell,
    RowChange,
    RowDifference,
    changed_sections,
    file_differences,
    row_differences,
)
from contest_portal.applications.rules.profile import Profile, SectionCode
from contest_portal.applications.rules.submission import SentFile
from contest_portal.contests.rules.profile_form import STANDARD_FORM
from contest_portal.kernel.money import Money
from tests.factories.profiles import PROFILE

MALLA = {"description": "Malla", "total": "S/ 150"}
CUYES = {"description": "Cuyes", "total": "S/ 90"}


@pytest.mark.parametrize(
    ("after", "sections"),
    [
        pytest.param(PROFILE, (), id="nothing"),
        pytest.param(replace(PROFILE, goods=()), (SectionCode.GOODS,), id="one"),
        pytest.param(replace(PROFILE, costs=()), (SectionCode.SALES,), id="the second table of a section"),
        pytest.param(replace(PROFILE, requested_goods=Money.soles(1)), (SectionCode.BUDGET,), id="money"),
        pytest.param(
            replace(PROFILE, counterpart=(), summary="Otro"),
            (SectionCode.CHOICE, SectionCode.COUNTERPART),
            id="in the order of the form",
        ),
    ],
)
def test_changed_sections(after: Profile, sections: tuple[SectionCode, ...]) -> None:
    assert changed_sections(PROFILE, after, STANDARD_FORM) == sections


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([MALLA], [MALLA], (), id="the same"),
        pytest.param(
            [MALLA],
            [MALLA, CUYES],
            (
                RowDifference(
                    2, RowChange.ADDED, (Cell("description", "", "Cuyes"), Cell("total", "", "S/ 90"))
                ),
            ),
            id="added",
        ),
        pytest.param(
            [CUYES, MALLA],
            [MALLA],
            (
                RowDifference(
                    1, RowChange.REMOVED, (Cell("description", "Cuyes", ""), Cell("total", "S/ 90", ""))
                ),
            ),
            id="removed",
        ),
        pytest.param(
            [CUYES, MALLA],
            [CUYES, {**MALLA, "total": "S/ 120"}],
            (RowDifference(2, RowChange.CHANGED, (Cell("total", "S/ 150", "S/ 120"),)),),
            id="changed",
        ),
        pytest.param([], [], (), id="empty"),
    ],
)
def test_row_differences(
    before: list[dict[str, str]], after: list[dict[str, str]], expected: tuple[RowDifference, ...]
) -> None:
    assert row_differences(before, after) == expected


def test_two_rows_for_one_are_a_change_and_an_addition() -> None:
    other = {"description": "Galpón", "total": "S/ 10"}

    found = row_differences([MALLA], [CUYES, other])

    assert [(row.place, row.change) for row in found] == [(1, RowChange.CHANGED), (2, RowChange.ADDED)]


ROWS = st.lists(
    st.fixed_dictionaries({"what": st.sampled_from("abcd"), "total": st.sampled_from("123")}), max_size=6
)


@given(rows=ROWS)
def test_a_table_never_differs_from_itself(rows: list[dict[str, str]]) -> None:
    assert row_differences(rows, rows) == ()


@given(before=ROWS, after=ROWS)
def test_tables_that_differ_are_told_to_differ(
    before: list[dict[str, str]], after: list[dict[str, str]]
) -> None:
    assert bool(row_differences(before, after)) is (before != after)


@given(before=ROWS, after=ROWS)
def test_rows_come_and_go_as_many_as_the_tables_say(
    before: list[dict[str, str]], after: list[dict[str, str]]
) -> None:
    found = [row.change for row in row_differences(before, after)]

    grown = found.count(RowChange.ADDED) - found.count(RowChange.REMOVED)
    assert grown == len(after) - len(before)


@given(before=ROWS, after=ROWS)
def test_every_place_is_a_row_of_its_table(before: list[dict[str, str]], after: list[dict[str, str]]) -> None:
    for row in row_differences(before, after):
        table = before if row.change is RowChange.REMOVED else after
        assert 1 <= row.place <= len(table)
        for cell in row.cells:
            assert cell.before != cell.after


def test_files_that_came_and_went_are_named_by_their_content() -> None:
    before = (SentFile("anexo-1.pdf", "a"), SentFile("anexo-2.jpg", "b"))
    after = (SentFile("anexo-1.jpg", "b"), SentFile("anexo-3.pdf", "c"))

    assert file_differences(before, after) == (("anexo-3.pdf",), ("anexo-1.pdf",))
