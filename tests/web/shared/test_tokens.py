"""What the portal signs says something at its own place alone, and for a while."""

from datetime import datetime

import pytest
from flask import Flask, Response
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.arrival import arrival_word, arrived_at
from contest_portal.web.shared.session import current_actor
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import make_user
from tests.page_client import PageClient
from tests.web.shared.conftest import Views


@pytest.fixture
def built_app(app_to_fill: Flask) -> Flask:
    return app_to_fill


def test_each_signed_word_is_good_at_its_own_place_alone(
    client: PageClient, session: Session, views: Views, clock: StandingClock
) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()
    met: list[tuple[datetime, int | None]] = []

    def view() -> Response:
        met.append((arrived_at(), current_actor().user_id))
        return Response(f"{arrival_word()} {generate_csrf()}", mimetype="text/plain")

    views["una"] = view
    arrival, token = client.sign_in(user.id).post("/una").text.split()
    cookie = client.get_cookie("session")
    assert cookie is not None
    later = clock.advance(seconds=30)

    for word in (arrival, token, cookie.value):
        client.post("/una", data={"arrived": word})
    for word in (arrival, token):
        client.set_cookie("session", word)
        client.post("/una")

    assert met == [(NOON, user.id), (NOON, user.id), *[(later, user.id)] * 2, *[(later, None)] * 2]


@pytest.mark.parametrize("whose", ["own", "another's", "an arrival"])
def test_a_forms_token_is_good_in_its_session_alone(
    app: Flask, client: PageClient, views: Views, whose: str
) -> None:
    views["una"] = lambda: Response(f"{arrival_word()} {generate_csrf()}", mimetype="text/plain")
    other = app.test_client()
    arrival, own = client.get("/una").text.split()
    _, foreign = other.get("/una").text.split()
    app.config["WTF_CSRF_ENABLED"] = True

    word = {"own": own, "another's": foreign, "an arrival": arrival}[whose]

    assert client.post("/una", data={"csrf_token": word}).status_code == (200 if whose == "own" else 400)
