"""Roles limited to territories: what they reach, and what may be written as one."""

import pytest

from contest_portal.accounts.rules.actor import Actor, Grant, Role
from contest_portal.accounts.rules.permissions import Action, Scope, can, registry_reach
from contest_portal.accounts.rules.territory import parse_territories, territory_problem
from contest_portal.kernel.problems import Refused

STAFF, SECRETARY, AUDITOR = Role.STAFF, Role.SECRETARY, Role.AUDITOR
OF_PLACES = [Action.REGISTRY_SEE, Action.PERSONAL_REVEAL]
PLACES = [
    pytest.param(("090301",), "090301", True, id="its district"),
    pytest.param(("090301",), "090302", False, id="the next district"),
    pytest.param(("0903",), "090302", True, id="a district of its province"),
    pytest.param(("0903",), "090401", False, id="another province"),
    pytest.param(("09",), "090401", True, id="a district of its department"),
    pytest.param(("09",), "100101", False, id="another department"),
    pytest.param(("0903", "10"), "100101", True, id="the second of two"),
    pytest.param((), "250101", True, id="the whole country"),
]


def holding(*grants: Grant) -> Actor:
    return Actor(7, frozenset(grants))


@pytest.mark.parametrize("role", [STAFF, SECRETARY])
@pytest.mark.parametrize("action", OF_PLACES)
@pytest.mark.parametrize(("territories", "ubigeo", "may"), PLACES)
def test_a_limited_role_sees_files_of_its_territory_alone(
    role: Role,
    action: Action,
    territories: tuple[str, ...],
    ubigeo: str,
    may: bool,  # noqa: FBT001
) -> None:
    actor = holding(Grant(role, territories=territories))

    assert can(actor, action, Scope(ubigeo=ubigeo)) is may


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", OF_PLACES)
@pytest.mark.parametrize("inside", [True, False], ids=["inside", "outside"])
def test_every_role_inside_and_outside_of_its_territory(
    role: Role,
    action: Action,
    inside: bool,  # noqa: FBT001
) -> None:
    actor = holding(Grant(role, territories=("0903",)))

    may = can(actor, action, Scope(ubigeo="090301" if inside else "150101"))

    assert may is (inside and role in {STAFF, SECRETARY, AUDITOR})


NATIONAL = {
    Action.REGISTRY_IMPORT,
    Action.TARGETING_EDIT,
    Action.PROGRAMME_EDIT,
    Action.PRIVACY_TERMS_EDIT,
    Action.RETENTION_PROPOSE,
    Action.RETENTION_DECIDE,
}


@pytest.mark.parametrize("action", sorted(NATIONAL))
def test_what_reaches_the_whole_country_is_not_for_limited_staff(action: Action) -> None:
    assert can(holding(Grant(STAFF, territories=("09",))), action) is False
    assert can(holding(Grant(STAFF)), action) is True


@pytest.mark.parametrize("action", sorted(set(Action) - NATIONAL))
@pytest.mark.parametrize("role", [STAFF, SECRETARY])
def test_a_territory_changes_nothing_about_things_of_no_place(role: Role, action: Action) -> None:
    scope = Scope(contest_id=5, owner_id=7, proposer_id=8)
    limited, whole = holding(Grant(role, territories=("09",))), holding(Grant(role))

    assert can(limited, action, scope) is can(whole, action, scope)


@pytest.mark.parametrize(
    ("grants", "reach"),
    [
        ((Grant(STAFF),), ()),
        ((Grant(STAFF, territories=("0903",)),), ("0903",)),
        ((Grant(STAFF, territories=("10",)), Grant(SECRETARY, territories=("0903",))), ("0903", "10")),
        ((Grant(STAFF, territories=("0903",)), Grant(SECRETARY)), ()),
        ((Grant(STAFF, territories=("0903",)), Grant(SECRETARY, 5)), ("0903",)),
        ((Grant(STAFF, territories=("0903",)), Grant(Role.JUROR)), ("0903",)),
        ((Grant(AUDITOR),), ()),
    ],
)
def test_the_reach_of_all_grants_together(grants: tuple[Grant, ...], reach: tuple[str, ...]) -> None:
    assert registry_reach(holding(*grants)) == reach


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ()),
        ("0903", ("0903",)),
        (" 090301,  0904\n10 ", ("090301", "0904", "10")),
        ("0903 0903", ("0903",)),
        ("090301 0903", ("0903",)),
        ("09;0903;100101", ("09", "100101")),
    ],
)
def test_territories_are_read(text: str, codes: tuple[str, ...]) -> None:
    assert parse_territories(text, field="territories") == codes


@pytest.mark.parametrize("text", ["9", "090", "0903011", "Lircay", "09 x", "\u0660\u0669"])
def test_what_is_no_territory_is_named(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_territories(text, field="territories")

    assert [problem.code for problem in refusal.value.problems] == ["territory.invalid"]


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        (Grant(STAFF, territories=("0903",)), None),
        (Grant(SECRETARY, 5, ("09",)), None),
        (Grant(AUDITOR), None),
        (Grant(AUDITOR, territories=("09",)), "grant.territory_of_role"),
        (Grant(Role.JUROR, territories=("09",)), "grant.territory_of_role"),
        (Grant(STAFF, territories=("9",)), "territory.invalid"),
    ],
)
def test_which_grants_may_be_limited(grant: Grant, code: str | None) -> None:
    problem = territory_problem(grant)

    assert (problem and problem.code) == code
