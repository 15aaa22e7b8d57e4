"""Who promotes a group is told of amendments as its representative is."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.amendment_notices import told_representatives, unread_notices
from contest_portal.applications.models import Application
from contest_portal.applications.services.end_promoter import end_promoter
from contest_portal.applications.services.read_amendment_notice import read_amendment_notice
from contest_portal.kernel.problems import NotFound
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.amendments import make_amendment
from tests.factories.applying import Village, make_village
from tests.factories.promoters import make_promotion

HOUR = timedelta(hours=1)


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session)


@pytest.fixture
def draft(village: Village) -> Application:
    return village.draft()


@pytest.fixture
def promoter(session: Session, draft: Application) -> User:
    promoter = make_user(session, Role.PROMOTER, full_name="Teo Ccora Ramos")
    make_promotion(session, promoter, draft.group_id)
    return promoter


def test_promoters_of_today_are_told_and_read_for_themselves(
    session: Session, village: Village, draft: Application, promoter: User
) -> None:
    gone, other = make_user(session, Role.PROMOTER), make_user(session, Role.PROMOTER)
    ended = make_promotion(session, gone, draft.group_id)
    end_promoter(session, village.act(), promotion_id=ended.id)
    make_promotion(session, other, village.group(name="Ayni").id)
    make_amendment(session, village.contest, village.staff)
    (notice,) = unread_notices(session, promoter.id)

    read_amendment_notice(session, act_of(promoter, NOON + HOUR), notice_id=notice.notice_id)

    told = {one.representative: one.read_at for one in told_representatives(session, village.contest.id)}
    assert told == {village.representative.full_name: None, "Teo Ccora Ramos": NOON + HOUR}
    assert (unread_notices(session, gone.id), unread_notices(session, other.id)) == ((), ())
    assert len(unread_notices(session, village.representative.id)) == 1


def test_who_files_for_the_group_no_more_has_no_notice(
    session: Session, village: Village, draft: Application, promoter: User
) -> None:
    leaver = make_user(session, Role.PROMOTER)
    ended = make_promotion(session, leaver, draft.group_id)
    leaving = act_of(leaver, NOON)
    make_amendment(session, village.contest, village.staff)
    (notice,) = unread_notices(session, leaver.id)
    end_promoter(session, village.act(), promotion_id=ended.id)

    with pytest.raises(NotFound):
        read_amendment_notice(session, leaving, notice_id=notice.notice_id)

    assert unread_notices(session, leaver.id) == ()
    assert len(unread_notices(session, promoter.id)) == 1
