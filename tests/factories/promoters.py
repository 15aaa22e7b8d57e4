"""Promoters of groups."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.promoter_models import GroupPromoter
from tests.factories.contests import OPENS


def make_promotion(
    session: Session, promoter: User, group_id: int, *, giver: User | None = None
) -> GroupPromoter:
    """Let a promoter file for a group."""
    promotion = GroupPromoter(
        group_id=group_id, user_id=promoter.id, given_at=OPENS, given_by=(giver or promoter).id
    )
    session.add(promotion)
    session.flush()
    return promotion
