"""The permission table, whole: every action by every role."""

import pytest

from contest_portal.accounts.rules.actor import ANONYMOUS, OPERATOR, Actor, Grant, Role
from contest_portal.accounts.rules.permissions import PERMISSIONS, Action, Scope, can, permit
from contest_portal.kernel.problems import NotPermitted

ME, OTHER, CONTEST = 7, 8, 5
ADMIN, STAFF, SECRETARY = Role.ADMIN, Role.STAFF, Role.SECRETARY
REPRESENTATIVE, JUROR, AUDITOR = Role.REPRESENTATIVE, Role.JUROR, Role.AUDITOR
PROMOTER, TREASURER = Role.PROMOTER, Role.TREASURER

TABLE: dict[Action, set[Role]] = {
    Action.ACCESS_LOG_SEE: {STAFF, AUDITOR},
    Action.ACCOUNT_REVEAL: {STAFF, SECRETARY, TREASURER, AUDITOR},
    Action.ALLOCATION_APPROVE: {STAFF},
    Action.ALLOCATION_CONFIRM: {SECRETARY},
    Action.ALLOCATION_PROPOSE: {SECRETARY},
    Action.APPLICATION_EDIT: {REPRESENTATIVE},
    Action.APPLICATION_READ: {STAFF, SECRETARY, AUDITOR, REPRESENTATIVE},
    Action.APPLICATION_SUBMIT: {REPRESENTATIVE},
    Action.ATTENDANCE_RECORD: {SECRETARY},
    Action.AUDIT_SEE: {AUDITOR},
    Action.CODES_PRINT: {REPRESENTATIVE},
    Action.COMPONENT_EDIT: {STAFF},
    Action.PROGRAMME_EDIT: {STAFF},
    Action.CONTEST_EDIT: {STAFF},
    Action.CONTEST_PUBLISH: {STAFF},
    Action.CONTEST_PUBLISH_CONFIRM: {STAFF},
    Action.CONTEST_REOPEN: {STAFF},
    Action.JOINT_ACT_ASK: {STAFF, SECRETARY},
    Action.CONTEST_SEE: {STAFF, SECRETARY, AUDITOR},
    Action.DEFECT_EDIT: {STAFF},
    Action.AWARD_END: {STAFF},
    Action.AWARD_SEE: {STAFF, SECRETARY, TREASURER, AUDITOR},
    Action.DOCUMENT_ISSUE: {STAFF},
    Action.FOLLOW_UP_NOTE: {STAFF, SECRETARY},
    Action.DRAW_CANCEL: {STAFF},
    Action.EMERGENCY_ASK: {STAFF, SECRETARY, TREASURER},
    Action.EMERGENCY_CONFIRM: {STAFF, ADMIN},
    Action.EMERGENCY_SEE: {STAFF, SECRETARY, TREASURER, AUDITOR, ADMIN},
    Action.EVALUATION_RUN: {SECRETARY},
    Action.FUND_EDIT: {STAFF},
    Action.GROUP_EDIT: {REPRESENTATIVE},
    Action.GROUP_REGISTER: {REPRESENTATIVE},
    Action.INTEREST_DECLARE: {JUROR},
    Action.INTEREST_DECIDE: {SECRETARY},
    Action.JURY_SEAT: {SECRETARY},
    Action.PERSONAL_REVEAL: {STAFF, SECRETARY, AUDITOR},
    Action.NUCLEUS_EDIT: {STAFF},
    Action.OBSERVATION_ANSWER: {STAFF, SECRETARY},
    Action.OBSERVATION_DECIDE: {STAFF},
    Action.OBSERVATION_ENTER: {STAFF, SECRETARY},
    Action.OBSERVATION_FILE: {REPRESENTATIVE},
    Action.OFFICE_EDIT: {STAFF, ADMIN},
    Action.DOCUMENT_TEXT_EDIT: {ADMIN},
    Action.OWN_GROUPS_SEE: {REPRESENTATIVE, PROMOTER},
    Action.PROMOTER_APPOINT: {STAFF, SECRETARY, REPRESENTATIVE},
    Action.QUESTION_ANSWER: {STAFF},
    Action.QUESTION_ASK: {REPRESENTATIVE},
    Action.RANKING_SEE: {STAFF, SECRETARY, AUDITOR},
    Action.REGISTER_CORRECT: {STAFF},
    Action.REGISTRY_EXPORT: {STAFF},
    Action.REGISTRY_EXPORT_DECIDE: {STAFF},
    Action.REGISTRY_EXPORTS_SEE: {STAFF, AUDITOR},
    Action.REGISTRY_IMPORT: {STAFF},
    Action.REGISTRY_SEE: {STAFF, SECRETARY, AUDITOR},
    Action.REPRESENTATIVE_INVITE: {STAFF, SECRETARY},
    Action.RESULT_ANNOUNCE: {STAFF},
    Action.LATE_CODE_GIVE: {STAFF},
    Action.PAPER_TYPE: {STAFF, SECRETARY},
    Action.SCREENING_DECIDE: {STAFF, SECRETARY},
    Action.SHEET_HISTORY_SEE: {SECRETARY, AUDITOR},
    Action.SHEET_RETURN: {SECRETARY},
    Action.PHONES_MANAGE: {SECRETARY},
    Action.SHEET_WRITE: {JUROR},
    Action.TARGETING_EDIT: {STAFF},
    Action.TRANSFER_APPROVE: {STAFF},
    Action.TRANSFER_PAY: {TREASURER},
    Action.TRANSFER_PROPOSE: {STAFF, SECRETARY},
    Action.USERS_MANAGE: {ADMIN},
    Action.POWER_CONFIRM: {ADMIN},
    Action.POWER_STOP: {STAFF},
    Action.PERSON_REQUEST_SEE: {STAFF, SECRETARY, AUDITOR},
    Action.PERSON_REQUEST_FILE: {REPRESENTATIVE},
    Action.PERSON_REQUEST_ENTER: {STAFF, SECRETARY},
    Action.PERSON_REQUEST_ANSWER: {STAFF},
    Action.PRIVACY_TERMS_EDIT: {STAFF},
    Action.RETENTION_SEE: {STAFF, AUDITOR},
    Action.RETENTION_PROPOSE: {STAFF},
    Action.RETENTION_DECIDE: {STAFF},
}
OWNED = {
    Action.APPLICATION_EDIT: REPRESENTATIVE,
    Action.APPLICATION_READ: REPRESENTATIVE,
    Action.APPLICATION_SUBMIT: REPRESENTATIVE,
    Action.GROUP_EDIT: REPRESENTATIVE,
    Action.INTEREST_DECLARE: JUROR,
    Action.CODES_PRINT: REPRESENTATIVE,
    Action.PERSON_REQUEST_FILE: REPRESENTATIVE,
    Action.OBSERVATION_FILE: REPRESENTATIVE,
    Action.PROMOTER_APPOINT: REPRESENTATIVE,
    Action.QUESTION_ASK: REPRESENTATIVE,
    Action.SHEET_WRITE: JUROR,
}
OF_NO_CONTEST = {
    Action.EMERGENCY_ASK,
    Action.EMERGENCY_SEE,
    Action.POWER_STOP,
    Action.REPRESENTATIVE_INVITE,
}
OF_THE_MACHINE = {
    Action.DOCUMENT_TEXT_EDIT,
    Action.EMERGENCY_CONFIRM,
    Action.EMERGENCY_SEE,
    Action.OFFICE_EDIT,
    Action.POWER_CONFIRM,
    Action.USERS_MANAGE,
}
OWN_THING = Scope(contest_id=CONTEST, owner_id=ME, proposer_id=OTHER)


def holding(role: Role, contest_id: int | None = None) -> Actor:
    return Actor(ME, frozenset({Grant(role, contest_id)}))


def test_table_here_and_table_there_name_the_same_actions() -> None:
    assert set(TABLE) == set(Action) == set(PERMISSIONS)


@pytest.mark.parametrize("action", list(Action))
def test_roles_that_may(action: Action) -> None:
    assert {role for role in Role if can(holding(role), action, OWN_THING)} == TABLE[action]


@pytest.mark.parametrize("action", sorted(set(Action) - OF_NO_CONTEST))
def test_role_in_another_contest_may_not(action: Action) -> None:
    assert {role for role in Role if can(holding(role, CONTEST + 1), action, OWN_THING)} == set()


@pytest.mark.parametrize("action", sorted(OF_NO_CONTEST))
def test_role_in_any_contest_may_do_what_belongs_to_none(action: Action) -> None:
    assert {role for role in Role if can(holding(role, CONTEST), action)} == TABLE[action]


@pytest.mark.parametrize("action", sorted(set(Action) - OF_NO_CONTEST))
def test_role_in_this_contest_may(action: Action) -> None:
    assert {role for role in Role if can(holding(role, CONTEST), action, OWN_THING)} == TABLE[action]


@pytest.mark.parametrize("action", list(Action))
def test_public_may_nothing(action: Action) -> None:
    assert not can(ANONYMOUS, action, Scope(contest_id=CONTEST))
    assert not can(ANONYMOUS, action)


@pytest.mark.parametrize("action", list(Action))
def test_operator_of_the_machine_may_keep_accounts_and_offices_only(action: Action) -> None:
    assert can(OPERATOR, action, OWN_THING) is (action in OF_THE_MACHINE)


@pytest.mark.parametrize(("action", "owner"), OWNED.items())
def test_thing_of_another_is_not_its_owners(action: Action, owner: Role) -> None:
    scope = Scope(contest_id=CONTEST, owner_id=OTHER)

    assert {role for role in Role if can(holding(role), action, scope)} == TABLE[action] - {owner}


FILED_FOR = (
    Action.APPLICATION_EDIT,
    Action.APPLICATION_READ,
    Action.APPLICATION_SUBMIT,
    Action.GROUP_EDIT,
    Action.OBSERVATION_FILE,
    Action.QUESTION_ASK,
)


@pytest.mark.parametrize("action", FILED_FOR)
@pytest.mark.parametrize(
    ("role", "promoters", "expected"),
    [
        pytest.param(PROMOTER, {ME}, True, id="of the group"),
        pytest.param(PROMOTER, {OTHER}, False, id="of another"),
        pytest.param(PROMOTER, set(), False, id="ended"),
        pytest.param(JUROR, {ME}, False, id="without the role any more"),
    ],
)
def test_promoter_files_for_own_groups(
    action: Action, role: Role, promoters: set[int], *, expected: bool
) -> None:
    scope = Scope(contest_id=CONTEST, owner_id=OTHER, promoter_ids=frozenset(promoters))

    assert can(holding(role), action, scope) is expected


def test_promoter_staffs_nothing_and_a_representative_the_own_group_alone() -> None:
    own = Scope(owner_id=ME, promoter_ids=frozenset({ME}))

    assert not can(holding(PROMOTER), Action.PROMOTER_APPOINT, own)
    assert not can(holding(PROMOTER), Action.CODES_PRINT, own)
    assert not can(holding(REPRESENTATIVE), Action.PROMOTER_APPOINT)
    assert not can(holding(REPRESENTATIVE), Action.CODES_PRINT)


@pytest.mark.parametrize(("ubigeo", "expected"), [("090301", True), ("050101", False)])
def test_office_staffs_its_territory(ubigeo: str, *, expected: bool) -> None:
    staff = Actor(ME, frozenset({Grant(STAFF, territories=("0903",))}))

    assert can(staff, Action.PROMOTER_APPOINT, Scope(owner_id=OTHER, ubigeo=ubigeo)) is expected


def test_who_proposed_an_allocation_does_not_approve_it() -> None:
    both = Actor(ME, frozenset({Grant(SECRETARY), Grant(STAFF)}))

    assert not can(both, Action.ALLOCATION_APPROVE, Scope(contest_id=CONTEST, proposer_id=ME))
    assert can(both, Action.ALLOCATION_APPROVE, Scope(contest_id=CONTEST, proposer_id=OTHER))


@pytest.mark.parametrize(
    "action",
    [
        Action.ALLOCATION_APPROVE,
        Action.ALLOCATION_CONFIRM,
        Action.ALLOCATION_PROPOSE,
        Action.AWARD_END,
        Action.TRANSFER_PROPOSE,
        Action.TRANSFER_APPROVE,
        Action.TRANSFER_PAY,
    ],
)
def test_a_person_with_every_role_of_the_office_has_one_pair_of_hands(action: Action) -> None:
    everything = Actor(ME, frozenset(Grant(role) for role in (STAFF, SECRETARY, TREASURER)))

    may = [
        can(everything, action, Scope(contest_id=CONTEST, earlier_ids=frozenset({who})))
        for who in (ME, OTHER)
    ]

    assert may == [False, True]


def test_permit_raises_for_what_cannot_be_done() -> None:
    with pytest.raises(NotPermitted, match=r"user 7 may not users\.manage"):
        permit(holding(STAFF), Action.USERS_MANAGE)


def test_permit_is_silent_for_what_can() -> None:
    permit(holding(ADMIN), Action.USERS_MANAGE)


def test_table_cannot_be_changed_while_running() -> None:
    with pytest.raises(TypeError):
        PERMISSIONS[Action.USERS_MANAGE] = lambda _actor, _scope: True  # type: ignore[index]


def test_a_transfer_is_paid_by_who_had_no_hand_in_it() -> None:
    mine, others = (Scope(contest_id=CONTEST, earlier_ids=frozenset({one})) for one in (ME, OTHER))

    assert [can(holding(TREASURER), Action.TRANSFER_PAY, scope) for scope in (mine, others)] == [False, True]
