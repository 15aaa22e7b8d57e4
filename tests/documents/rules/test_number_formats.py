"""Patterns of numbers: how they write, what they must have, and that no two papers bear one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.rules.number_formats import (
    GivenNumber,
    given_again,
    pattern_problems,
    same_numbers,
    written,
)

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
    assert pattern_problems(pattern) == ()


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
        ("ACTA {numero}-{año} \u0410", ["signs"]),
        (f"ACTA {{numero}}-{{año}} {'X' * 50}", ["long"]),
    ],
)
def test_what_cannot_number_is_named(pattern: str, codes: list[str]) -> None:
    problems = pattern_problems(pattern)

    assert [problem.code.removeprefix("number_format.") for problem in problems] == codes


def test_a_number_that_would_not_fit_with_the_longest_code_of_an_office_is_refused() -> None:
    pattern = "ORDEN DE TRANSFERENCIA {numero:6}-{año}-{oficina}-{oficina}"

    assert [one.code for one in pattern_problems(pattern)] == ["number_format.long"]


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
        ("RESOLUCIÓN Nº {numero}-{año}-UT-CUSCO", "UT-PUNO", True),
        ("ACTA 1{numero}-{año}-UT-CUSCO", "UT-PUNO", True),
        ("ACTA {año}-{numero}-UT-CUSCO", "UT-PUNO", True),
        ("RESOLUCION N.° {numero:4}-{año}-{oficina}", "UT-CUSCO", True),
        ("ACTA {numero:4}-{año}-{oficina}", "UT-CUSCO", False),
    ],
    ids=[
        *(
            "own code",
            "code of another",
            "the same but for spaces",
            "but for signs",
            "but for a digit before",
        ),
        *("number and year change places", "another kind, but for an accent", "its own, wider"),
    ],
)
def test_no_two_papers_bear_one_number(pattern: str, office: str, is_refused: bool) -> None:  # noqa: FBT001
    others = {
        ("UT-CUSCO", "acta"): "ACTA {numero:3}-{año}-{oficina}",
        ("UT-CUSCO", "resolution"): USUAL,
        ("UT-PUNO", "acta"): "ACTA {numero:3}-{año}-{oficina}",
    }

    found = same_numbers(pattern, office=office, others=others, kind="acta")

    assert (found is not None) is is_refused


@pytest.mark.parametrize(
    ("office", "other"), [("UT1", "UT"), ("UT", "UT1")], ids=["the longer code", "the shorter code"]
)
def test_a_code_that_ends_in_digits_does_not_run_into_the_number(office: str, other: str) -> None:
    pattern = "ACTA {oficina}{numero}-{año}"
    codes = [written(pattern, number=n, year=2026, office=o) for n, o in ((1, "UT1"), (11, "UT"))]

    found = same_numbers(pattern, office=office, others={(other, "acta"): pattern}, kind="acta")

    assert (codes[0] == codes[1], found is not None) == (True, True)


def test_the_usual_patterns_keep_offices_and_kinds_apart() -> None:
    others = {
        (office, code): kind.number_format for office in ("OZ-1", "OZ-11") for code, kind in KINDS.items()
    }

    same = [
        (office, kind)
        for (office, kind), pattern in others.items()
        if same_numbers(pattern, office=office, others=others, kind=kind)
    ]

    assert same == []


GIVEN = GivenNumber("ACTA N.° 012-2026-UT-CUSCO", "UT-CUSCO", "acta", 12, 2026)


@pytest.mark.parametrize(
    ("pattern", "office", "kind", "is_refused"),
    [
        ("ACTA N° {numero}-{año}-{oficina}", "UT-CUSCO", "acta", False),
        ("ACTA {numero}-{año}", "UT-PUNO", "acta", False),
        ("ACTA N° {numero}-{año}-UT-CUSCO", "UT-PUNO", "acta", True),
        ("ACTA N° {numero}-{año}-{oficina}", "UT-CUSCO", "closing", True),
        ("ACTA N° 1{numero}-{año}-{oficina}", "UT-CUSCO", "acta", False),
        ("ACTA N° 01{numero}-{año}-{oficina}", "UT-CUSCO", "acta", True),
    ],
    ids=[
        "its own",
        "another",
        "of another office",
        "of another kind",
        "none of its",
        "its own, read otherwise",
    ],
)
def test_no_number_that_was_given_is_given_again(
    pattern: str,
    office: str,
    kind: str,
    is_refused: bool,  # noqa: FBT001
) -> None:
    found = given_again(pattern, office=office, kind=kind, given=[GIVEN], year=2026)

    assert (found is not None) is is_refused
    assert given_again(pattern, office=office, kind=kind, given=[GIVEN], year=2027) is None


@given(
    st.sampled_from(["", "1", "11", "UT1"]),
    st.sampled_from(["", "1", "-1"]),
    st.integers(1, 999),
    st.integers(1, 999),
)
def test_patterns_that_are_let_through_never_write_the_same(begin: str, end: str, one: int, two: int) -> None:
    mine, theirs = f"ACTA {begin}{{numero}}{end}-{{año}}", "ACTA {numero:2}-{año}"

    apart = same_numbers(mine, office="UT", others={("LIMA", "acta"): theirs}, kind="acta") is None

    codes = [written(pattern, number=n, year=2026, office="X") for pattern, n in ((mine, one), (theirs, two))]
    assert not (apart and codes[0] == codes[1])
