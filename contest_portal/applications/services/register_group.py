"""Register a group of producers."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.ownership import refuse_two_sides
from contest_portal.applications.registry_answers import identity_problems
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def register_group(
    session: Session, act: Act, *, name: str, centre_code: str, ruc: str | None = None
) -> ProducerGroup:
    """Register a group whose representative is the actor. Refused for a bad name, a taken RUC, no such centre."""
    permit(act.actor, Action.GROUP_REGISTER)
    refuse_two_sides(act)
    refuse(identity_problems(session, name=name, centre_code=centre_code, ruc=ruc, group_id=None))
    group = ProducerGroup(
        name=name,
        ruc=ruc,
        centre_code=centre_code,
        representative_id=act.actor.user_id,
        created_at=act.at,
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
