"""A staff member's deed, and an office with money."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.contests.models import Fund
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.contests import make_fund


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def fund(session: Session, office: Office) -> Fund:
    return make_fund(session, office)


@pytest.fixture
def staff(session: Session) -> Act:
    return act_of(make_user(session, Role.STAFF), NOON)


@pytest.fixture
def secretary(session: Session) -> Act:
    return act_of(make_user(session, Role.SECRETARY), NOON)
