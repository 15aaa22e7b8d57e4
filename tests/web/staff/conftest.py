"""What pages of the office are tested with: the designer of a draft, a contest with its winners."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.allocation import ScoredContest
from tests.factories.awards import make_awarded_contest
from tests.factories.designing import Desk, make_desk
from tests.page_client import PageClient


@pytest.fixture
def desk(session: Session, client: PageClient) -> Desk:
    return make_desk(session, client)


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)
