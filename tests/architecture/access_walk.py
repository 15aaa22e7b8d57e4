"""What everybody meets at every address of the portal: each looked at once, and undone."""

import logging
from dataclasses import dataclass, field

from flask import Flask, url_for
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from contest_portal.web.shared.limits import limiter
from tests.architecture.access_faults import ELSEWHERE, faults_of, is_taken_away
from tests.architecture.access_json import keys_of
from tests.architecture.canaries import NAME, OFFERED
from tests.architecture.scanning import said_by
from tests.architecture.world import World
from tests.page_client import PageClient


@dataclass(frozen=True, slots=True)
class Place:
    """The portal with the world in it, and the connection on which each request is undone."""

    app: Flask
    connection: Connection
    world: World
    addresses: dict[str, str] = field(default_factory=dict)
    tickets: dict[int, str] = field(default_factory=dict)
    texts: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def planted_dni(self) -> str:
        """Give the DNI of the planted person whose file is in the world."""
        return str(48110000 + int(str(self.world.usual["person_id"])))

    @property
    def written(self) -> int:
        """Give how many rows were written, changed or removed until now, whether that was undone or not."""
        changes = self.connection.connection.dbapi_connection.total_changes  # type: ignore[union-attr]
        return int(changes)

    def client(self, person: str) -> PageClient:
        """Give a client in which a person has just signed in; making the session's cookie takes longest."""
        client, user_id = self.app.test_client(), self.world.people[person]
        assert isinstance(client, PageClient)
        if user_id is None:
            return client
        name = self.app.config["SESSION_COOKIE_NAME"]
        if user_id not in self.tickets:
            kept = client.sign_in(user_id).get_cookie(name)
            assert kept is not None
            self.tickets[user_id] = kept.value
        client.set_cookie(name, self.tickets[user_id])
        return client


def request(place: Place, endpoint: str, method: str, person: str) -> TestResponse:
    """Let a person open an address; what that changes is undone."""
    undone = place.connection.begin_nested()
    limiter.reset()
    answer = place.client(person).open(
        address_of(place, endpoint),
        method=method,
        data=dict(place.world.sent.get(endpoint, {})),
        headers={"Origin": ELSEWHERE},
    )
    answer.close()
    undone.rollback()
    return answer


def address_of(place: Place, endpoint: str) -> str:
    """Write an address with the rows of the world in it."""
    if endpoint not in place.addresses:
        with place.app.test_request_context("/"):
            arguments = place.app.url_map._rules_by_endpoint[endpoint][0].arguments
            values = {
                name: value for name, value in place.world.values(endpoint).items() if name in arguments
            }
            place.addresses[endpoint] = url_for(endpoint, **values)
    return place.addresses[endpoint]


class Listener(logging.Handler):
    """Hears whether a log names a planted person, and each refusal of what was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.named: set[str] = set()
        self.refused = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.refused += record.getMessage() == "input refused"
        if NAME in repr(vars(record)):
            self.named.add(record.getMessage())


@dataclass(frozen=True, slots=True)
class Look:
    """What a person met at an address: whether the door opened, what the answer says and lacks, what was written, which
    keys its JSON has.
    """

    let_in: bool
    status: int
    location: str
    words: str
    taken_away: bool
    faults: frozenset[str]
    wrote: bool
    keys: str


@dataclass(frozen=True, slots=True)
class Walk:
    """Everybody's look at every page and try of every act, taken once. `listener` heard the logs of all of them."""

    place: Place
    listener: Listener
    looks: dict[tuple[str, str, str], Look] = field(default_factory=dict)

    def look(self, endpoint: str, person: str, method: str = "GET") -> Look:
        """Give what a person meets at an address."""
        key = endpoint, person, method
        if key not in self.looks:
            before, refused = self.place.written, self.listener.refused
            answer = request(self.place, endpoint, method, person)
            taken_away = is_taken_away(answer)
            words = words_of(answer) if method == "GET" or taken_away else ""
            location = answer.location or ""
            self.looks[key] = Look(
                is_let_in(answer),
                answer.status_code,
                location,
                words,
                taken_away,
                frozenset(faults_of(answer)) | self._unheard(answer, refused),
                self.place.written > before,
                keys_of(answer.json) if answer.is_json and answer.status_code == 200 else "",
            )
        return self.looks[key]

    def _unheard(self, answer: TestResponse, before: int) -> frozenset[str]:
        """Name a refusal of what was sent that left no line of the log."""
        is_silent = answer.status_code == 422 and self.listener.refused == before
        return frozenset({"a refusal without a line of the log"}) if is_silent else frozenset()


def words_of(answer: TestResponse) -> str:
    return "" if answer.mimetype.startswith(("image/", "font/")) else OFFERED.sub("", said_by(answer))


def is_let_in(answer: TestResponse) -> bool:
    """Tell a page, a refusal of what was sent or a way onward from a closed door; anything else is a mistake."""
    assert answer.status_code in {200, 303, 403, 404, 409, 422}, answer.status_code
    return answer.status_code not in {403, 404} and not (answer.location or "").startswith("/ingresar")
