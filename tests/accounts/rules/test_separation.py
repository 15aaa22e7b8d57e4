"""Roles that exclude one another."""

from itertools import combinations

import pytest

from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.separation import conflicting_roles

A, S, C, R, J, U = (
    Role.ADMIN,
    Role.STAFF,
    Role.SECRETARY,
    Role.REPRESENTATIVE,
    Role.JUROR,
    Role.AUDITOR,
)
T = Role.TREASURER
ALLOWED_PAIRS = {frozenset(pair) for pair in ((S, C), (S, T), (C, T), (R, Role.PROMOTER))}


@pytest.mark.parametrize("role", list(Role))
def test_one_role_alone_conflicts_with_nothing(role: Role) -> None:
    assert conflicting_roles([role]) == ()


def test_no_role_conflicts_with_nothing() -> None:
    assert conflicting_roles([]) == ()


@pytest.mark.parametrize("pair", list(combinations(Role, 2)), ids=lambda pair: "+".join(pair))
def test_pairs(pair: tuple[Role, Role]) -> None:
    assert (conflicting_roles(pair) == ()) is (frozenset(pair) in ALLOWED_PAIRS)


def test_every_separation_broken_is_told() -> None:
    codes = [problem.code for problem in conflicting_roles([U, J, S, R, A])]

    assert codes == [
        "roles.auditor_alone",
        "roles.juror_alone",
        "roles.representative_alone",
        "roles.admin_alone",
    ]
