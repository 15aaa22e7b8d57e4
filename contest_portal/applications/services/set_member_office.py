"""Give a member an office of the group."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.group_queries import contest_in_progress
from contest_portal.applications.models import GroupMember, ProducerGroup
from contest_portal.applications.ownership import held_group, own_member
from contest_portal.applications.rules.group import MemberOffice, stands_still
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def set_member_office(
    session: Session, act: Act, *, group_id: int, member_id: int, office: MemberOffice
) -> GroupMember:
    """Give an office to a member; whoever held it becomes a plain member. Refused while in a contest."""
    group = held_group(session, act, group_id)
    member = own_member(session, group, member_id)
    refuse([stands_still(contest_in_progress(session, group_id))])
    if office is not MemberOffice.MEMBER:
        _free(session, group, office)
    member.office = office.value
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="member.office_set",
        subject=f"group:{group.id}",
        data={"member_id": member.id, "office": office.value},
    )
    log.info("member office set", extra={"group_id": group.id, "member_id": member.id})
    return member


def _free(session: Session, group: ProducerGroup, office: MemberOffice) -> None:
    holders = session.scalars(
        select(GroupMember)
        .where(
            GroupMember.group_id == group.id,
            GroupMember.office == office.value,
            GroupMember.left_at.is_(None),
        )
        .order_by(GroupMember.id)
    )
    for holder in holders:
        holder.office = MemberOffice.MEMBER.value
