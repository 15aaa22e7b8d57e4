"""Add a person of the household register to a group."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.group_queries import contest_in_progress, group_members
from contest_portal.applications.models import GroupMember
from contest_portal.applications.ownership import own_group
from contest_portal.applications.registry_answers import find_person
from contest_portal.applications.rules.group import (
    MemberOffice,
    already_member,
    room_for_one_more,
    stands_still,
)
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def add_member(session: Session, act: Act, *, group_id: int, dni: str) -> GroupMember:
    """Add the person with this DNI as a plain member.

    Refused when the register does not know the DNI, the person is in the group already, or the group stands in a
    contest.
    """
    group = own_group(session, act, group_id)
    person = find_person(session, dni)
    members = group_members(session, group_id)
    refuse(
        [
            stands_still(contest_in_progress(session, group_id)),
            room_for_one_more(len(members)),
            already_member(person.full_name, person.person_id, [member.person_id for member in members]),
        ]
    )
    member = GroupMember(
        group_id=group.id,
        person_id=person.person_id,
        office=MemberOffice.MEMBER.value,
        joined_at=act.at,
    )
    session.add(member)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="member.added",
        subject=f"group:{group.id}",
        data={"member_id": member.id, "person_id": person.person_id},
    )
    log.info("member added", extra={"group_id": group.id, "member_id": member.id})
    return member
