"""Show the bank account of a group whole, for a reason that stays on record."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.models import Award
from contest_portal.applications.models import Application, GroupMember
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import NotFound, refuse
from contest_portal.registry.access import Screen, keep_reveal
from contest_portal.registry.models.register import Person
from contest_portal.registry.rules.disclosure import (
    FileOf,
    FileRef,
    RevealReason,
    SensitiveField,
    detail_problems,
)


@dataclass(frozen=True, slots=True)
class ClearAccount:
    """Where the money of an award goes. `cci` has twenty digits."""

    bank: str
    cci: str
    holder: str


def reveal_account(
    session: Session, act: Act, *, award_id: int, reason: RevealReason, detail: str, screen: Screen
) -> ClearAccount:
    """Give the account, and keep who saw it and why, in the access log and in the chain.

    The row stands in the file of whoever presides the group: a group has no file of its own, and the row is there for
    the person who asks who looked. NotFound without an account; Refused without a proper reason.
    """
    award = session.get(Award, award_id)
    if award is None:
        raise NotFound(f"award {award_id}")
    permit(act.actor, Action.ACCOUNT_REVEAL, Scope(contest_id=award.contest_id))
    account = _account(session, award_id)
    members = _members(session, award.application_id)
    detail = clean_text(detail)
    refuse(detail_problems(detail, [account.holder, *(one.full_name for one in members)]))
    keep_reveal(
        session,
        act,
        screen=screen,
        file=FileRef(FileOf.PERSON, members[0].id),
        subject=f"award:{award_id}",
        fields=[SensitiveField.ACCOUNT],
        reason=reason,
        detail=detail,
    )
    return account


def _account(session: Session, award_id: int) -> ClearAccount:
    found = session.scalars(select(FollowUp).where(FollowUp.award_id == award_id)).one_or_none()
    if found is None or not (found.bank and found.cci and found.holder):
        raise NotFound(f"account of award {award_id}")
    return ClearAccount(found.bank, found.cci, found.holder)


def _members(session: Session, application_id: int) -> tuple[Person, ...]:
    """Give who is or was in the group, whoever presides it now first; NotFound for a group of nobody."""
    found = session.scalars(
        select(Person)
        .join(GroupMember, GroupMember.person_id == Person.id)
        .join(Application, Application.group_id == GroupMember.group_id)
        .where(Application.id == application_id)
        .order_by(GroupMember.left_at.is_not(None), GroupMember.office != "president", GroupMember.id)
    ).all()
    if not found:
        raise NotFound(f"members of the group of application {application_id}")
    return tuple(found)
