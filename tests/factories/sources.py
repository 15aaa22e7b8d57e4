"""Outside registries: the reference server on a real socket, and sources and pages of invented people."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.registry.models.sources import FILES, RegistrySource, SourceConflict, SourceRun
from contest_portal.registry.reference.population import Population
from contest_portal.registry.reference.server import Misbehaviour, ReferenceServer
from contest_portal.registry.rules.backoff import Patience
from contest_portal.registry.rules.source_pages import ReadPage, read_page
from contest_portal.registry.sources.http_pages import HttpPages, Surroundings
from tests.factories.registry_files import AT

TOKEN = "a token of the tests"
VARIABLE = "REGISTRY_TOKEN_TESTS"
ENVIRONMENT = {VARIABLE: TOKEN}
CENTRES = ("0903010099",)
HASTY = Patience(attempts=3, first_wait_ms=100, longest_wait_ms=8_000, silence_ms=5_000)


@dataclass
class Waits:
    """Remembers how long somebody would have slept, without sleeping."""

    waits: list[int] = field(default_factory=list)

    def __call__(self, wait_ms: int) -> None:
        self.waits.append(wait_ms)


def surroundings(waits: Waits | None = None, *, jitter: int = 0, at: datetime = AT) -> Surroundings:
    return Surroundings(now=lambda: at, sleep_ms=waits or Waits(), jitter=lambda: jitter)


def reference_server(
    size: int = 5, *, page_size: int = 2, faults: Iterable[Misbehaviour | None] = (), slow_ms: int = 800
) -> ReferenceServer:
    server = ReferenceServer(Population(size, 3, CENTRES), TOKEN, page_size, slow_ms=slow_ms)
    server.faults.extend(faults)
    return server


class Silent(WSGIRequestHandler):
    """Answers without a line in the log for every request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def free_port() -> int:
    """Give a port that nobody holds just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(server: ReferenceServer) -> Iterator[str]:
    """Serve on a socket of this machine; give the address."""
    listener = make_server("127.0.0.1", 0, server, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.server_port}"
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join(timeout=5)


def feed(address: str, *, token: str = TOKEN, waits: Waits | None = None, **limits: int) -> HttpPages:
    return HttpPages(address, token, HASTY, surroundings=surroundings(waits), **limits)


def make_source(
    session: Session,
    code: str = "padron-vecino",
    *,
    address: str = "https://padron.example",
    precedence: int = 10,
    name: str = "Padrón vecino",
) -> RegistrySource:
    source = RegistrySource(
        code=code,
        kind="http",
        name=name,
        base_address=address,
        token_variable=VARIABLE,
        is_active=True,
        precedence=precedence,
    )
    session.add(source)
    session.flush()
    return source


def make_run(
    session: Session, source: RegistrySource, *, state: str = "fetching", fault: str | None = None
) -> SourceRun:
    is_over = state in ("applied", "failed")
    run = SourceRun(
        source_id=source.id,
        state=state,
        error_code=fault,
        started_at=AT,
        ended_at=AT if is_over else None,
    )
    session.add(run)
    session.flush()
    return run


def make_conflict(session: Session, household_id: int) -> SourceConflict:
    """A difference in the centre of a household; what the files said is believed."""
    conflict = SourceConflict(
        household_id=household_id,
        field="centre_code",
        held_source=FILES,
        held_value="0903010099",
        other_source="padron-vecino",
        other_value="0903020004",
        winner=FILES,
        noted_at=AT,
    )
    session.add(conflict)
    session.flush()
    return conflict


def member(dni: str = "70000001", **changes: Json) -> dict[str, Json]:
    """A member of a household as a source sends it."""
    return {
        "dni": dni,
        "given_names": "Delia",
        "paternal_surname": "Ccanto",
        "maternal_surname": "Huamaní",
        "birth_date": "1988-03-14",
        "sex": "F",
        "is_head": True,
        **changes,
    }


def household(code: str = "H-1", *members: dict[str, Json], **changes: Json) -> dict[str, Json]:
    """A household as a source sends it."""
    return {
        "code": code,
        "centre_code": CENTRES[0],
        "language": None,
        "sisfoh_class": "pobre",
        "sisfoh_expires_on": "2028-12-31",
        "members": list(members or (member(),)),
        **changes,
    }


def body(*households: dict[str, Json], **changes: Json) -> bytes:
    """A page as it crosses the wire: the only one of its listing, unless a next cursor is named."""
    page = {"households": list(households), "next_cursor": None, "watermark": "r1", "total": len(households)}
    return canonical_json({**page, **changes}).encode()


def page(*households: dict[str, Json], **changes: Json) -> ReadPage:
    return read_page(body(*households, **changes))


LATER = datetime(2026, 12, 5, 17, 0, tzinfo=UTC)
