"""End a promoter's time with a group."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.applications.ownership import group_to_staff
from contest_portal.applications.promoter_models import GroupPromoter
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound

log = logging.getLogger(__name__)


def end_promoter(session: Session, act: Act, *, promotion_id: int) -> GroupPromoter:
    """End it now: the next page the promoter asks for is closed. NotFound when it ended before."""
    promotion = session.get(GroupPromoter, promotion_id)
    if promotion is None or promotion.ended_at is not None:
        raise NotFound(f"promotion {promotion_id}")
    _group, scope = group_to_staff(session, promotion.group_id)
    permit(act.actor, Action.PROMOTER_APPOINT, scope)
    promotion.ended_at, promotion.ended_by = act.at, act.actor.user_id
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="promoter.ended",
        subject=f"group:{promotion.group_id}",
        data={"user_id": promotion.user_id},
    )
    log.info("promoter ended", extra={"group_id": promotion.group_id, "user_id": promotion.user_id})
    return promotion
