"""Let a promoter file for a group."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import user_by_email
from contest_portal.accounts.rules.actor import Act, Grant, Role
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.accounts.services.invite_user import invite_user
from contest_portal.applications.ownership import group_to_staff
from contest_portal.applications.promoter_models import GroupPromoter
from contest_portal.applications.promoter_queries import present_promoters
from contest_portal.applications.rules.promoter import Candidate, promoter_problem
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def appoint_promoter(
    session: Session, act: Act, *, group_id: int, email: str, full_name: str = ""
) -> tuple[GroupPromoter, str | None]:
    """Give a group a promoter; open the account if there is none, and give its temporary password, shown once.

    The group's representative does so, or the office in its territory. Refused for an account that is not a
    promoter's, and for who files for the group already.
    """
    wait_for_turn(session)
    group, scope = group_to_staff(session, group_id)
    permit(act.actor, Action.PROMOTER_APPOINT, scope)
    user, password = user_by_email(session, email), None
    if user is None:
        grants = frozenset({Grant(Role.PROMOTER)})
        user, password = invite_user(
            session, act, email=email, full_name=full_name, grants=grants, scope=scope
        )
    candidate = Candidate(
        is_open=user.is_active,
        roles=frozenset(Role(grant.role) for grant in user.grants),
        represents=user.id == group.representative_id,
        promotes=user.id in present_promoters(session, group_id),
    )
    refuse([promoter_problem(candidate)])
    promotion = GroupPromoter(group_id=group_id, user_id=user.id, given_at=act.at, given_by=act.actor.user_id)
    session.add(promotion)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="promoter.appointed",
        subject=f"group:{group_id}",
        data={"user_id": user.id},
    )
    log.info("promoter appointed", extra={"group_id": group_id, "user_id": user.id})
    return promotion, password
