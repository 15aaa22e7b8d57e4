"""Named reads of who promotes which group."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.promoter_models import GroupPromoter
from contest_portal.registry.models.register import Centre


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promoter's time with a group; without an end it lasts."""

    promotion_id: int
    user_id: int
    user_name: str
    group_id: int
    group_name: str
    centre_name: str
    ubigeo: str
    given_at: datetime
    given_by: str
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class GroupToPromote:
    """A group as lists offer it."""

    group_id: int
    name: str
    centre_name: str
    ubigeo: str


def present_promoters(session: Session, group_id: int) -> frozenset[int]:
    """Give the users who promote a group at present."""
    query = select(GroupPromoter.user_id).where(
        GroupPromoter.group_id == group_id, GroupPromoter.ended_at.is_(None)
    )
    return frozenset(session.scalars(query))


def promoters_of(session: Session, group_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Give the users who promote each of these groups at present."""
    rows = session.execute(
        select(GroupPromoter.group_id, GroupPromoter.user_id)
        .where(GroupPromoter.group_id.in_(group_ids), GroupPromoter.ended_at.is_(None))
        .order_by(GroupPromoter.group_id, GroupPromoter.user_id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for group_id, user_id in rows:
        found[group_id] = (*found.get(group_id, ()), user_id)
    return found


def promoted_by(user_id: int) -> Select[int]:
    """Select the groups that a user promotes at present."""
    return ever_promoted_by(user_id).where(GroupPromoter.ended_at.is_(None))


def ever_promoted_by(user_id: int) -> Select[int]:
    """Select the groups that a user promotes or once promoted."""
    return select(GroupPromoter.group_id).where(GroupPromoter.user_id == user_id)


def promotions_of_group(session: Session, group_id: int) -> tuple[Promotion, ...]:
    """List who promotes a group or once did, the present ones first, then the latest."""
    return _promotions(session, _rows().where(GroupPromoter.group_id == group_id))


def promotions_of(session: Session, user_ids: Iterable[int]) -> tuple[Promotion, ...]:
    """List the groups of these promoters, the present ones first, then the latest."""
    return _promotions(session, _rows().where(GroupPromoter.user_id.in_(sorted(set(user_ids)))))


def groups_without(session: Session, user_id: int) -> tuple[GroupToPromote, ...]:
    """List the groups that a user does not promote, by name."""
    rows = session.execute(
        select(ProducerGroup.id, ProducerGroup.name, Centre.name, Centre.ubigeo)
        .join(Centre, Centre.code == ProducerGroup.centre_code)
        .where(ProducerGroup.id.not_in(promoted_by(user_id)), ProducerGroup.representative_id != user_id)
        .order_by(ProducerGroup.name, ProducerGroup.id)
    )
    return tuple(GroupToPromote(*row) for row in rows)


_Giver, _Ender = aliased(User), aliased(User)


def _rows() -> Select[int, int, str, int, str, str, str, datetime, str, datetime | None, str | None]:
    return (
        select(
            GroupPromoter.id,
            User.id,
            User.full_name,
            ProducerGroup.id,
            ProducerGroup.name,
            Centre.name,
            Centre.ubigeo,
            GroupPromoter.given_at,
            _Giver.full_name,
            GroupPromoter.ended_at,
            _Ender.full_name,
        )
        .join(User, User.id == GroupPromoter.user_id)
        .join(ProducerGroup, ProducerGroup.id == GroupPromoter.group_id)
        .join(Centre, Centre.code == ProducerGroup.centre_code)
        .join(_Giver, _Giver.id == GroupPromoter.given_by)
        .outerjoin(_Ender, _Ender.id == GroupPromoter.ended_by)
        .order_by(
            GroupPromoter.ended_at.is_not(None),
            GroupPromoter.ended_at.desc(),
            ProducerGroup.name,
            GroupPromoter.id,
        )
    )


def _promotions(
    session: Session,
    query: Select[int, int, str, int, str, str, str, datetime, str, datetime | None, str | None],
) -> tuple[Promotion, ...]:
    return tuple(Promotion(*row) for row in session.execute(query))
