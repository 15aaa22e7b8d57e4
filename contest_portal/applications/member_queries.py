"""Where persons stand and stood: the groups they joined and left, in every year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import GroupMember, ProducerGroup
from contest_portal.registry.models.register import Centre, Person


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's time in a group; `left_at` None: still there."""

    person_id: int
    full_name: str
    group_id: int
    group_name: str
    centre_name: str
    office: str
    joined_at: datetime
    left_at: datetime | None


def memberships_of(session: Session, person_ids: Iterable[int]) -> tuple[Membership, ...]:
    """List the groups of these persons, the present ones first, then the latest joined."""
    rows = session.execute(
        select(GroupMember, Person, ProducerGroup, Centre.name)
        .join(Person, Person.id == GroupMember.person_id)
        .join(ProducerGroup, ProducerGroup.id == GroupMember.group_id)
        .join(Centre, Centre.code == ProducerGroup.centre_code)
        .where(GroupMember.person_id.in_(sorted(set(person_ids))))
        .order_by(GroupMember.left_at.is_not(None), GroupMember.joined_at.desc(), GroupMember.id.desc())
    )
    return tuple(
        Membership(
            person_id=person.id,
            full_name=person.full_name,
            group_id=group.id,
            group_name=group.name,
            centre_name=centre_name,
            office=member.office,
            joined_at=member.joined_at,
            left_at=member.left_at,
        )
        for member, person, group, centre_name in rows
    )
