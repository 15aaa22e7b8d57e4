"""A representative at the keyboard."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.rules.profile import empty_profile
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


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    """A draft that nobody has written in."""
    draft = village.draft(profile=empty_profile())
    session.commit()
    return draft
