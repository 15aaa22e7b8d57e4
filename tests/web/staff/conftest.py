"""The designer of a draft, open before a staff member."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.designing import Desk, make_desk
from tests.page_client import PageClient


@pytest.fixture
def desk(session: Session, client: PageClient) -> Desk:
    return make_desk(session, client)
