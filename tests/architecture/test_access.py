"""Who may open what: every endpoint by every kind of person. A new endpoint without a row in the table fails."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask, url_for
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.app import create_app
from contest_portal.config import Settings
from contest_portal.kernel.storage import Storage
from contest_portal.web.shared.limits import limiter
from tests.architecture.access_table import EVERYONE, NOBODY, TABLE
from tests.architecture.world import World, make_world
from tests.conftest import BoundDatabase, StandingClock
from tests.page_client import PageClient


@dataclass(frozen=True, slots=True)
class Place:
    """The portal with the world in it, and the connection on which each request is undone."""

    app: Flask
    connection: Connection
    world: World


@pytest.fixture(scope="module")
def place(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("access")
    settings = Settings(
        environment="testing",
        database_url="unused",
        secret_key="test secret",
        storage_dir=folder / "storage",
        public_url="https://fondos.example",
    )
    with sqlite_engine.connect() as connection:
        everything = connection.begin()
        app = create_app(settings, database=BoundDatabase(connection), clock=StandingClock())
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, JOB_PATIENCE_MS=0)
        app.test_client_class = PageClient
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            world = make_world(session, Storage(settings.storage_dir))
            session.commit()
        yield Place(app, connection, world)
        everything.rollback()


def request(place: Place, endpoint: str, method: str, person: str) -> TestResponse:
    """Let a person open an address; what that changes is undone."""
    undone = place.connection.begin_nested()
    limiter.reset()
    client = place.app.test_client()
    assert isinstance(client, PageClient)
    user_id = place.world.people[person]
    if user_id is not None:
        client.sign_in(user_id)
    with place.app.test_request_context("/"):
        arguments = place.app.url_map._rules_by_endpoint[endpoint][0].arguments
        values = {name: value for name, value in place.world.values(endpoint).items() if name in arguments}
        address = url_for(endpoint, **values)
    answer = client.open(address, method=method, data=dict(place.world.sent.get(endpoint, {})))
    answer.close()
    undone.rollback()
    return answer


def is_let_in(answer: TestResponse) -> bool:
    """Tell a page, a refusal of what was sent or a way onward from a closed door; anything else is a mistake."""
    assert answer.status_code in {200, 303, 403, 404, 409, 422}, answer.status_code
    return answer.status_code not in {403, 404} and not (answer.location or "").startswith("/ingresar")


def methods_of(app: Flask, endpoint: str) -> set[str]:
    rules = app.url_map._rules_by_endpoint[endpoint]
    return {method for rule in rules for method in rule.methods or ()} - {"HEAD", "OPTIONS"}


def test_every_endpoint_has_its_row_and_every_row_its_endpoint(place: Place) -> None:
    endpoints = {rule.endpoint for rule in place.app.url_map.iter_rules()}

    assert (endpoints - set(TABLE), set(TABLE) - endpoints) == (set(), set())


def test_every_row_has_the_methods_of_its_endpoint(place: Place) -> None:
    wrong = {
        endpoint
        for endpoint, row in TABLE.items()
        if methods_of(place.app, endpoint)
        != {method for method, people in (("GET", row.get), ("POST", row.post)) if people is not None}
    }

    assert wrong == set()


def test_table_names_everybody_of_the_world(place: Place) -> None:
    assert set(place.world.people) == EVERYONE


@pytest.mark.parametrize("endpoint", [endpoint for endpoint, row in TABLE.items() if row.get is not None])
def test_who_may_look(place: Place, endpoint: str) -> None:
    let_in = {person for person in place.world.people if is_let_in(request(place, endpoint, "GET", person))}

    assert let_in == TABLE[endpoint].get


@pytest.mark.parametrize("endpoint", [endpoint for endpoint, row in TABLE.items() if row.post is not None])
def test_who_may_act(place: Place, endpoint: str) -> None:
    let_in = {person for person in place.world.people if is_let_in(request(place, endpoint, "POST", person))}

    assert let_in == TABLE[endpoint].post


@pytest.mark.parametrize(
    "endpoint",
    [endpoint for endpoint, row in TABLE.items() if "visitor" not in (row.get or row.post or NOBODY)],
)
def test_visitor_is_sent_to_sign_in(place: Place, endpoint: str) -> None:
    method = "GET" if TABLE[endpoint].get is not None else "POST"

    answer = request(place, endpoint, method, "visitor")

    assert (answer.status_code, (answer.location or "").partition("?")[0]) == (303, "/ingresar")
