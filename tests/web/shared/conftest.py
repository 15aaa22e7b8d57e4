"""An application with pages that tests fill, and a portal of a few pages."""

from collections.abc import Callable

import pytest
from flask import Flask, Response
from flask.typing import ResponseReturnValue

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.audience import closed_blueprint
from tests.conftest import build_app
from tests.web.shared.tiny_portal import make_tiny_portal

Views = dict[str, Callable[[], ResponseReturnValue]]


@pytest.fixture
def tiny_portal() -> Flask:
    return make_tiny_portal()


@pytest.fixture(scope="session")
def _views() -> Views:
    return {}


@pytest.fixture(scope="session")
def app_to_fill(_views: Views, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application with two public pages that `views` fills, and an audience of one page for jurors and auditors."""
    app = build_app(tmp_path_factory.mktemp("app"))
    for name in ("una", "otra"):
        app.add_url_rule(f"/{name}", f"public.{name}", _view(_views, name), methods=["GET", "POST"])
    mill = closed_blueprint("mill", __name__, url_prefix="/molino", roles={Role.JUROR, Role.AUDITOR})
    mill.add_url_rule("/", "home", lambda: Response("dentro", mimetype="text/plain"), methods=["GET", "POST"])
    app.register_blueprint(mill)
    return app


@pytest.fixture
def views(_views: Views) -> Views:
    """What the pages `/una` and `/otra` do in this test."""
    _views.clear()
    return _views


def _view(views: Views, name: str) -> Callable[[], ResponseReturnValue]:
    def view() -> ResponseReturnValue:
        return views[name]()

    return view
