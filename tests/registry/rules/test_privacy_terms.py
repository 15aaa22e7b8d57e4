"""The terms of personal data: their bounds to the day, and names that stay at least as long as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.registry.rules.privacy_terms import TERMS, TermCode, term_problems

DEFAULTS = {code: term.default for code, term in TERMS.items()}
NAMES_FIRST = "Los nombres se guardan al menos tanto como los DNI. Escriba un número mayor."
LONG = {TermCode.NAME_YEARS: 50}
"""Names kept so long that the years of the numbers alone are looked at."""


def found(changed: dict[TermCode, int]) -> list[tuple[str, str]]:
    return [(one.field, one.text) for one in term_problems({**DEFAULTS, **changed})]


@pytest.mark.parametrize("code", list(TermCode))
def test_every_term_has_a_default_within_its_bounds(code: TermCode) -> None:
    assert TERMS[code].least <= TERMS[code].default <= TERMS[code].most


@pytest.mark.parametrize(
    ("code", "amount", "said"),
    [
        (TermCode.ACCESS_DAYS, -1, "Escriba un número de 1 a 20."),
        (TermCode.ACCESS_DAYS, 0, "Escriba un número de 1 a 20."),
        (TermCode.ACCESS_DAYS, 1, None),
        (TermCode.ACCESS_DAYS, 20, None),
        (TermCode.ACCESS_DAYS, 21, "Escriba un número de 1 a 20."),
        (TermCode.RECTIFICATION_DAYS, 0, "Escriba un número de 1 a 10."),
        (TermCode.RECTIFICATION_DAYS, 10, None),
        (TermCode.RECTIFICATION_DAYS, 11, "Escriba un número de 1 a 10."),
        (TermCode.CANCELLATION_DAYS, 1, None),
        (TermCode.CANCELLATION_DAYS, 11, "Escriba un número de 1 a 10."),
        (TermCode.OPPOSITION_DAYS, 1, None),
        (TermCode.OPPOSITION_DAYS, 11, "Escriba un número de 1 a 10."),
        (TermCode.SENSITIVE_YEARS, 0, "Escriba un número de 1 a 30."),
        (TermCode.SENSITIVE_YEARS, 30, None),
        (TermCode.SENSITIVE_YEARS, 31, "Escriba un número de 1 a 30."),
        (TermCode.IDENTITY_YEARS, 0, "Escriba un número de 1 a 30."),
        (TermCode.IDENTITY_YEARS, 30, None),
        (TermCode.IDENTITY_YEARS, 31, "Escriba un número de 1 a 30."),
    ],
)
def test_the_bounds_of_a_term(code: TermCode, amount: int, said: str | None) -> None:
    assert found({**LONG, code: amount}) == ([(code.value, said)] if said else [])


@pytest.mark.parametrize(
    ("identity", "names", "said"),
    [
        pytest.param(5, 4, [NAMES_FIRST], id="a year too short"),
        pytest.param(5, 5, [], id="as long"),
        pytest.param(5, 6, [], id="longer"),
        pytest.param(1, 0, ["Escriba un número de 1 a 50.", NAMES_FIRST], id="none at all"),
        pytest.param(30, 50, [], id="both at their most"),
        pytest.param(30, 51, ["Escriba un número de 1 a 50."], id="beyond the most"),
        pytest.param(30, 29, [NAMES_FIRST], id="long and still too short"),
    ],
)
def test_names_stay_at_least_as_long_as_numbers(identity: int, names: int, said: list[str]) -> None:
    terms = {TermCode.IDENTITY_YEARS: identity, TermCode.NAME_YEARS: names}

    assert found(terms) == [("name_years", sentence) for sentence in said]


def test_each_amount_out_of_bounds_is_told_beside_its_field() -> None:
    every = {code: TERMS[code].most + 1 for code in TermCode}

    assert [field for field, _ in found(every)] == [code.value for code in TermCode]


@given(days=st.integers(min_value=-5, max_value=60))
def test_a_term_of_the_law_may_be_shortened_and_never_lengthened(days: int) -> None:
    assert (found({TermCode.ACCESS_DAYS: days}) == []) == (days in range(1, 21))
    assert (found({TermCode.CANCELLATION_DAYS: days}) == []) == (days in range(1, 11))
