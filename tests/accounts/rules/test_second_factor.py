"""Who needs a second factor."""

import pytest

from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.second_factor import needs_second_factor, reset_reason_problem
from contest_portal.config import SECOND_FACTOR_ROLES


def test_in_production_it_is_asked_of_everybody_but_who_files_for_groups() -> None:
    asked = {role for role in Role if needs_second_factor([role], SECOND_FACTOR_ROLES)}

    assert asked == set(Role) - {Role.REPRESENTATIVE, Role.PROMOTER}
    assert {*SECOND_FACTOR_ROLES} == {role.value for role in asked}


@pytest.mark.parametrize(
    ("roles", "asked_of", "needs"),
    [
        ([Role.REPRESENTATIVE, Role.STAFF], ("staff",), True),
        ([Role.SECRETARY], ("staff",), False),
        ([Role.STAFF], (), False),
        ([], ("staff",), False),
    ],
)
def test_one_role_is_enough(roles: list[Role], asked_of: tuple[str, ...], *, needs: bool) -> None:
    assert needs_second_factor(roles, asked_of) is needs


@pytest.mark.parametrize(
    ("length", "refused"), [(0, True), (9, True), (10, False), (300, False), (301, True)]
)
def test_a_reason_says_something(length: int, *, refused: bool) -> None:
    assert (reset_reason_problem("x" * length) is not None) is refused
