"""A list of members as a paper has it, and who may speak for a group that is not registered yet."""

import pytest

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.rules.group import MAX_MEMBERS, MemberOffice
from contest_portal.applications.rules.newcomer import (
    Declared,
    members_problems,
    not_a_representative,
    read_members,
)
from contest_portal.kernel.problems import Refused

ANA, BETO = "40112233", "40112234"
PRESIDENT, TREASURER = MemberOffice.PRESIDENT, MemberOffice.TREASURER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("\n  \n", ()),
        (ANA, (Declared(ANA),)),
        (f"{ANA} P", (Declared(ANA, PRESIDENT),)),
        (f"{ANA}p", (Declared(ANA, PRESIDENT),)),
        (f"401-12.233,  t\r\n{BETO};S", (Declared(ANA, TREASURER), Declared(BETO, MemberOffice.SECRETARY))),
        (f" {ANA}\tI ", (Declared(ANA),)),
    ],
    ids=["nothing", "blank lines", "no letter", "letter", "small letter", "as people write", "member"],
)
def test_a_line_is_a_dni_and_the_letter_of_the_sheet(text: str, expected: tuple[Declared, ...]) -> None:
    assert read_members(text, field="members") == expected


@pytest.mark.parametrize(
    "line", ["P", "4011223 P", f"{ANA} X", f"{ANA} {BETO}", "Ana Quispe", "\uff140112233"]
)
def test_every_line_that_is_no_member_is_named(line: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_members(f"{line}\n{ANA}\n{line}", field="members")

    assert [(one.code, one.field) for one in refusal.value.problems] == [("dni.invalid", "members")] * 2


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([Declared(ANA, PRESIDENT), Declared(BETO)], []),
        ([], ["newcomer.members"]),
        ([Declared(f"{number:08}") for number in range(MAX_MEMBERS)], []),
        ([Declared(f"{number:08}") for number in range(MAX_MEMBERS + 1)], ["newcomer.members"]),
        ([Declared(ANA), Declared(ANA, PRESIDENT)], ["newcomer.twice"]),
        ([Declared(ANA, PRESIDENT), Declared(BETO, PRESIDENT)], ["newcomer.office_twice"]),
        ([Declared(ANA), Declared(BETO)], []),
    ],
    ids=["sound", "nobody", "many", "too many", "twice", "two presidents", "two plain members"],
)
def test_a_list_names_each_once_and_each_office_once(members: list[Declared], expected: list[str]) -> None:
    assert [problem.code for problem in members_problems(members)] == expected


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        ((), False),
        ((Role.REPRESENTATIVE,), True),
        ((Role.REPRESENTATIVE, Role.PROMOTER), True),
        ((Role.PROMOTER,), False),
        ((Role.REPRESENTATIVE, Role.JUROR), False),
        ((Role.REPRESENTATIVE, Role.SECRETARY), False),
    ],
)
def test_only_a_representative_without_another_side_speaks(roles: tuple[Role, ...], may: bool) -> None:  # noqa: FBT001
    assert (not_a_representative(roles) is None) is may
