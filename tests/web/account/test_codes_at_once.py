"""Codes that several people type at the same moment count for each of them alone, wherever they are asked for."""

import threading
from contextlib import suppress

import pytest
from flask import Flask

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.database import Database
from contest_portal.web.shared.limits import limiter
from tests.factories.accounts import make_user
from tests.factories.second_factors import NO_CODE, enrolled
from tests.web.account.test_sessions import other_client

PEOPLE, ALLOWED = 4, 5


@pytest.fixture
def database(own_database: Database) -> Database:
    """Real transactions: each of those who type waits for nobody but the database."""
    return own_database


@pytest.fixture
def people(database: Database) -> list[int]:
    with database.transaction() as session:
        users = [make_user(session, Role.STAFF) for _ in range(PEOPLE)]
        for user in users:
            enrolled(session, user)
        return [user.id for user in users]


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all of them be within the counting at the same moment, as some are on a busy portal sooner or later."""
    manager, crowd = limiter.limit_manager, threading.Barrier(PEOPLE)
    noted = manager.add_endpoint_hint

    def note_together(endpoint: str, called: str) -> None:
        noted(endpoint, called)
        with suppress(threading.BrokenBarrierError):
            crowd.wait(timeout=1)

    monkeypatch.setattr(manager, "add_endpoint_hint", note_together)


@pytest.mark.usefixtures("met")
def test_whoever_types_at_the_same_moment_has_the_own_tries_and_no_more(
    app: Flask, people: list[int]
) -> None:
    statuses: dict[int, list[int]] = {}

    def type_codes(user_id: int) -> None:
        client = other_client(app)
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{user_id}"
        statuses[user_id] = []
        for _ in range(ALLOWED + 1):
            with client.session_transaction() as kept:
                kept["factor_pending"] = [user_id, 0, int(app.extensions["clock"]().timestamp())]
            statuses[user_id].append(client.post("/ingresar/codigo", data={"code": NO_CODE}).status_code)

    threads = [threading.Thread(target=type_codes, args=(user_id,)) for user_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert statuses == dict.fromkeys(people, [422] * ALLOWED + [429])
