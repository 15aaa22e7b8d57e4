"""A group and its members come to be: the one way, for its representative and for what the office has on paper."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import GroupMember, ProducerGroup
from contest_portal.applications.registry_answers import find_person, identity_problems
from contest_portal.applications.rules.group import MemberOffice, already_member, room_for_one_more
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import Problem, refuse

log = logging.getLogger(__name__)


def keep_group(
    session: Session,
    act: Act,
    *,
    name: str,
    centre_code: str,
    ruc: str | None = None,
    representative_id: int | None,
) -> ProducerGroup:
    """Store a group. Refused for a bad name, a taken RUC, no such centre."""
    refuse(identity_problems(session, name=name, centre_code=centre_code, ruc=ruc, group_id=None))
    group = ProducerGroup(
        name=name, ruc=ruc, centre_code=centre_code, representative_id=representative_id, created_at=act.at
    )
    session.add(group)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="group.registered",
        subject=f"group:{group.id}",
        data={"centre_code": group.centre_code},
    )
    log.info("group registered", extra={"group_id": group.id})
    return group


def keep_member(
    session: Session,
    act: Act,
    group_id: int,
    dni: str,
    *,
    office: MemberOffice = MemberOffice.MEMBER,
    others: tuple[Problem | None, ...] = (),
) -> GroupMember:
    """Store a member. Refused when the register does not know the DNI, and for a person who is in the group."""
    person = find_person(session, dni)
    members = group_members(session, group_id)
    refuse(
        [
            *others,
            room_for_one_more(len(members)),
            already_member(person.full_name, person.person_id, [member.person_id for member in members]),
        ]
    )
    member = GroupMember(group_id=group_id, person_id=person.person_id, office=office.value, joined_at=act.at)
    session.add(member)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="member.added",
        subject=f"group:{group_id}",
        data={"member_id": member.id, "person_id": person.person_id},
    )
    log.info("member added", extra={"group_id": group_id, "member_id": member.id})
    return member
