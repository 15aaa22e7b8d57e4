"""Who may do what: one table from action to predicate over (actor, scope).

Source of the separations: the programme's rules on conflicts. Who proposes an allocation does not approve it, a
group's file is its own, a juror writes on own sheets alone, an administrator has no rights in a contest.
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
    REPRESENTATIVE_INVITE = "representative.invite"
    AUDIT_SEE = "audit.see"
    REGISTRY_SEE = "registry.see"
    REGISTRY_IMPORT = "registry.import"
    REGISTRY_EXPORT = "registry.export"
    REGISTRY_EXPORTS_SEE = "registry.exports.see"
    TARGETING_EDIT = "targeting.edit"
    FUND_EDIT = "fund.edit"
    CONTEST_SEE = "contest.see"
    CONTEST_EDIT = "contest.edit"
    CONTEST_PUBLISH = "contest.publish"
    GROUP_EDIT = "group.edit"
    APPLICATION_EDIT = "application.edit"
    APPLICATION_SUBMIT = "application.submit"
    APPLICATION_READ = "application.read"
    JURY_SEAT = "jury.seat"
    INTEREST_DECLARE = "interest.declare"
    ATTENDANCE_RECORD = "attendance.record"
    SHEET_WRITE = "sheet.write"
    SHEET_RETURN = "sheet.return"
    EVALUATION_RUN = "evaluation.run"
    RANKING_SEE = "ranking.see"
    ALLOCATION_PROPOSE = "allocation.propose"
    ALLOCATION_APPROVE = "allocation.approve"
    DOCUMENT_ISSUE = "document.issue"
    RESULT_ANNOUNCE = "result.announce"


@dataclass(frozen=True, slots=True)
class Scope:
    """The facts about the thing that a predicate may ask for. None means the thing has no such owner."""

    contest_id: int | None = None
    owner_id: int | None = None
    proposer_id: int | None = None


NO_SCOPE = Scope()
"""A thing of no contest, no owner and no proposer."""

Predicate = Callable[[Actor, Scope], bool]


def _any_of(*roles: Role) -> Predicate:
    return lambda actor, scope: any(actor.holds(role, scope.contest_id) for role in roles)


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


def _reads_application(actor: Actor, scope: Scope) -> bool:
    readers = (Role.STAFF, Role.SECRETARY, Role.AUDITOR)
    return any(actor.holds(role, scope.contest_id) for role in readers) or _owner(Role.REPRESENTATIVE)(
        actor, scope
    )


_OFFICE = _any_of(Role.STAFF, Role.SECRETARY)
_OFFICE_AND_AUDITOR = _any_of(Role.STAFF, Role.SECRETARY, Role.AUDITOR)

PERMISSIONS: Mapping[Action, Predicate] = MappingProxyType(
    {
        Action.USERS_MANAGE: _any_of(Role.ADMIN),
        Action.REPRESENTATIVE_INVITE: _any_of_anywhere(Role.STAFF, Role.SECRETARY),
        Action.AUDIT_SEE: _any_of(Role.AUDITOR),
        Action.REGISTRY_SEE: _OFFICE_AND_AUDITOR,
        Action.REGISTRY_IMPORT: _any_of(Role.STAFF),
        Action.REGISTRY_EXPORT: _any_of(Role.STAFF),
        Action.REGISTRY_EXPORTS_SEE: _any_of(Role.STAFF, Role.AUDITOR),
        Action.TARGETING_EDIT: _any_of(Role.STAFF),
        Action.FUND_EDIT: _any_of(Role.STAFF),
        Action.CONTEST_SEE: _OFFICE_AND_AUDITOR,
        Action.CONTEST_EDIT: _any_of(Role.STAFF),
        Action.CONTEST_PUBLISH: _any_of(Role.STAFF),
        Action.GROUP_EDIT: _owner(Role.REPRESENTATIVE),
        Action.APPLICATION_EDIT: _owner(Role.REPRESENTATIVE),
        Action.APPLICATION_SUBMIT: _owner(Role.REPRESENTATIVE),
        Action.APPLICATION_READ: _reads_application,
        Action.JURY_SEAT: _any_of(Role.SECRETARY),
        Action.INTEREST_DECLARE: _owner(Role.JUROR),
        Action.ATTENDANCE_RECORD: _any_of(Role.SECRETARY),
        Action.SHEET_WRITE: _owner(Role.JUROR),
        Action.SHEET_RETURN: _any_of(Role.SECRETARY),
        Action.EVALUATION_RUN: _any_of(Role.SECRETARY),
        Action.RANKING_SEE: _OFFICE_AND_AUDITOR,
        Action.ALLOCATION_PROPOSE: _any_of(Role.SECRETARY),
        Action.ALLOCATION_APPROVE: _not_the_proposer(Role.STAFF),
        Action.DOCUMENT_ISSUE: _any_of(Role.STAFF),
        Action.RESULT_ANNOUNCE: _any_of(Role.STAFF),
    }
)


def can(actor: Actor, action: Action, scope: Scope = NO_SCOPE) -> bool:
    """Tell whether the table lets this actor do the action on a thing with these facts."""
    return PERMISSIONS[action](actor, scope)


def permit(actor: Actor, action: Action, scope: Scope = NO_SCOPE) -> None:
    """Raise NotPermitted unless the table lets this actor do the action."""
    if not can(actor, action, scope):
        raise NotPermitted(f"user {actor.user_id} may not {action}")
