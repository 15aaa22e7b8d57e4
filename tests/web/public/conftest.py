"""A call that takes questions, with its village."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.applying import Village, make_village
from tests.factories.questions import ASKING


@pytest.fixture
def village(session: Session) -> Village:
    village = make_village(session, rulebook=ASKING)
    session.commit()
    return village
