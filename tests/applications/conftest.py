"""What the tests of this stage share."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.applying import Village, make_village


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session)
