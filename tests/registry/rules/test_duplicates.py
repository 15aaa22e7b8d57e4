"""Which two entries may be one person: what must agree, and what twins and siblings must not trip over."""

from datetime import date

import pytest

from contest_portal.registry.rules.duplicates import (
    LARGE_BLOCK,
    DateSign,
    Identity,
    LikelyPair,
    compare,
    date_sign,
    decision_problems,
    identity,
    likely_pairs,
    merge_problem,
    name_similarity,
)

BORN = date(1988, 3, 4)
NAME = "ccanto huamani delia rosa"


def entry(number: int, key: str = NAME, born: date = BORN, sex: str = "F") -> Identity:
    return identity(number, key, born, sex)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (BORN, DateSign.SAME),
        (date(1988, 4, 3), DateSign.SWAPPED),
        (date(1988, 3, 9), DateSign.ONE_DIGIT),
        (date(1988, 8, 4), DateSign.ONE_DIGIT),
        (date(1989, 3, 4), DateSign.ONE_DIGIT),
        (date(1978, 3, 4), DateSign.ONE_DIGIT),
        (date(1988, 3, 27), DateSign.SAME_MONTH),
        (date(1989, 4, 4), None),
        (date(1988, 4, 5), None),
    ],
)
def test_birth_dates(other: date, expected: DateSign | None) -> None:
    assert (date_sign(BORN, other), date_sign(other, BORN)) == (expected, expected)


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        (NAME, 100, 100),
        ("huamani ccanto delia rosa", 100, 100),
        ("canto huamani delia rosa", 90, 99),
        ("ccanto guaman delia rosa", 85, 99),
        ("ccanto huamani delia", 90, 95),
        ("ccanto huamani dalia rosa", 90, 99),
        ("ccanto huamani rosa maria", 0, 0),
        ("ccanto huamani", 0, 0),
        ("delia", 0, 0),
        ("quispe mamani juan pedro", 0, 0),
    ],
)
def test_names(other: str, least: int, most: int) -> None:
    found = name_similarity(NAME, other)

    assert least <= found <= most
    assert name_similarity(other, NAME) == found


@pytest.mark.parametrize(
    ("other", "sign"),
    [
        (entry(2), DateSign.SAME),
        (entry(2, "ccanto huamani delia"), DateSign.SAME),
        (entry(2, born=date(1988, 4, 3)), DateSign.SWAPPED),
        (entry(2, "canto huamani delia rosa", born=date(1988, 3, 9)), DateSign.ONE_DIGIT),
        (entry(2, born=date(1988, 3, 27)), DateSign.SAME_MONTH),
        (entry(2, sex="M"), DateSign.SAME),
        (entry(2, "ccanto huamani delio rosa", sex="M"), None),
        (entry(2, "ccanto huamani delia", born=date(1988, 3, 27)), None),
        (entry(2, "ccanto huamani flora maria"), None),
        (entry(2, born=date(1990, 7, 21)), None),
        (entry(1), None),
    ],
)
def test_entries(other: Identity, sign: DateSign | None) -> None:
    found = compare(entry(1), other)

    assert (found and found.sign) == sign


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


@pytest.mark.parametrize(
    ("reason", "decided", "codes"),
    [
        ("Se vieron los documentos.", False, []),
        ("no", False, ["duplicate.reason"]),
        ("Se vio el DNI 45418672.", False, ["text.number"]),
        ("Se vieron los documentos.", True, ["duplicate.decided"]),
        ("", True, ["duplicate.decided", "duplicate.reason"]),
    ],
)
def test_a_decision_has_a_reason_and_is_made_once(
    reason: str,
    decided: bool,  # noqa: FBT001
    codes: list[str],
) -> None:
    assert [problem.code for problem in decision_problems(reason, is_decided=decided)] == codes


@pytest.mark.parametrize(
    ("kept", "present", "refused"), [(1, [1, 2], False), (3, [1, 2], True), (1, [1], True), (1, [2], True)]
)
def test_what_cannot_be_joined(
    kept: int,
    present: list[int],
    refused: bool,  # noqa: FBT001
) -> None:
    assert (merge_problem(kept, (1, 2), present) is not None) is refused
