"""When the term of a contest is over."""

from datetime import date

import pytest

from contest_portal.privacy.rules.retention import RetentionRule, due_contests, years_after
from contest_portal.registry.rules.privacy_terms import TERMS, TermCode, term_problems

DEFAULTS = {code: term.default for code, term in TERMS.items()}
ENDED = {7: date(2026, 11, 23), 3: date(2020, 1, 1)}


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 11, 23), 5, date(2031, 11, 23)),
        (date(2024, 2, 29), 1, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
    ],
)
def test_so_many_years_after(day: date, years: int, expected: date) -> None:
    assert years_after(day, years) == expected


@pytest.mark.parametrize(
    ("rule", "as_of", "held", "expected"),
    [
        (RetentionRule.REGISTER_FACTS, date(2027, 11, 22), (), (3,)),
        (RetentionRule.REGISTER_FACTS, date(2027, 11, 23), (), (3, 7)),
        (RetentionRule.REGISTER_FACTS, date(2027, 11, 23), (7,), (3,)),
        (RetentionRule.MEMBER_DNI, date(2027, 11, 23), (), (3,)),
        (RetentionRule.MEMBER_NAMES, date(2029, 12, 31), (), ()),
        (RetentionRule.MEMBER_NAMES, date(2036, 11, 23), (3,), (7,)),
    ],
)
def test_contests_whose_term_is_over(
    rule: RetentionRule, as_of: date, held: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    found = due_contests(rule, ended_on=ENDED, held=held, terms=DEFAULTS, as_of=as_of)

    assert found == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, set()),
        ({TermCode.ACCESS_DAYS: 21}, {"access_days"}),
        ({TermCode.OPPOSITION_DAYS: 0}, {"opposition_days"}),
        ({TermCode.ACCESS_DAYS: 5}, set()),
        ({TermCode.IDENTITY_YEARS: 11}, {"name_years"}),
        ({TermCode.NAME_YEARS: 51}, {"name_years"}),
    ],
)
def test_terms_have_bounds_and_names_stay_as_long_as_numbers(
    changed: dict[TermCode, int], expected: set[str]
) -> None:
    assert {problem.field for problem in term_problems({**DEFAULTS, **changed})} == expected
