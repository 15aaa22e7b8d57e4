"""Add a person of the household register to a group."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.group_queries import contest_in_progress
from contest_portal.applications.models import GroupMember
from contest_portal.applications.ownership import held_group
from contest_portal.applications.registering import keep_member
from contest_portal.applications.rules.group import stands_still


def add_member(session: Session, act: Act, *, group_id: int, dni: str) -> GroupMember:
    """Add the person with this DNI as a plain member.

    Refused when the register does not know the DNI, the person is in the group already, or the group stands in a
    contest.
    """
    group = held_group(session, act, group_id)
    still = stands_still(contest_in_progress(session, group_id))
    return keep_member(session, act, group.id, dni, others=(still,))
