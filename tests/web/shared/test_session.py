"""Who is behind a request."""

import re
import secrets
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, Response, flash
from flask import session as flask_session
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import ANONYMOUS, Act, Actor, Grant, Role
from contest_portal.config import Settings
from contest_portal.web.shared.session import act, current_actor, now, register_session
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.page_client import PageClient
from tests.web.shared.conftest import Views


@pytest.fixture
def built_app(app_to_fill: Flask) -> Flask:
    return app_to_fill


@pytest.fixture
def seen(views: Views) -> list[Act]:
    """Let the page note the act of its request."""
    acts: list[Act] = []

    def view() -> Response:
        acts.append(act())
        return Response("ok", mimetype="text/plain")

    views["una"] = view
    return acts


def test_visitor_is_anonymous_and_the_instant_is_the_clock_s(
    client: PageClient, seen: list[Act], clock: StandingClock
) -> None:
    client.get("/una")

    assert seen == [Act(ANONYMOUS, clock.instant)]


def test_signed_in_person_has_the_granted_rights(
    client: PageClient, session: Session, seen: list[Act]
) -> None:
    user = make_user(session, Role.SECRETARY, contest_id=5)
    session.commit()

    client.sign_in(user.id).get("/una")

    assert [one.actor for one in seen] == [Actor(user.id, frozenset({Grant(Role.SECRETARY, 5)}))]


@pytest.mark.parametrize(
    "identifier", ["", "abc", "1", ":", "1:", "-1:0", "1:0:0", "\u0661:0", "1; DROP:0", "999999:0", " 1:0"]
)
def test_identifier_that_is_not_one_of_ours_is_nobody(
    client: PageClient, session: Session, seen: list[Act], identifier: str
) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = identifier.replace("1", str(user.id)) if identifier != "999999:0" else identifier

    client.get("/una")

    assert [one.actor for one in seen] == [ANONYMOUS]


def test_cookie_is_for_this_site_and_not_for_scripts(client: PageClient) -> None:
    cookie = client.get("/ingresar?lang=en").headers["Set-Cookie"]

    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/"))


def test_cookie_of_production_is_bound_to_its_host_and_to_tls(tmp_path: Path) -> None:
    tiny = Flask("tiny")
    tiny.secret_key = "s"
    tiny.extensions["settings"] = Settings("production", "unused", "s", tmp_path, "x")
    register_session(tiny)
    tiny.add_url_rule("/", "page", lambda: flask_session.update(lang="en") or "x")

    name, *facts = re.split(
        "=|; ", tiny.test_client().get("/", base_url="https://x").headers["Set-Cookie"], maxsplit=1
    )
    assert (name, sorted(facts[0].split("; ")[1:])) == (
        "__Host-session",
        ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"],
    )


def test_messages_that_wait_never_outgrow_the_cookie(client: PageClient, views: Views) -> None:
    def view() -> Response:
        for number in range(50):
            flash(
                f"{number} {secrets.token_urlsafe(300)}"
            )  # as long as the longest sentence, and harder to press
        return Response("ok", mimetype="text/plain")

    views["una"] = view

    cookie = client.get("/una").headers["Set-Cookie"]

    with client.session_transaction() as kept:
        assert [words.partition(" ")[0] for _, words in kept["_flashes"]] == ["45", "46", "47", "48", "49"]
    assert len(cookie) < 4096


def test_forged_cookie_is_nobody(client: PageClient, session: Session, seen: list[Act]) -> None:
    user = make_user(session, Role.ADMIN)
    session.commit()
    client.sign_in(user.id)
    cookie = client.get_cookie("session")
    assert cookie is not None
    before, inside, after = cookie.value[:-8], cookie.value[-8], cookie.value[-7:]
    client.set_cookie("session", f"{before}{'A' if inside != 'A' else 'B'}{after}")

    client.get("/una")

    assert [one.actor for one in seen] == [ANONYMOUS]


def test_clock_moves_with_the_portal_s(app: Flask, clock: StandingClock) -> None:
    with app.test_request_context("/"):
        before = now()
        clock.advance(hours=2)

        assert (now() - before, current_actor()) == (timedelta(hours=2), ANONYMOUS)
