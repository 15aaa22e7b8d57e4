"""Which two entries may be one person: what must agree, and what twins and siblings must not trip over."""

from datetime import date

import pytest

from contest_portal.registry.rules.duplicates import (
    DateSign,
    Identity,
    SharedFact,
    compare,
    date_sign,
    decision_problems,
    identity,
    is_near_number,
    merge_problem,
    name_similarity,
    shared_facts,
)

BORN = date(1988, 3, 4)
NAME = "ccanto huamani delia rosa"


def entry(
    number: int, key: str = NAME, born: date | None = BORN, sex: str = "F", **where: object
) -> Identity:
    facts = {"district": "090301", "household_id": number, "dni": f"{number:02}00{number:02}00", **where}
    return identity(number, key, born, sex, **facts)  # type: ignore[arg-type]


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


ELSEWHERE = {"district": "080101"}
HOME = {"household_id": 1}
NEAR = {"dni": "01000109"}


@pytest.mark.parametrize(
    ("name", "facts", "sign"),
    [
        pytest.param(NAME, ELSEWHERE, DateSign.SAME, id="the same elsewhere"),
        pytest.param("ccanto huamani delia", ELSEWHERE, DateSign.SAME, id="a name less elsewhere"),
        pytest.param("ccanto guaman delia rosa", ELSEWHERE, DateSign.SAME, id="another hand elsewhere"),
        pytest.param("huamani ccanto delia rosa", ELSEWHERE, None, id="surnames swapped elsewhere"),
        pytest.param("canto guaman delia rosa", ELSEWHERE, None, id="two words otherwise elsewhere"),
        pytest.param(NAME, {**ELSEWHERE, "sex": "M"}, DateSign.SAME, id="another sex elsewhere"),
        pytest.param(NAME, {**ELSEWHERE, "born": date(1988, 3, 9)}, None, id="another day elsewhere"),
        pytest.param(NAME, {**ELSEWHERE, "born": None}, None, id="no date elsewhere"),
        pytest.param(NAME, {"born": None}, DateSign.UNKNOWN, id="no date"),
        pytest.param("ccanto huamani delia", {"born": None}, DateSign.UNKNOWN, id="no date, a name less"),
        pytest.param(NAME, {"born": None, "sex": "M"}, None, id="no date, another sex"),
        pytest.param("canto guaman delia rosa", {"born": None}, None, id="no date, two words otherwise"),
        pytest.param(
            "canto guaman delia rosa", {"born": None, **HOME}, DateSign.UNKNOWN, id="in the same household"
        ),
        pytest.param("ccanto huamani inés", {"born": None, **HOME}, None, id="a sister there"),
        pytest.param(NAME, {"born": None, **ELSEWHERE, **NEAR}, DateSign.UNKNOWN, id="no date, a DNI nearby"),
        pytest.param(
            "canto huamani delia rosa",
            {"born": None, **ELSEWHERE, **NEAR},
            DateSign.UNKNOWN,
            id="a DNI nearby, another hand",
        ),
        pytest.param(
            "ccanto huamani luz", {"born": None, **ELSEWHERE, **NEAR}, None, id="a DNI nearby, another name"
        ),
    ],
)
def test_entries_of_two_districts_or_without_a_date(
    name: str, facts: dict[str, object], sign: DateSign | None
) -> None:
    one, other = entry(1), entry(2, name, **facts)  # type: ignore[arg-type]

    assert [found and found.sign for found in (compare(one, other), compare(other, one))] == [sign, sign]


def test_a_name_and_one_surname_alone_tell_nothing() -> None:
    assert compare(entry(1, "quispe juan"), entry(2, "quispe juan", district="080101")) is None
    assert compare(entry(1, "quispe juan"), entry(2, "quispe juan", born=None)) is None


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        ("45418672", False),
        ("45418673", True),
        ("55418672", True),
        ("45418762", True),
        ("45481672", True),
        ("45418681", False),
        ("45428673", False),
        ("44518627", False),
    ],
)
def test_a_slip_is_one_digit_or_two_neighbours_swapped(*, other: str, is_near: bool) -> None:
    assert is_near_number("45418672", other) is is_near_number(other, "45418672") is is_near


@pytest.mark.parametrize(
    ("numbers", "households", "districts", "facts"),
    [
        (("10001000", "20002000"), (1, 1), ("a", "a"), (SharedFact.HOUSEHOLD,)),
        (("10001000", "20002000"), (1, 2), ("a", "a"), (SharedFact.DISTRICT,)),
        (("10001000", "10001001"), (1, 2), ("a", "b"), (SharedFact.TWO_DISTRICTS, SharedFact.NEAR_NUMBER)),
    ],
)
def test_what_else_agrees_is_said(
    numbers: tuple[str, str],
    households: tuple[int, int],
    districts: tuple[str, str],
    facts: tuple[SharedFact, ...],
) -> None:
    assert shared_facts(numbers, households, districts) == facts


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
