"""Running a synchronisation as its callers do: fetch outside, record inside."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.registry.models.sources import RegistrySource, SourceRun
from contest_portal.registry.rules.source_pages import ReadPage
from contest_portal.registry.run_steps import OpenFeed, fetch_wanted, http_feed, wanted_page
from contest_portal.registry.services.apply_run import apply_run
from contest_portal.registry.services.record_fetch import record_fetch
from contest_portal.registry.services.start_run import start_run
from tests.factories.registry_files import STAFF
from tests.factories.sources import ENVIRONMENT, HASTY, surroundings


def hasty_feed() -> OpenFeed:
    return http_feed(ENVIRONMENT, HASTY, surroundings())


def fetch_some(session: Session, run_id: int, *, most: int = 1_000, act: Act = STAFF) -> int:
    """Fetch over the socket until nothing is wanted; give the number of outcomes recorded."""
    for number in range(most):
        wanted = wanted_page(session, run_id)
        if wanted is None:
            return number
        outcome = fetch_wanted(wanted, hasty_feed())
        record_fetch(session, act, run_id=run_id, sequence=wanted.sequence, outcome=outcome)
    return most


def synchronised(session: Session, source: RegistrySource, act: Act = STAFF) -> SourceRun:
    """Run the whole of it over the socket; the run is applied when all pages came."""
    run = start_run(session, act, source_id=source.id)
    fetch_some(session, run.id, act=act)
    if run.state == "fetched":
        apply_run(session, act, run_id=run.id)
    return run


def applied(session: Session, source: RegistrySource, *pages: ReadPage, act: Act = STAFF) -> SourceRun:
    """Run it from pages in the hand."""
    run = start_run(session, act, source_id=source.id)
    for page in pages:
        record_fetch(session, act, run_id=run.id, sequence=run.pages + 1, outcome=page)
    return apply_run(session, act, run_id=run.id)
