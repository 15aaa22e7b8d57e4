"""The next step of a synchronisation, taken outside of any transaction: the network never holds the database.

Whoever runs it (a page or the command) alternates: read what is wanted, fetch it, record it in one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models.sources import RegistrySource, SourceRun
from contest_portal.registry.rules.backoff import Patience
from contest_portal.registry.rules.source_pages import ReadPage
from contest_portal.registry.rules.source_run import Fault, FetchStopped, RunState
from contest_portal.registry.sources.http_pages import HttpPages, Surroundings
from contest_portal.registry.sources.protocol import PageFeed, PageRequest
from contest_portal.registry.tokens import token_of

OpenFeed = Callable[[RegistrySource], PageFeed]


@dataclass(frozen=True, slots=True)
class WantedPage:
    """The page that a run wants next, and the source to ask for it."""

    source: RegistrySource
    sequence: int
    request: PageRequest


def wanted_page(session: Session, run_id: int) -> WantedPage | None:
    """Give the page that a run wants next; None when it has all of them, or is over."""
    row = session.execute(
        select(SourceRun, RegistrySource)
        .join(RegistrySource, RegistrySource.id == SourceRun.source_id)
        .where(SourceRun.id == run_id, SourceRun.state == RunState.FETCHING.value)
    ).one_or_none()
    if row is None:
        return None
    run, source = row
    return WantedPage(source, run.pages + 1, PageRequest(cursor=run.next_cursor, since=run.since))


def fetch_wanted(wanted: WantedPage, open_feed: OpenFeed) -> ReadPage | Fault:
    """Fetch a page; what stops it is an outcome too."""
    try:
        return open_feed(wanted.source).fetch(wanted.request)
    except FetchStopped as stop:
        return stop.fault


def http_feed(
    environment: Mapping[str, str], patience: Patience, surroundings: Surroundings | None = None
) -> OpenFeed:
    """Make what opens the pages of a source over HTTP, with its token from the environment."""

    def open_feed(source: RegistrySource) -> PageFeed:
        token = token_of(source, environment)
        return HttpPages(
            source.base_address or "", token, patience, surroundings=surroundings or Surroundings()
        )

    return open_feed
