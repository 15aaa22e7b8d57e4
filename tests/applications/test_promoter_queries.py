"""Who promotes which group, now and before."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.group_queries import groups_of
from contest_portal.applications.promoter_queries import (
    groups_without,
    present_promoters,
    promotions_of,
    promotions_of_group,
)
from contest_portal.applications.queries import applications_of, applications_of_group
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.factories.applying import Village
from tests.factories.promoters import make_promotion


@pytest.fixture
def promoter(session: Session) -> User:
    return make_user(session, Role.PROMOTER, full_name="Teo Ccora Ramos")


def test_own_and_promoted_groups_are_listed_once_by_name(
    village: Village, promoter: User, session: Session
) -> None:
    promoted, own = village.group(name="Wayta"), village.group(name="Apu")
    make_promotion(session, promoter, promoted.id)
    own.representative_id = promoter.id
    drafts = [village.draft(group) for group in (promoted, own)]
    village.group(name="Kuntur Wasi")

    assert [group.name for group in groups_of(session, promoter.id)] == ["Apu", "Wayta"]
    assert [view.application_id for view in applications_of(session, promoter.id)] == [
        drafts[1].id,
        drafts[0].id,
    ]
    assert [view.application_id for view in applications_of_group(session, promoted.id)] == [drafts[0].id]
    assert [group.name for group in groups_without(session, promoter.id)] == ["Kuntur Wasi"]


def test_present_ones_come_first_and_then_the_latest(
    village: Village, promoter: User, session: Session
) -> None:
    names = ("Apu", "Kuntur Wasi", "Wayta")
    rows = [make_promotion(session, promoter, village.group(name=name).id) for name in names]
    for row, hours in zip(rows[:2], (1, 2), strict=True):
        row.ended_at, row.ended_by = NOON + timedelta(hours=hours), village.staff.id
    session.flush()

    told = [(one.group_name, one.ended_by) for one in promotions_of(session, [promoter.id])]

    assert told == [
        ("Wayta", None),
        ("Kuntur Wasi", village.staff.full_name),
        ("Apu", village.staff.full_name),
    ]
    assert present_promoters(session, rows[0].group_id) == frozenset()
    assert present_promoters(session, rows[2].group_id) == {promoter.id}


def test_a_group_may_have_several(village: Village, promoter: User, session: Session) -> None:
    group = village.group()
    other = make_user(session, Role.PROMOTER, full_name="Ana Rojas Quispe")
    for user in (promoter, other):
        make_promotion(session, user, group.id)

    assert present_promoters(session, group.id) == {promoter.id, other.id}
    assert {one.user_name for one in promotions_of_group(session, group.id)} == {
        "Teo Ccora Ramos",
        "Ana Rojas Quispe",
    }


def test_database_lets_nobody_promote_a_group_twice_at_once(
    village: Village, promoter: User, session: Session
) -> None:
    group = village.group()
    make_promotion(session, promoter, group.id)

    with pytest.raises(IntegrityError), session.begin_nested():
        make_promotion(session, promoter, group.id)


def test_database_asks_who_ended_it(village: Village, promoter: User, session: Session) -> None:
    promotion = make_promotion(session, promoter, village.group().id)

    promotion.ended_at = NOON

    with pytest.raises(IntegrityError):
        session.flush()
