"""A representative at the keyboard."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.applying import Village, make_village
from tests.page_client import PageClient


@pytest.fixture
def village(session: Session) -> Village:
    village = make_village(session)
    session.commit()
    return village


@pytest.fixture
def representative(client: PageClient, village: Village) -> PageClient:
    return client.sign_in(village.representative.id)
