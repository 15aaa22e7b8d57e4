"""Walk every link that a person of the demonstration can see, page by page, without a browser."""

import gzip
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from contest_portal.accounts.queries import user_by_email
from contest_portal.kernel.database import Database
from tests.sessions import sign_in_as

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

MOST_OF_A_KIND = 3


@dataclass(frozen=True)
class Visit:
    """An address that was opened: its endpoint, how the portal answered, what crossed the wire, what one can press."""

    address: str
    endpoint: str
    status: int
    is_page: bool
    compressed_bytes: int
    controls: int

    @property
    def fullness(self) -> tuple[int, int]:
        """Say how much there is to look at: first what one can do, then how much is written."""
        return self.controls, self.compressed_bytes


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


def fullest_pages(visits: Mapping[str, tuple[Visit, ...]]) -> dict[str, list[Visit]]:
    """Keep the fullest page of each endpoint, under the role that was shown it."""
    best: dict[str, tuple[str, Visit]] = {}
    for role, of_role in visits.items():
        for visit in of_role:
            known = best.get(visit.endpoint)
            if visit.is_page and (known is None or visit.fullness > known[1].fullness):
                best[visit.endpoint] = (role, visit)
    return {role: [visit for of, visit in best.values() if of == role] for role in visits}


def _open(client: FlaskClient, address: str, endpoint: str) -> tuple[Visit, tuple[str, ...]]:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    sent = response.get_data()
    links = (response.location,) if 300 <= response.status_code < 400 else ()
    is_page = response.status_code == 200 and response.mimetype == "text/html"
    reader = _Reader()
    if is_page:
        reader.feed((gzip.decompress(sent) if response.content_encoding == "gzip" else sent).decode())
        links = tuple(_within(reader.targets, address))
    return Visit(address, endpoint, response.status_code, is_page, len(sent), reader.controls), links


def _client(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    if email:
        database: Database = app.extensions["database"]
        with database.reading() as reading, client.session_transaction() as session:
            user = user_by_email(reading, email)
            assert user is not None
            sign_in_as(session, user.id, user.session_epoch)
    return client


def _endpoint(app: Flask, address: str) -> str:
    parts = urlsplit(address)
    try:
        endpoint, _ = app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return f"nothing at {parts.path}"
    return endpoint


def _within(targets: list[str], address: str) -> Iterator[str]:
    for target in targets:
        parts = urlsplit(urljoin(address, target))
        if parts.netloc or parts.scheme or "lang=" in parts.query:
            continue
        yield parts._replace(fragment="").geturl()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.controls = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.controls += tag in {"button", "input", "select", "textarea"}
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.targets.append(target)
