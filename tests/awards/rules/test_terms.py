"""Terms of an agreement and its instalments."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.awards.rules.terms import (
    DEFAULT_TERMS,
    AgreementTerms,
    end_of_term,
    instalments,
    terms_problems,
)
from contest_portal.kernel.money import Money


@pytest.mark.parametrize(
    ("terms", "codes"),
    [
        (DEFAULT_TERMS, ()),
        (AgreementTerms(months=1, first_percent=1), ()),
        (AgreementTerms(months=36, first_percent=100), ()),
        (AgreementTerms(months=0), ("terms.months",)),
        (AgreementTerms(months=37), ("terms.months",)),
        (AgreementTerms(first_percent=0), ("terms.first_percent",)),
        (AgreementTerms(first_percent=101), ("terms.first_percent",)),
        (AgreementTerms(months=-1, first_percent=-1), ("terms.months", "terms.first_percent")),
    ],
)
def test_terms_have_limits(terms: AgreementTerms, codes: tuple[str, ...]) -> None:
    assert tuple(problem.code for problem in terms_problems(terms)) == codes


@pytest.mark.parametrize(
    ("amount", "percent", "parts"),
    [
        (Money.soles(18_000), 70, (Money.soles(12_600), Money.soles(5_400))),
        (Money.soles(7_683, 33), 70, (Money.soles(5_378, 33), Money.soles(2_305))),
        (Money(1), 70, (Money(1),)),
        (Money.soles(500), 100, (Money.soles(500),)),
    ],
)
def test_the_first_part_is_rounded_and_the_second_is_the_rest(
    amount: Money, percent: int, parts: tuple[Money, ...]
) -> None:
    assert instalments(amount, AgreementTerms(first_percent=percent)) == parts


@given(st.integers(min_value=1, max_value=10**13), st.integers(min_value=1, max_value=100))
def test_the_parts_always_make_the_award(cents: int, percent: int) -> None:
    parts = instalments(Money(cents), AgreementTerms(first_percent=percent))

    assert (Money.total(parts), all(part.cents >= 0 for part in parts)) == (Money(cents), True)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_a_term_ends_on_the_same_day_of_the_month_or_its_last(start: date, months: int, end: date) -> None:
    assert end_of_term(start, months) == end
