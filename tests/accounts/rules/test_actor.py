"""Grants reach everywhere or one contest."""

import pytest

from contest_portal.accounts.rules.actor import ANONYMOUS, OPERATOR, Actor, Grant, Role


@pytest.mark.parametrize(
    ("granted", "asked", "reaches"),
    [
        pytest.param(None, None, True, id="everywhere, no contest"),
        pytest.param(None, 5, True, id="everywhere, a contest"),
        pytest.param(5, 5, True, id="one contest, that one"),
        pytest.param(5, 6, False, id="one contest, another"),
        pytest.param(5, None, False, id="one contest, no contest"),
    ],
)
def test_reach_of_a_grant(granted: int | None, asked: int | None, *, reaches: bool) -> None:
    actor = Actor(1, frozenset({Grant(Role.SECRETARY, granted)}))

    assert actor.holds(Role.SECRETARY, asked) is reaches


def test_role_in_one_contest_is_not_another_role() -> None:
    actor = Actor(1, frozenset({Grant(Role.SECRETARY, 5)}))

    assert (actor.holds(Role.STAFF, 5), actor.roles) == (False, frozenset({Role.SECRETARY}))


def test_public_holds_nothing() -> None:
    assert (ANONYMOUS.user_id, ANONYMOUS.roles) == (None, frozenset())


def test_operator_of_the_machine_keeps_accounts_only() -> None:
    assert (OPERATOR.user_id, OPERATOR.roles) == (None, frozenset({Role.ADMIN}))
