"""Applications of their own: tests here add pages to them."""

import pytest
from flask import Flask

from contest_portal.config import Settings
from contest_portal.kernel.database import Database
from tests.conftest import StandingClock, build_app
from tests.web.shared.tiny_portal import make_tiny_portal


@pytest.fixture
def tiny_portal() -> Flask:
    return make_tiny_portal()


@pytest.fixture
def app(settings: Settings, database: Database, clock: StandingClock) -> Flask:
    return build_app(settings, database, clock)
