"""Whether a group agreed, and how a member is recognised."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.sign_off import (
    CODE_LETTERS,
    Given,
    Means,
    MemberSign,
    code_hash,
    device_of,
    means_of,
    sign_off_problems,
)
from contest_portal.contests.rules.rulebook import GroupRules
from tests.conftest import NOON

GIVEN = Given(NOON, Means.CODE, "Teo Ccora", "Android, Chrome", stands=True)
LAPSED = replace(GIVEN, stands=False)
ASKS = GroupRules(sign_off=True, members_confirming=2)
LEADER = ("president", GIVEN)


def signs(*members: tuple[str, Given | None]) -> list[MemberSign]:
    return [MemberSign(n, f"Persona {n}", office, given) for n, (office, given) in enumerate(members, 1)]


@pytest.mark.parametrize(
    ("rules", "members", "expected"),
    [
        pytest.param(GroupRules(members_confirming=2), [], [], id="not asked"),
        pytest.param(ASKS, [LEADER, ("treasurer", GIVEN), ("member", GIVEN)], [], id="all"),
        pytest.param(ASKS, [LEADER, ("member", GIVEN)], ["sign_off.members"], id="one too few"),
        pytest.param(
            ASKS, [LEADER, ("member", GIVEN), ("member", LAPSED)], ["sign_off.members"], id="one lapsed"
        ),
        pytest.param(
            ASKS,
            [("president", LAPSED), ("member", GIVEN), ("member", GIVEN)],
            ["sign_off.leader"],
            id="leader lapsed",
        ),
        pytest.param(ASKS, [], ["sign_off.no_leader", "sign_off.members"], id="nobody"),
        pytest.param(replace(ASKS, members_confirming=0), [LEADER], [], id="leader alone"),
    ],
)
def test_what_is_missing(
    rules: GroupRules, members: list[tuple[str, Given | None]], expected: list[str]
) -> None:
    assert [problem.code for problem in sign_off_problems(rules, signs(*members))] == expected


SLIP = ("salt", code_hash("salt", "KUYRS"))


@pytest.mark.parametrize(
    ("proof", "slip", "expected"),
    [
        pytest.param("4512", None, Means.DNI, id="hidden digits"),
        pytest.param(" 45-12 ", SLIP, Means.DNI, id="hidden digits with a slip"),
        pytest.param("kuyrs", SLIP, Means.CODE, id="code in small letters"),
        pytest.param("KUY RS", SLIP, Means.CODE, id="code with a blank"),
        pytest.param("7781", SLIP, None, id="the digits that pages show"),
        pytest.param("45127781", SLIP, None, id="a whole DNI"),
        pytest.param("KUYRS", None, None, id="no slip any more"),
        pytest.param("", SLIP, None, id="nothing"),
    ],
)
def test_how_a_member_is_recognised(proof: str, slip: tuple[str, str] | None, expected: Means | None) -> None:
    assert means_of(proof, dni="45127781", slip=slip) is expected


def test_codes_cannot_be_misread() -> None:
    assert set(CODE_LETTERS).isdisjoint("IOL0123456789")


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", "Android, Chrome"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "iPhone, Safari"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Windows, Edge"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_device_is_named_roughly(user_agent: str, expected: str) -> None:
    assert device_of(user_agent) == expected
