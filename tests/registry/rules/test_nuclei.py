"""Years that meet, codes that are codes, and a centre in one nucleus at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.registry.rules.nuclei import (
    Place,
    Years,
    code_problem,
    format_years,
    name_problem,
    overlap,
    placement_problems,
    years_problems,
)

SPANS = st.builds(
    lambda first, length: Years(first, None if length is None else first + length),
    st.integers(2000, 2050),
    st.none() | st.integers(0, 40),
)


def place(years: Years, nucleus_id: int = 1) -> Place:
    return Place("0903010099", "Chahuarma", nucleus_id, "Lircay Alto", 7, "NEC Lircay", years)


def years_of(span: Years) -> set[int]:
    return set(range(span.first, (2200 if span.last is None else span.last) + 1))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Years(2020, 2022), Years(2023, 2025), False),
        (Years(2020, 2022), Years(2022, 2025), True),
        (Years(2020, 2029), Years(2022, 2025), True),
        (Years(2020), Years(2030), True),
        (Years(2020), Years(2015, 2019), False),
        (Years(2020), Years(2015, 2020), True),
    ],
)
def test_spans_meet_when_they_share_a_year(one: Years, other: Years, *, expected: bool) -> None:
    assert (overlap(one, other), overlap(other, one)) == (expected, expected)


@given(SPANS, SPANS)
def test_meeting_is_sharing_a_year_counted_one_by_one(one: Years, other: Years) -> None:
    assert overlap(one, other) == bool(years_of(one) & years_of(other))


@pytest.mark.parametrize(
    ("years", "text"),
    [(Years(2024, 2026), "2024–2026"), (Years(2024, 2024), "2024"), (Years(2024), "2024–")],
)
def test_years_are_written_short(years: Years, text: str) -> None:
    assert (format_years(years), place(years).written_years) == (text, text)


@pytest.mark.parametrize("code", ["NEC-LIRCAY-1", "NE-01", "A", "2024", "N" * 20])
def test_code_is_capitals_digits_and_hyphens(code: str) -> None:
    assert code_problem(code) is None


@pytest.mark.parametrize(
    "code", ["", "nec", "NEC LIRCAY", "NEC--1", "-NEC", "NEC-", "ÑEC", "N" * 21, "NEC/1"]
)
def test_other_codes_are_refused(code: str) -> None:
    problem = code_problem(code)

    assert problem is not None
    assert (problem.code, problem.field) == ("nucleus.code", "code")


@pytest.mark.parametrize(("name", "is_fine"), [("", False), ("NEC Lircay", True), ("n" * 121, False)])
def test_name_is_there_and_short(name: str, *, is_fine: bool) -> None:
    assert (name_problem(name) is None) == is_fine


@pytest.mark.parametrize(
    ("years", "codes"),
    [
        (Years(2024, 2026), []),
        (Years(2024, 2024), []),
        (Years(2024), []),
        (Years(24), ["nucleus.first_year"]),
        (Years(2101), ["nucleus.first_year"]),
        (Years(2024, 2023), ["nucleus.last_year"]),
        (Years(2024, 2101), ["nucleus.last_year"]),
        (Years(1999, 1998), ["nucleus.first_year", "nucleus.last_year"]),
    ],
)
def test_years_are_within_reason(years: Years, codes: list[str]) -> None:
    assert [problem.code for problem in years_problems(years)] == codes


def test_a_centre_of_another_nucleus_in_the_same_years_is_refused_by_name() -> None:
    (problem,) = placement_problems(
        Years(2026, 2028), [place(Years(2024, 2026))], nucleus_ids=(2,), field="centres"
    )

    assert (problem.code, problem.field) == ("nucleus.centre_taken", "centres")
    assert problem.text == (
        "Chahuarma ya está en el núcleo ejecutor Lircay Alto de NEC Lircay (2024–2026). Retírelo de allí o cambie "
        "los años de uno de los dos."
    )


@pytest.mark.parametrize(
    ("years", "own"), [(Years(2027, 2029), (2,)), (Years(2026, 2028), (1,)), (Years(2020, 2023), ())]
)
def test_other_years_or_the_same_nucleus_are_no_obstacle(years: Years, own: tuple[int, ...]) -> None:
    assert placement_problems(years, [place(Years(2024, 2026))], nucleus_ids=own, field="centres") == ()
