"""Whose accounts a person may open."""

from collections.abc import Iterable

import pytest

from contest_portal.accounts.rules.actor import ANONYMOUS, OPERATOR, Actor, Grant, Role
from contest_portal.accounts.rules.opening import account_action, permit_account
from contest_portal.accounts.rules.permissions import Action, Scope
from contest_portal.kernel.problems import NotPermitted


def actor(role: Role, contest_id: int | None = None) -> Actor:
    return Actor(1, frozenset({Grant(role, contest_id)}))


def may_open(who: Actor, roles: Iterable[Role], scope: Scope = Scope()) -> bool:  # noqa: B008 - frozen
    try:
        permit_account(who, roles, scope)
    except NotPermitted:
        return False
    return True


@pytest.mark.parametrize(
    ("roles", "action"),
    [
        ([Role.REPRESENTATIVE], Action.REPRESENTATIVE_INVITE),
        ([Role.REPRESENTATIVE, Role.REPRESENTATIVE], Action.REPRESENTATIVE_INVITE),
        ([Role.PROMOTER], Action.PROMOTER_APPOINT),
        ([Role.PROMOTER, Role.REPRESENTATIVE], Action.USERS_MANAGE),
        ([Role.JUROR], Action.JURY_SEAT),
        ([Role.STAFF], Action.USERS_MANAGE),
        ([Role.SECRETARY], Action.USERS_MANAGE),
        ([Role.ADMIN], Action.USERS_MANAGE),
        ([Role.AUDITOR], Action.USERS_MANAGE),
        ([Role.REPRESENTATIVE, Role.STAFF], Action.USERS_MANAGE),
        ([Role.JUROR, Role.REPRESENTATIVE], Action.USERS_MANAGE),
        ([], Action.USERS_MANAGE),
    ],
)
def test_right_that_an_account_asks_for(roles: list[Role], action: Action) -> None:
    assert account_action(roles) is action


OPENS = {
    Role.ADMIN: set(Role),
    Role.SECRETARY: {Role.JUROR, Role.PROMOTER, Role.REPRESENTATIVE},
    Role.STAFF: {Role.PROMOTER, Role.REPRESENTATIVE},
    Role.PROMOTER: set(),
    Role.AUDITOR: set(),
    Role.TREASURER: set(),
    Role.JUROR: set(),
    Role.REPRESENTATIVE: set(),
}


@pytest.mark.parametrize("role", list(Role))
def test_accounts_that_a_role_opens(role: Role) -> None:
    assert {wanted for wanted in Role if may_open(actor(role), [wanted])} == OPENS[role]


def test_nobody_and_everybody_at_the_ends() -> None:
    assert {wanted for wanted in Role if may_open(ANONYMOUS, [wanted])} == set()
    assert {wanted for wanted in Role if may_open(OPERATOR, [wanted])} == set(Role)


@pytest.mark.parametrize(("owner_id", "may"), [(1, True), (2, False), (None, False)])
def test_representative_opens_the_account_of_the_own_promoter(owner_id: int | None, *, may: bool) -> None:
    assert may_open(actor(Role.REPRESENTATIVE), [Role.PROMOTER], Scope(owner_id=owner_id)) is may


@pytest.mark.parametrize(("contest_id", "may"), [(5, True), (6, False), (None, False)])
def test_secretary_of_one_contest_invites_jurors_for_it(contest_id: int | None, *, may: bool) -> None:
    secretary = actor(Role.SECRETARY, 5)

    assert may_open(secretary, [Role.JUROR], Scope(contest_id=contest_id)) is may
