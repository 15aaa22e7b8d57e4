"""The terms of an allocation rule: what cannot be is named, and rules frozen before them keep their hash."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.profile import CounterpartKind
from contest_portal.contests.rules.allocation_terms import (
    STANDARD_TERMS,
    AllocationTerms,
    CountedPart,
    Limit,
    LimitOf,
)
from contest_portal.contests.rules.rulebook_checks import CHECKS, Part
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import RULEBOOK

LINE = Limit(LimitOf.LINE, RULEBOOK.lines[0].code)


def codes(terms: AllocationTerms) -> list[str]:
    return [problem.code for problem in CHECKS[Part.ALLOCATION](replace(RULEBOOK, allocation=terms))]


@pytest.mark.parametrize(
    "limit",
    [
        replace(LINE, min_awards=2, max_awards=2),
        replace(LINE, min_amount=Money.soles(9), max_amount=Money.soles(9)),
        Limit(LimitOf.CATEGORY, "IDEA", max_awards=0),
        Limit(LimitOf.DISTRICT, RULEBOOK.territory[0]),
    ],
    ids=["exactly two", "exactly so much", "none of a category", "a district"],
)
def test_limits_that_can_be(limit: Limit) -> None:
    assert codes(AllocationTerms(limits=(limit,))) == []


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (AllocationTerms(share_percent=0), ["allocation.share"]),
        (AllocationTerms(share_percent=101), ["allocation.share"]),
        (AllocationTerms(most_winners=-1), ["allocation.winners"]),
        (AllocationTerms(most_winners=100_001), ["allocation.winners"]),
        (AllocationTerms(limits=(LINE, LINE)), ["allocation.limit_twice"]),
        (AllocationTerms(limits=(replace(LINE, code="oro"),)), ["allocation.limit_unknown"]),
        (AllocationTerms(limits=(replace(LINE, of=LimitOf.DISTRICT),)), ["allocation.limit_unknown"]),
        (AllocationTerms(limits=(replace(LINE, min_awards=-1),)), ["allocation.limit_awards"]),
        (AllocationTerms(limits=(replace(LINE, min_awards=3, max_awards=2),)), ["allocation.limit_awards"]),
        (AllocationTerms(limits=(replace(LINE, min_amount=Money(-1)),)), ["allocation.limit_amounts"]),
        (
            AllocationTerms(limits=(replace(LINE, min_amount=Money(2), max_amount=Money(1)),)),
            ["allocation.limit_amounts"],
        ),
    ],
)
def test_terms_that_cannot_be_are_named(terms: AllocationTerms, expected: list[str]) -> None:
    assert codes(terms) == expected


def test_every_form_of_counterpart_may_count() -> None:
    assert {part.value for part in CountedPart} == {kind.value for kind in CounterpartKind}


def test_rules_without_terms_are_written_as_before() -> None:
    written = to_data(RULEBOOK)

    assert isinstance(written, dict)
    assert "allocation" not in written


@pytest.mark.parametrize(
    "terms",
    [
        STANDARD_TERMS,
        AllocationTerms(share_percent=65),
        AllocationTerms(limits=(replace(LINE, min_awards=1),)),
    ],
    ids=["standard", "share", "limit"],
)
def test_terms_are_read_back_as_written(terms: AllocationTerms) -> None:
    assert from_data(AllocationTerms, to_data(terms)) == terms
