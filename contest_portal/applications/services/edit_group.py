"""Change the name, the RUC or the centre of a group."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.group_queries import contest_in_progress
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.ownership import held_group
from contest_portal.applications.registry_answers import identity_problems
from contest_portal.applications.rules.group import stands_still
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import Stale, refuse

log = logging.getLogger(__name__)


def edit_group(
    session: Session,
    act: Act,
    *,
    group_id: int,
    expected_version: int,
    name: str,
    centre_code: str,
    ruc: str | None,
) -> ProducerGroup:
    """Change a group. Refused while it stands in a contest: juries and documents see what was sent."""
    group = held_group(session, act, group_id)
    if group.version != expected_version:
        raise Stale(f"group {group_id}: version {expected_version} is not {group.version}")
    refuse(
        [
            stands_still(contest_in_progress(session, group_id)),
            *identity_problems(session, name=name, centre_code=centre_code, ruc=ruc, group_id=group_id),
        ]
    )
    group.name, group.centre_code, group.ruc = name, centre_code, ruc
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="group.edited",
        subject=f"group:{group.id}",
        data={"centre_code": centre_code, "version": group.version},
    )
    log.info("group edited", extra={"group_id": group.id})
    return group
