"""Patterns of numbers: how they write, what they must have, and that no two papers bear one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.documents.rules.number_formats import pattern_problems, same_numbers, written

USUAL = "RESOLUCIÓN N.° {numero:3}-{año}-{oficina}"


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (USUAL, "RESOLUCIÓN N.° 012-2026-UT-CUSCO"),
        ("RESOLUCIÓN N° {numero:3}-{año}-FONDO/{oficina}", "RESOLUCIÓN N° 012-2026-FONDO/UT-CUSCO"),
        ("ACTA {numero} ({año})", "ACTA 12 (2026)"),
        ("ACTA {numero:1}/{año}", "ACTA 12/2026"),
    ],
)
def test_a_pattern_writes_the_number(pattern: str, code: str) -> None:
    assert written(pattern, number=12, year=2026, office="UT-CUSCO") == code
    assert pattern_problems(pattern, office="UT-CUSCO") == ()


@pytest.mark.parametrize(
    ("pattern", "codes"),
    [
        ("", ["number", "year", "beginning"]),
        ("ACTA {año}", ["number"]),
        ("ACTA {numero}-{numero:3}-{año}", ["number"]),
        ("ACTA {numero}", ["year"]),
        ("{numero}-{año}", ["beginning"]),
        ("ACTA-{numero}-{año}", ["beginning"]),
        ("ACTA {numero:9}-{año}", ["fields", "number"]),
        ("ACTA {number:03d}-{año}", ["fields", "number"]),
        ("ACTA {numero}-{año}-{mes}", ["fields"]),
        ("ACTA {numero}-{año}}", ["fields"]),
        ("ACTA {numero.__class__}-{año}", ["fields", "number"]),
        ("ACTA {numero}-{año} <b>", ["signs"]),
        ("ACTA {numero}-{año}\n", ["signs"]),
        (f"ACTA {{numero}}-{{año}} {'X' * 50}", ["long"]),
    ],
)
def test_what_cannot_number_is_named(pattern: str, codes: list[str]) -> None:
    problems = pattern_problems(pattern, office="UT-CUSCO")

    assert [problem.code.removeprefix("number_format.") for problem in problems] == codes


def test_a_number_that_would_not_fit_with_the_code_of_the_office_is_refused() -> None:
    pattern = "ORDEN DE TRANSFERENCIA {numero:6}-{año}-{oficina}-{oficina}"

    assert [one.code for one in pattern_problems(pattern, office="X" * 40)] == ["number_format.long"]


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(2020, 2100), st.integers(2020, 2100))
def test_another_number_or_year_is_another_code(number: int, other: int, year: int, later: int) -> None:
    codes = [written(USUAL, number=n, year=y, office="UT") for n, y in ((number, year), (other, later))]

    assert (codes[0] == codes[1]) == ((number, year) == (other, later))


@pytest.mark.parametrize(
    ("pattern", "office", "is_refused"),
    [
        ("ACTA {numero:3}-{año}-UT-PUNO", "UT-PUNO", False),
        ("ACTA {numero:3}-{año}-UT-CUSCO", "UT-PUNO", True),
        ("acta  {numero}-{año}-ut-cusco", "UT-PUNO", True),
        ("RESOLUCIÓN N.° {numero:4}-{año}-{oficina}", "UT-CUSCO", True),
        ("ACTA {numero:4}-{año}-{oficina}", "UT-CUSCO", False),
    ],
    ids=["own code", "code of another", "the same but for spaces", "another kind", "its own, wider"],
)
def test_no_two_papers_bear_one_number(pattern: str, office: str, is_refused: bool) -> None:  # noqa: FBT001
    others = {
        ("UT-CUSCO", "acta"): "ACTA {numero:3}-{año}-{oficina}",
        ("UT-CUSCO", "resolution"): USUAL,
        ("UT-PUNO", "acta"): "ACTA {numero:3}-{año}-{oficina}",
    }

    found = same_numbers(pattern, office=office, others=others, kind="acta")

    assert (found is not None) is is_refused
