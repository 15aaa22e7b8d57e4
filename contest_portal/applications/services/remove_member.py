"""Take a member out of a group."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.group_queries import contest_in_progress
from contest_portal.applications.ownership import held_group, own_member
from contest_portal.applications.rules.group import stands_still
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def remove_member(session: Session, act: Act, *, group_id: int, member_id: int) -> None:
    """Note that a member left; what was sent with this member stays as sent. Refused while in a contest."""
    group = held_group(session, act, group_id)
    member = own_member(session, group, member_id)
    refuse([stands_still(contest_in_progress(session, group_id))])
    member.left_at = act.at
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="member.removed",
        subject=f"group:{group.id}",
        data={"member_id": member.id, "person_id": member.person_id},
    )
    log.info("member removed", extra={"group_id": group.id, "member_id": member.id})
