"""Walk every link that a person of the demonstration can see, page by page, without a browser."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from contest_portal.accounts.queries import user_by_email
from contest_portal.kernel.database import Database

ROLES = {
    "visitor": "",
    "representative": "grupo@demo.example",
    "juror": "jurado@demo.example",
    "staff": "programa@demo.example",
    "secretary": "secretaria@demo.example",
    "auditor": "auditoria@demo.example",
    "admin": "admin@demo.example",
}
"""Each role of the demonstration and its account; a visitor has none."""

BESIDE_LINKS = {"staff": ("/oficina/hogares/1",)}
"""Pages that one reaches by a search alone, whose words are not kept in an address."""

MOST_OF_A_KIND = 6


@dataclass(frozen=True)
class Visit:
    """An address that was opened: its endpoint, how the portal answered, and what crossed the wire."""

    address: str
    endpoint: str
    status: int
    is_page: bool
    compressed_bytes: int


def walk(app: Flask, role: str) -> tuple[Visit, ...]:
    """Open what can be reached from a role's first page, at most MOST_OF_A_KIND addresses of each endpoint.

    Pages for everyone are left to the visitor.
    """
    email = ROLES[role]
    client = _client(app, email)
    waiting, seen = deque(["/inicio" if email else "/", *BESIDE_LINKS.get(role, ())]), {"/"}
    opened: dict[str, int] = defaultdict(int)
    visits = []
    while waiting:
        address = waiting.popleft()
        endpoint = _endpoint(app, address)
        if opened[endpoint] >= MOST_OF_A_KIND or (email and endpoint.startswith("public.")):
            continue
        opened[endpoint] += 1
        visit, links = _open(client, address, endpoint)
        visits.append(visit)
        fresh = [link for link in links if link not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return tuple(visits)


def fullest_pages(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """Keep the largest page of each endpoint."""
    best: dict[str, Visit] = {}
    for visit in visits:
        if visit.is_page and visit.compressed_bytes > _size(best.get(visit.endpoint)):
            best[visit.endpoint] = visit
    return tuple(best.values())


def _open(client: FlaskClient, address: str, endpoint: str) -> tuple[Visit, tuple[str, ...]]:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    size = len(response.get_data())
    links = (response.location,) if 300 <= response.status_code < 400 else ()
    is_page = response.status_code == 200 and response.mimetype == "text/html"
    if is_page:
        plain = client.get(address).get_data(as_text=True)
        links = tuple(_links(plain, address))
    return Visit(address, endpoint, response.status_code, is_page, size), links


def _client(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    if email:
        database: Database = app.extensions["database"]
        with database.reading() as reading, client.session_transaction() as session:
            user = user_by_email(reading, email)
            assert user is not None
            session["_user_id"] = f"{user.id}:{user.session_epoch}"
            session["_fresh"] = True
    return client


def _endpoint(app: Flask, address: str) -> str:
    parts = urlsplit(address)
    try:
        endpoint, _ = app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return f"nothing at {parts.path}"
    return endpoint


def _links(html: str, address: str) -> Iterator[str]:
    parser = _LinkReader()
    parser.feed(html)
    for target in parser.targets:
        parts = urlsplit(urljoin(address, target))
        if parts.netloc or parts.scheme or "lang=" in parts.query:
            continue
        yield parts._replace(fragment="").geturl()


def _size(visit: Visit | None) -> int:
    return 0 if visit is None else visit.compressed_bytes


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.targets.append(target)
