"""Who may do what: one table from action to predicate over (actor, scope).

Source of the separations: the programme's rules on conflicts. Who proposes an allocation does not approve it and who
approves does not pay, a group's file is its own, a juror writes on own sheets alone, an administrator has no rights in
a contest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from contest_portal.accounts.rules.actor import Actor, Role
from contest_portal.kernel.problems import NotPermitted


class Action(StrEnum):
    """Everything that needs a right."""

    USERS_MANAGE = "users.manage"
    POWER_CONFIRM = "power.confirm"
    POWER_STOP = "power.stop"
    EMERGENCY_ASK = "emergency.ask"
    EMERGENCY_CONFIRM = "emergency.confirm"
    EMERGENCY_SEE = "emergency.see"
    OFFICE_EDIT = "office.edit"
    DOCUMENT_TEXT_EDIT = "document_text.edit"
    REPRESENTATIVE_INVITE = "representative.invite"
    PROMOTER_APPOINT = "promoter.appoint"
    AUDIT_SEE = "audit.see"
    REGISTRY_SEE = "registry.see"
    REGISTRY_IMPORT = "registry.import"
    PERSONAL_REVEAL = "personal.reveal"
    ACCESS_LOG_SEE = "access_log.see"
    REGISTRY_EXPORT = "registry.export"
    REGISTRY_EXPORT_DECIDE = "registry.export.decide"
    REGISTRY_EXPORTS_SEE = "registry.exports.see"
    TARGETING_EDIT = "targeting.edit"
    NUCLEUS_EDIT = "nucleus.edit"
    COMPONENT_EDIT = "component.edit"
    PROGRAMME_EDIT = "programme.edit"
    REGISTER_CORRECT = "register.correct"
    FUND_EDIT = "fund.edit"
    CONTEST_SEE = "contest.see"
    CONTEST_EDIT = "contest.edit"
    CONTEST_PUBLISH = "contest.publish"
    CONTEST_PUBLISH_CONFIRM = "contest.publish_confirm"
    CONTEST_REOPEN = "contest.reopen"
    JOINT_ACT_ASK = "joint_act.ask"
    OWN_GROUPS_SEE = "own_groups.see"
    GROUP_REGISTER = "group.register"
    GROUP_EDIT = "group.edit"
    CODES_PRINT = "codes.print"
    APPLICATION_EDIT = "application.edit"
    APPLICATION_SUBMIT = "application.submit"
    APPLICATION_READ = "application.read"
    QUESTION_ASK = "question.ask"
    QUESTION_ANSWER = "question.answer"
    PAPER_TYPE = "paper.type"
    SCREENING_DECIDE = "screening.decide"
    LATE_CODE_GIVE = "late_code.give"
    DEFECT_EDIT = "defect.edit"
    JURY_SEAT = "jury.seat"
    INTEREST_DECLARE = "interest.declare"
    INTEREST_DECIDE = "interest.decide"
    ATTENDANCE_RECORD = "attendance.record"
    SHEET_WRITE = "sheet.write"
    SHEET_RETURN = "sheet.return"
    PHONES_MANAGE = "phones.manage"
    SHEET_HISTORY_SEE = "sheet_history.see"
    EVALUATION_RUN = "evaluation.run"
    DRAW_CANCEL = "draw.cancel"
    RANKING_SEE = "ranking.see"
    ALLOCATION_PROPOSE = "allocation.propose"
    ALLOCATION_APPROVE = "allocation.approve"
    ALLOCATION_CONFIRM = "allocation.confirm"
    DOCUMENT_ISSUE = "document.issue"
    RESULT_ANNOUNCE = "result.announce"
    OBSERVATION_FILE = "observation.file"
    OBSERVATION_ENTER = "observation.enter"
    OBSERVATION_ANSWER = "observation.answer"
    OBSERVATION_DECIDE = "observation.decide"
    FOLLOW_UP_NOTE = "follow_up.note"
    AWARD_SEE = "award.see"
    ACCOUNT_REVEAL = "account.reveal"
    TRANSFER_PROPOSE = "transfer.propose"
    TRANSFER_APPROVE = "transfer.approve"
    TRANSFER_PAY = "transfer.pay"
    AWARD_END = "award.end"
    PERSON_REQUEST_SEE = "person_request.see"
    PERSON_REQUEST_FILE = "person_request.file"
    PERSON_REQUEST_ENTER = "person_request.enter"
    PERSON_REQUEST_ANSWER = "person_request.answer"
    PRIVACY_TERMS_EDIT = "privacy_terms.edit"
    RETENTION_SEE = "retention.see"
    RETENTION_PROPOSE = "retention.propose"
    RETENTION_DECIDE = "retention.decide"


@dataclass(frozen=True, slots=True)
class Scope:
    """The facts about the thing that a predicate may ask for. None means the thing has no such owner.

    `promoter_ids`: who files for the group at present besides its representative. `earlier_ids`: who had a hand in it
    before, where the next step is somebody else's.
    """

    contest_id: int | None = None
    owner_id: int | None = None
    proposer_id: int | None = None
    ubigeo: str | None = None
    promoter_ids: frozenset[int] = frozenset()
    earlier_ids: frozenset[int] = frozenset()


NO_SCOPE = Scope()
"""A thing of no contest, no owner, no proposer and no place."""

Predicate = Callable[[Actor, Scope], bool]


def _any_of(*roles: Role) -> Predicate:
    return lambda actor, scope: any(actor.holds(role, scope.contest_id, scope.ubigeo) for role in roles)


def _in_the_whole_country(role: Role) -> Predicate:
    """Ask for a grant without territories: what is done reaches every place."""

    def is_unlimited(actor: Actor, scope: Scope) -> bool:
        return any(
            grant.role is role and not grant.territories and grant.covers(scope.contest_id)
            for grant in actor.grants
        )

    return is_unlimited


def _any_of_anywhere(*roles: Role) -> Predicate:
    return lambda actor, _scope: not actor.roles.isdisjoint(roles)


def _owner(role: Role) -> Predicate:
    def is_owner(actor: Actor, scope: Scope) -> bool:
        mine = scope.owner_id is None or scope.owner_id == actor.user_id
        return mine and actor.holds(role, scope.contest_id)

    return is_owner


def _not_the_proposer(role: Role) -> Predicate:
    def is_another(actor: Actor, scope: Scope) -> bool:
        return actor.user_id != scope.proposer_id and actor.holds(role, scope.contest_id)

    return is_another


def _another_in_the_whole_country(role: Role) -> Predicate:
    """Ask for somebody else than who proposed it, with a grant without territories."""

    def is_another(actor: Actor, scope: Scope) -> bool:
        return actor.user_id != scope.proposer_id and _in_the_whole_country(role)(actor, scope)

    return is_another


def _next_hand(role: Role) -> Predicate:
    """Ask for somebody who neither proposed nor did any of the steps before."""

    def is_another(actor: Actor, scope: Scope) -> bool:
        earlier = scope.earlier_ids | {scope.proposer_id}
        return actor.user_id not in earlier and actor.holds(role, scope.contest_id)

    return is_another


def _with_clean_hands(*roles: Role) -> Predicate:
    """Ask for somebody who did none of the steps before."""

    def has_clean_hands(actor: Actor, scope: Scope) -> bool:
        is_there = any(actor.holds(role, scope.contest_id) for role in roles)
        return is_there and actor.user_id not in scope.earlier_ids

    return has_clean_hands


def _reads_application(actor: Actor, scope: Scope) -> bool:
    readers = (Role.STAFF, Role.SECRETARY, Role.AUDITOR)
    return any(actor.holds(role, scope.contest_id) for role in readers) or _files_for_group(actor, scope)


def _files_for_group(actor: Actor, scope: Scope) -> bool:
    is_promoter = actor.user_id in scope.promoter_ids and actor.holds(Role.PROMOTER, scope.contest_id)
    return is_promoter or _owner(Role.REPRESENTATIVE)(actor, scope)


def _represents(actor: Actor, scope: Scope) -> bool:
    """Ask for the representative of that very group: not of any, as `_owner` does where nobody is named."""
    return scope.owner_id is not None and _owner(Role.REPRESENTATIVE)(actor, scope)


def _represents_or_office(actor: Actor, scope: Scope) -> bool:
    return _represents(actor, scope) or _OFFICE(actor, scope)


_OFFICE_ROLES = (Role.STAFF, Role.SECRETARY, Role.TREASURER)
_OFFICE = _any_of(Role.STAFF, Role.SECRETARY)
_OFFICE_AND_AUDITOR = _any_of(Role.STAFF, Role.SECRETARY, Role.AUDITOR)

PERMISSIONS: Mapping[Action, Predicate] = MappingProxyType(
    {
        Action.USERS_MANAGE: _any_of(Role.ADMIN),
        Action.POWER_CONFIRM: _next_hand(Role.ADMIN),
        Action.POWER_STOP: _any_of_anywhere(Role.STAFF),
        Action.EMERGENCY_ASK: _any_of_anywhere(*_OFFICE_ROLES),
        Action.EMERGENCY_CONFIRM: _with_clean_hands(Role.STAFF, Role.ADMIN),
        Action.EMERGENCY_SEE: _any_of_anywhere(*_OFFICE_ROLES, Role.AUDITOR, Role.ADMIN),
        Action.OFFICE_EDIT: _any_of(Role.STAFF, Role.ADMIN),
        Action.DOCUMENT_TEXT_EDIT: _any_of(Role.ADMIN),
        Action.REPRESENTATIVE_INVITE: _any_of_anywhere(Role.STAFF, Role.SECRETARY),
        Action.PROMOTER_APPOINT: _represents_or_office,
        Action.AUDIT_SEE: _any_of(Role.AUDITOR),
        Action.REGISTRY_SEE: _OFFICE_AND_AUDITOR,
        Action.REGISTRY_IMPORT: _in_the_whole_country(Role.STAFF),
        Action.PERSONAL_REVEAL: _OFFICE_AND_AUDITOR,
        Action.ACCESS_LOG_SEE: _any_of(Role.STAFF, Role.AUDITOR),
        Action.TARGETING_EDIT: _in_the_whole_country(Role.STAFF),
        Action.NUCLEUS_EDIT: _any_of(Role.STAFF),
        Action.COMPONENT_EDIT: _any_of(Role.STAFF),
        Action.PROGRAMME_EDIT: _in_the_whole_country(Role.STAFF),
        Action.REGISTER_CORRECT: _any_of(Role.STAFF),
        Action.REGISTRY_EXPORT: _any_of(Role.STAFF),
        Action.REGISTRY_EXPORT_DECIDE: _not_the_proposer(Role.STAFF),
        Action.REGISTRY_EXPORTS_SEE: _any_of(Role.STAFF, Role.AUDITOR),
        Action.FUND_EDIT: _any_of(Role.STAFF),
        Action.CONTEST_SEE: _OFFICE_AND_AUDITOR,
        Action.CONTEST_EDIT: _any_of(Role.STAFF),
        Action.CONTEST_PUBLISH: _any_of(Role.STAFF),
        Action.CONTEST_PUBLISH_CONFIRM: _not_the_proposer(Role.STAFF),
        Action.CONTEST_REOPEN: _next_hand(Role.STAFF),
        Action.JOINT_ACT_ASK: _OFFICE,
        Action.OWN_GROUPS_SEE: _any_of(Role.REPRESENTATIVE, Role.PROMOTER),
        Action.GROUP_REGISTER: _any_of(Role.REPRESENTATIVE),
        Action.GROUP_EDIT: _files_for_group,
        Action.CODES_PRINT: _represents,
        Action.APPLICATION_EDIT: _files_for_group,
        Action.APPLICATION_SUBMIT: _files_for_group,
        Action.APPLICATION_READ: _reads_application,
        Action.QUESTION_ASK: _files_for_group,
        Action.QUESTION_ANSWER: _any_of(Role.STAFF),
        Action.LATE_CODE_GIVE: _not_the_proposer(Role.STAFF),
        Action.PAPER_TYPE: _OFFICE,
        Action.SCREENING_DECIDE: _any_of(Role.STAFF, Role.SECRETARY),
        Action.DEFECT_EDIT: _any_of(Role.STAFF),
        Action.JURY_SEAT: _any_of(Role.SECRETARY),
        Action.INTEREST_DECLARE: _owner(Role.JUROR),
        Action.INTEREST_DECIDE: _any_of(Role.SECRETARY),
        Action.ATTENDANCE_RECORD: _any_of(Role.SECRETARY),
        Action.SHEET_WRITE: _owner(Role.JUROR),
        Action.SHEET_RETURN: _any_of(Role.SECRETARY),
        Action.PHONES_MANAGE: _any_of(Role.SECRETARY),
        Action.SHEET_HISTORY_SEE: _any_of(Role.SECRETARY, Role.AUDITOR),
        Action.EVALUATION_RUN: _any_of(Role.SECRETARY),
        Action.DRAW_CANCEL: _any_of(Role.STAFF),
        Action.RANKING_SEE: _OFFICE_AND_AUDITOR,
        Action.ALLOCATION_PROPOSE: _with_clean_hands(Role.SECRETARY),
        Action.ALLOCATION_APPROVE: _next_hand(Role.STAFF),
        Action.ALLOCATION_CONFIRM: _next_hand(Role.SECRETARY),
        Action.DOCUMENT_ISSUE: _not_the_proposer(Role.STAFF),
        Action.RESULT_ANNOUNCE: _any_of(Role.STAFF),
        Action.OBSERVATION_FILE: _files_for_group,
        Action.OBSERVATION_ENTER: _OFFICE,
        Action.OBSERVATION_ANSWER: _with_clean_hands(Role.STAFF, Role.SECRETARY),
        Action.OBSERVATION_DECIDE: _with_clean_hands(Role.STAFF),
        Action.FOLLOW_UP_NOTE: _OFFICE,
        Action.AWARD_SEE: _any_of(Role.STAFF, Role.SECRETARY, Role.TREASURER, Role.AUDITOR),
        Action.ACCOUNT_REVEAL: _any_of(Role.STAFF, Role.SECRETARY, Role.TREASURER, Role.AUDITOR),
        Action.TRANSFER_PROPOSE: _with_clean_hands(Role.STAFF, Role.SECRETARY),
        Action.TRANSFER_APPROVE: _with_clean_hands(Role.STAFF),
        Action.TRANSFER_PAY: _with_clean_hands(Role.TREASURER),
        Action.AWARD_END: _next_hand(Role.STAFF),
        Action.PERSON_REQUEST_SEE: _OFFICE_AND_AUDITOR,
        Action.PERSON_REQUEST_FILE: _represents,
        Action.PERSON_REQUEST_ENTER: _OFFICE,
        Action.PERSON_REQUEST_ANSWER: _any_of(Role.STAFF),
        Action.PRIVACY_TERMS_EDIT: _in_the_whole_country(Role.STAFF),
        Action.RETENTION_SEE: _any_of(Role.STAFF, Role.AUDITOR),
        Action.RETENTION_PROPOSE: _in_the_whole_country(Role.STAFF),
        Action.RETENTION_DECIDE: _another_in_the_whole_country(Role.STAFF),
    }
)


def registry_reach(actor: Actor) -> tuple[str, ...]:
    """Give the territories (first digits of ubigeos) of whoever may see the register; none: the whole country."""
    readers = (Role.STAFF, Role.SECRETARY, Role.AUDITOR)
    grants = [grant for grant in actor.grants if grant.role in readers and grant.covers(None)]
    if any(not grant.territories for grant in grants):
        return ()
    return tuple(sorted({prefix for grant in grants for prefix in grant.territories}))


def can(actor: Actor, action: Action, scope: Scope = NO_SCOPE) -> bool:
    """Tell whether the table lets this actor do the action on a thing with these facts."""
    return PERMISSIONS[action](actor, scope)


def permit(actor: Actor, action: Action, scope: Scope = NO_SCOPE) -> None:
    """Raise NotPermitted unless the table lets this actor do the action."""
    if not can(actor, action, scope):
        raise NotPermitted(f"user {actor.user_id} may not {action}")
