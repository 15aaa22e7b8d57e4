"""What gives power, and so takes two administrators."""

import pytest

from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.accounts.rules.power import (
    NOBODY,
    POWERFUL,
    AskedPower,
    PowerDeed,
    Standing,
    gives_power,
    standing,
)

S, C, J = Role.STAFF, Role.SECRETARY, Role.JUROR


def held(*grants: Grant | Role, is_active: bool = True) -> Standing:
    return standing((Grant(one) if isinstance(one, Role) else one for one in grants), is_active=is_active)


def asked(deed: PowerDeed, before: Standing, after: Standing) -> AskedPower:
    return AskedPower(deed, 1, "Rosa Inga", "rosa@x.example", before, after)


@pytest.mark.parametrize("role", list(Role))
def test_an_account_of_the_office_gives_power_and_one_of_a_group_or_a_juror_does_not(role: Role) -> None:
    given = gives_power(asked(PowerDeed.OPEN, NOBODY, held(role)), has_second_factor=False)

    assert given is (role not in {Role.REPRESENTATIVE, Role.PROMOTER, Role.JUROR}) is (role in POWERFUL)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(held(), held(S), True, id="given"),
        pytest.param(held(S), held(), False, id="taken away"),
        pytest.param(held(S), held(C), True, id="changed for another"),
        pytest.param(held(S), held(S, J), False, id="no power added"),
        pytest.param(held(S), held(S, is_active=False), False, id="closed"),
        pytest.param(held(S, is_active=False), held(S), True, id="opened again"),
        pytest.param(held(J, is_active=False), held(J), False, id="opened again without power"),
        pytest.param(held(S, is_active=False), held(S, C, is_active=False), False, id="of a closed account"),
        pytest.param(held(S), held(Grant(S, 5)), False, id="in one contest instead of all"),
        pytest.param(held(Grant(S, 5)), held(S), True, id="in all contests instead of one"),
        pytest.param(held(Grant(S, 5)), held(Grant(S, 6)), True, id="in another contest"),
        pytest.param(held(S), held(Grant(S, None, ("09",))), False, id="in one place instead of all"),
        pytest.param(held(Grant(S, None, ("09",))), held(S), True, id="in all places instead of one"),
        pytest.param(
            held(Grant(S, None, ("09",))), held(Grant(S, None, ("0903", "0905"))), False, id="in places of it"
        ),
        pytest.param(
            held(Grant(S, None, ("0903",))), held(Grant(S, None, ("0903", "15"))), True, id="one place more"
        ),
    ],
)
def test_what_was_not_held_before_gives_power(before: Standing, after: Standing, *, expected: bool) -> None:
    assert gives_power(asked(PowerDeed.ROLES, before, after), has_second_factor=True) is expected


@pytest.mark.parametrize(
    ("deed", "role", "has_factor", "expected"),
    [
        (PowerDeed.FACTOR, S, True, True),
        (PowerDeed.FACTOR, J, True, False),
        (PowerDeed.PASSWORD, S, False, True),
        (PowerDeed.PASSWORD, S, True, False),
        (PowerDeed.PASSWORD, J, False, False),
    ],
)
@pytest.mark.parametrize("is_active", [True, False])
def test_the_way_into_an_account_with_power_gives_it(
    deed: PowerDeed, role: Role, *, has_factor: bool, expected: bool, is_active: bool
) -> None:
    before = held(role, is_active=is_active)

    assert gives_power(asked(deed, before, before), has_second_factor=has_factor) is expected
