"""The access table, which the walk through every endpoint proves, against the matrix of the nine roles."""

from collections import defaultdict
from fnmatch import fnmatchcase

import pytest

from contest_portal.accounts.rules.actor import Role
from contest_portal.config import ROOT
from contest_portal.web.shared.second_factor import FRESH
from tests.architecture.access_kinds import KIND_OF, Kind, kind_of
from tests.architecture.access_matrix import FAMILIES, LESS, MORE, ROLES
from tests.architecture.access_table import TABLE

OTHERS = {
    "representative": "other_representative",
    "promoter": "other_promoter",
    "juror": "other_juror",
}
OPEN_TO_THE_ROLE = {
    "applicant.home": "each sees the own groups",
    "applicant.new_group": "registers one of the own",
    "applicant.questions": "asks for oneself",
    "juror.home": "each sees the own contests",
    "juror.phone_worker": "a script without data",
}
"""Addresses that name nothing of anybody: whoever has the role may open them."""
DOORS = tuple(
    (method, endpoint, people)
    for endpoint, row in TABLE.items()
    for method, people in (("GET", row.get), ("POST", row.post))
    if people is not None
)


def family_of(method: str, endpoint: str) -> str:
    words = f"{method} {endpoint}"
    return next(
        name
        for name, family in FAMILIES.items()
        if any(fnmatchcase(words, pattern.replace("* ", f"{method} ", 1)) for pattern in family.patterns)
    )


DOORS_OF: dict[str, list[tuple[str, str, frozenset[str]]]] = defaultdict(list)
for door in DOORS:
    DOORS_OF[family_of(*door[:2])].append(door)


def test_the_matrix_has_the_nine_roles_and_every_role_is_one_of_them() -> None:
    assert set(ROLES) == {"visitor", *(role.value for role in Role)}
    assert {len(family.marks) for family in FAMILIES.values()} == {len(ROLES)} == {9}


def test_every_pattern_of_the_matrix_says_something() -> None:
    idle = [
        (name, pattern)
        for name, family in FAMILIES.items()
        for pattern in family.patterns
        if not any(
            fnmatchcase(f"{method} {endpoint}", pattern.replace("* ", f"{method} ", 1))
            for method, endpoint, _ in DOORS_OF[name]
        )
    ]

    assert idle == []


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_let_in_where_the_matrix_says_no(role: str) -> None:
    kinds = {role, OTHERS.get(role, role)}
    wrong = {
        (name, method, endpoint)
        for name, doors in DOORS_OF.items()
        if FAMILIES[name].mark(role) == "-" and (name, role) not in MORE
        for method, endpoint, people in doors
        if people & kinds
    }

    assert wrong == set()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_is_let_in_somewhere(role: str) -> None:
    shut = {
        name
        for name, family in FAMILIES.items()
        if family.mark(role) != "-"
        and (name, role) not in LESS
        and not any(role in people for _, _, people in DOORS_OF[name])
    }

    assert shut == set()


def test_every_kind_of_answer_is_walked_and_small_copies_are_for_those_who_read_the_profile() -> None:
    walked = {(kind_of(endpoint), role) for _, endpoint, people in DOORS for role in ROLES if role in people}

    assert set(KIND_OF) - set(TABLE) == set()
    assert {kind for kind, _ in walked} == set(Kind)
    assert {role for kind, role in walked if kind is Kind.THUMBNAIL} == {
        *("representative", "promoter", "juror", "secretary", "staff", "auditor")
    }
    assert {kind for kind, role in walked if role == "visitor"} == set(Kind) - {Kind.THUMBNAIL}


def test_own_things_are_nobody_elses() -> None:
    wrong = {
        (endpoint, other)
        for name, doors in DOORS_OF.items()
        for role, other in OTHERS.items()
        if FAMILIES[name].mark(role) == "o"
        for _, endpoint, people in doors
        if other in people and endpoint not in OPEN_TO_THE_ROLE
    }

    assert wrong == set()


def test_every_difference_is_one_and_is_explained() -> None:
    met = {
        (name, role)
        for name, doors in DOORS_OF.items()
        for role in ROLES
        for _, _, people in doors
        if role in people
    }
    explained = (ROOT / "docs/decisions.md").read_text("utf-8")
    section = explained.partition("## Where rights differ from the matrix")[2].partition("\n## ")[0]

    assert MORE - met == set()
    assert LESS & met == set()
    assert {name for name, _ in (*LESS, *MORE) if f"*{name}*" not in section} == set()


def test_where_the_matrix_asks_for_two_a_code_is_asked_for_again() -> None:
    """What takes two people, other than typing paper twice, is confirmed with a code by the one who ends it."""
    ends = ("approve", "issue", "void", "publish", "pay", "annul", "close", "settle", "decide", "reopen")
    asked = {
        endpoint
        for name, doors in DOORS_OF.items()
        if "2" in FAMILIES[name].marks and name not in {"transcribe paper", "seat the jury and assign"}
        for method, endpoint, _ in doors
        if method == "POST" and endpoint.endswith(ends)
    }

    assert asked - FRESH == set()
    assert FRESH - {endpoint for method, endpoint, _ in DOORS if method == "POST"} == set()
