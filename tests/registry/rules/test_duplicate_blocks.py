"""Who meets whom: every kind of likeness does, and very many who share a key are not all compared."""

from datetime import date
from itertools import combinations

import pytest

from contest_portal.registry.rules.duplicate_blocks import (
    LARGE_BLOCK,
    born_alike,
    likely_pairs,
    near_numbers,
)
from contest_portal.registry.rules.duplicates import DateSign, Identity, LikelyPair, compare
from tests.registry.rules.test_duplicates import entry

Ids = list[tuple[int, int]]


def ids(found: list[LikelyPair]) -> Ids:
    return [(pair.one_id, pair.other_id) for pair in found]


def test_every_kind_of_likeness_meets_in_a_block() -> None:
    people = [
        entry(1),
        entry(5, born=date(1988, 4, 3)),
        entry(4, born=date(1988, 3, 27)),
        entry(3, born=date(1978, 3, 4)),
        entry(2, born=date(1988, 8, 4)),
        entry(6, "quispe mamani juan", sex="M"),
    ]

    found = likely_pairs(people)

    assert [(pair.one_id, pair.other_id, pair.sign) for pair in found if pair.one_id == 1] == [
        (1, 2, DateSign.ONE_DIGIT),
        (1, 3, DateSign.ONE_DIGIT),
        (1, 4, DateSign.SAME_MONTH),
        (1, 5, DateSign.SWAPPED),
    ]


def test_a_pair_is_given_once_the_smaller_first() -> None:
    assert likely_pairs([entry(9), entry(4)]) == [LikelyPair(4, 9, DateSign.SAME, 100)]


def test_a_date_that_very_many_share_is_parted_by_surname() -> None:
    crowd = [entry(number, f"apellido{number} soto ana", sex="M") for number in range(LARGE_BLOCK)]

    found = likely_pairs([*crowd, entry(900), entry(901)])

    assert [(pair.one_id, pair.other_id) for pair in found] == [(900, 901)]


def test_without_a_date_everybody_of_the_district_is_met() -> None:
    people = [
        entry(1, born=None),
        entry(2),
        entry(3, "ccanto huamani delia", born=None),
        entry(4, "canto guaman delia rosa", born=date(1960, 1, 1), household_id=1),
        entry(5, "quispe mamani juan", born=None, sex="M"),
    ]

    assert ids(likely_pairs(people)) == [(1, 2), (1, 3), (1, 4), (2, 3)]


def test_of_one_birth_date_only_two_districts_meet() -> None:
    people = [entry(1), entry(2), entry(3, "ccanto huamani delia", district="080101"), entry(4, "soto luz")]

    assert ids(born_alike(people)) == [(1, 3), (2, 3)]


@pytest.mark.parametrize("dni", ["45418679", "75418672", "54418672", "45481672", "45418627"])
def test_a_slip_in_any_place_of_a_dni_is_met(dni: str) -> None:
    far = entry(2, born=None, district="080101", dni=dni)

    assert ids(near_numbers([entry(1, dni="45418672"), far, entry(3, born=None)])) == [(1, 2)]


def test_where_every_date_is_known_no_number_is_looked_at() -> None:
    assert near_numbers([entry(1), entry(2, dni="01000109")]) == []


def test_blocks_leave_out_nobody_whom_a_comparison_would_find() -> None:
    """Compare everybody with everybody, as nobody could in a register, and find the same."""
    names = (
        "ccanto huamani delia rosa",
        "ccanto huamani delia",
        "canto huamani delia rosa",
        "ccanto guaman delia",
    )
    dates = (None, date(1988, 3, 4), date(1988, 4, 3))
    people: list[Identity] = [
        entry(number, names[number % 4], dates[number % 3], household_id=number % 7)
        for number in range(1, 37)
    ]

    slowly = [pair for one, other in combinations(people, 2) if (pair := compare(one, other)) is not None]

    assert ids(likely_pairs(people)) == sorted(ids(slowly))
