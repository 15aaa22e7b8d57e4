"""A small outside registry: the other end of the link, as `docs/registry-openapi.json` describes it.

It is plain WSGI and serves invented households. Tests make it misbehave: each fault is for one answer.
"""

import base64
import binascii
import json
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

from contest_portal.config import ROOT
from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.problems import PortalError
from contest_portal.registry.reference.population import Population

CONTRACT = ROOT / "docs" / "registry-openapi.json"
KNOWN_PARAMETERS = frozenset({"cursor", "since", "limit"})
MOST_AT_ONCE = 1_000


class Misbehaviour(StrEnum):
    """What one answer may have wrong with it."""

    UNAVAILABLE = "unavailable"
    BUSY = "busy"
    BROKEN = "broken"
    CUT = "cut"
    SLOW = "slow"
    WRONG_JSON = "wrong-json"
    WRONG_SHAPE = "wrong-shape"
    HUGE = "huge"
    ELSEWHERE = "elsewhere"
    REPEATED = "repeated"
    LOOP = "loop"
    TOKEN_EXPIRED = "token-expired"  # noqa: S105 - the name of a fault
    CURSOR_EXPIRED = "cursor-expired"


class Refusal(PortalError):
    """An answer other than a page."""

    def __init__(self, status: HTTPStatus, code: str, *headers: tuple[str, str]) -> None:
        self.status = status
        self.code = code
        self.headers = headers
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Place:
    """What a cursor stands for: the next household, of which revision, asked since which."""

    number: int
    revision: int
    since: int


@dataclass(slots=True)
class ReferenceServer:
    """The WSGI application; `asked` keeps the queries that came.

    `faults` are used up from the left, one per page; None is a good page.
    """

    population: Population
    token: str
    page_size: int = 100
    slow_ms: int = 3_000
    faults: deque[Misbehaviour | None] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    contract: Path = CONTRACT
    _last_body: dict[str, Json] = field(default_factory=dict)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        status, headers, body = HTTPStatus.OK, [("Content-Type", "application/json")], b""
        try:
            body, announced = self._answer(environ)
            headers.append(("Content-Length", str(announced)))
        except Refusal as refusal:
            status = refusal.status
            body = json.dumps({"error": {"code": refusal.code}}).encode()
            headers += [("Content-Length", str(len(body))), *refusal.headers]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    def advance(self) -> None:
        """Move the register to its next revision: a tenth of the households changes."""
        self.population = replace(self.population, revision=self.population.revision + 1)

    def _answer(self, environ: WSGIEnvironment) -> tuple[bytes, int]:
        """Give the body and the length that is announced for it."""
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if path not in ("/v1/households", "/openapi.json"):
            raise Refusal(HTTPStatus.NOT_FOUND, "not_found")
        if method != "GET":
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", ("Allow", "GET"))
        if path == "/openapi.json":
            body = self.contract.read_bytes()
            return body, len(body)
        self.asked.append(environ.get("QUERY_STRING", ""))
        fault = self.faults.popleft() if self.faults else None
        self._check_token(environ, fault)
        _misbehave(fault)
        if fault is Misbehaviour.SLOW:
            time.sleep(self.slow_ms / 1000)
        return self._spoilt(self._page(_query(environ)), fault)

    def _check_token(self, environ: WSGIEnvironment, fault: Misbehaviour | None) -> None:
        challenge = ("WWW-Authenticate", "Bearer")
        if fault is Misbehaviour.TOKEN_EXPIRED:
            raise Refusal(HTTPStatus.UNAUTHORIZED, "token_expired", challenge)
        if environ.get("HTTP_AUTHORIZATION", "") != f"Bearer {self.token}":
            raise Refusal(HTTPStatus.UNAUTHORIZED, "token_refused", challenge)

    def _page(self, query: Mapping[str, str]) -> dict[str, Json]:
        place = self._place(query)
        population = replace(self.population, revision=place.revision)
        limit = _limit(query, self.page_size)
        everything = list(population.changed_since(place.since))
        numbers = list(islice((n for n in everything if n >= place.number), limit + 1))
        rest = numbers[limit:]
        cursor = _cursor(replace(place, number=rest[0])) if rest else None
        return {
            "households": [population.household(number) for number in numbers[:limit]],
            "next_cursor": cursor,
            "watermark": f"r{place.revision}",
            "total": len(everything),
        }

    def _place(self, query: Mapping[str, str]) -> Place:
        if "cursor" in query:
            place = _read_cursor(query["cursor"])
            if place.revision > self.population.revision:
                raise Refusal(HTTPStatus.GONE, "cursor_expired")
            return place
        since = query.get("since", "r0")
        if not (since.startswith("r") and since[1:].isascii() and since[1:].isdigit() and len(since) < 9):
            raise Refusal(HTTPStatus.BAD_REQUEST, "unknown_since")
        return Place(0, self.population.revision, int(since[1:]))

    def _spoilt(self, page: dict[str, Json], fault: Misbehaviour | None) -> tuple[bytes, int]:
        if fault is Misbehaviour.REPEATED:
            page = {**self._last_body, "next_cursor": page["next_cursor"]}
        elif fault is Misbehaviour.LOOP:
            page = {**page, "next_cursor": self._last_body.get("next_cursor")}
        elif fault is Misbehaviour.WRONG_SHAPE:
            page = {**page, "households": [{"code": 7}]}
        elif fault is Misbehaviour.HUGE:
            page = {**page, "padding": "x" * (9 << 20)}
        self._last_body = page
        body = canonical_json(page).encode()
        if fault is Misbehaviour.WRONG_JSON:
            body = body[:-20]
        return (body[: len(body) // 2], len(body)) if fault is Misbehaviour.CUT else (body, len(body))


def _misbehave(fault: Misbehaviour | None) -> None:
    refusals = {
        Misbehaviour.UNAVAILABLE: (HTTPStatus.SERVICE_UNAVAILABLE, "maintenance"),
        Misbehaviour.BROKEN: (HTTPStatus.INTERNAL_SERVER_ERROR, "internal"),
        Misbehaviour.CURSOR_EXPIRED: (HTTPStatus.GONE, "cursor_expired"),
    }
    if fault in refusals:
        raise Refusal(*refusals[fault])
    if fault is Misbehaviour.BUSY:
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", ("Retry-After", "7"))
    if fault is Misbehaviour.ELSEWHERE:
        raise Refusal(HTTPStatus.FOUND, "moved", ("Location", "https://elsewhere.example/v1/households"))


def _query(environ: WSGIEnvironment) -> Mapping[str, str]:
    asked = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    if asked.keys() - KNOWN_PARAMETERS or any(len(values) > 1 for values in asked.values()):
        raise Refusal(HTTPStatus.BAD_REQUEST, "unknown_parameter")
    return {name: values[0] for name, values in asked.items()}


def _limit(query: Mapping[str, str], usual: int) -> int:
    text = query.get("limit", str(usual))
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST_AT_ONCE):
        raise Refusal(HTTPStatus.BAD_REQUEST, "unknown_limit")
    return int(text)


def _cursor(place: Place) -> str:
    text = canonical_json([place.number, place.revision, place.since])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> Place:
    try:
        number, revision, since = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return Place(int(number), int(revision), int(since))
    except (ValueError, TypeError, binascii.Error) as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, "unknown_cursor") from error
