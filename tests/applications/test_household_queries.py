"""Which households have a member in a group."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.household_queries import households_in_groups
from tests.factories.accounts import make_user
from tests.factories.applications import make_group
from tests.factories.registry import make_centre, make_district, make_household


def test_households_of_present_members_alone(session: Session) -> None:
    make_district(session)
    centre = make_centre(session)
    make_household(session, centre)
    group = make_group(session, centre, make_user(session, Role.REPRESENTATIVE))
    session.refresh(group, ["members"])
    before = set(session.scalars(households_in_groups()))

    group.members[0].left_at = datetime(2026, 11, 1, tzinfo=UTC)
    session.flush()

    assert len(before) == len(group.members)
    assert len(before - set(session.scalars(households_in_groups()))) == 1
