"""The step taken outside of the database: which page is wanted, with which token it is asked for."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.rules.source_run import Fault
from contest_portal.registry.run_steps import fetch_wanted, http_feed, wanted_page
from contest_portal.registry.services.record_fetch import record_fetch
from contest_portal.registry.services.start_run import start_run
from contest_portal.registry.sources.protocol import PageRequest
from tests.factories.registry_files import STAFF
from tests.factories.sources import (
    HASTY,
    VARIABLE,
    household,
    make_run,
    make_source,
    page,
    reference_server,
    served,
)


def test_the_first_page_is_wanted_since_the_watermark_and_the_next_from_the_cursor(session: Session) -> None:
    source = make_source(session)
    source.last_complete_at, source.watermark = STAFF.at, "r4"
    session.flush()  # starting a run reads the source anew
    run = start_run(session, STAFF, source_id=source.id)
    first = wanted_page(session, run.id)
    record_fetch(session, STAFF, run_id=run.id, sequence=1, outcome=page(household(), next_cursor="c"))
    second = wanted_page(session, run.id)

    assert first is not None
    assert second is not None
    assert [(wanted.sequence, wanted.request) for wanted in (first, second)] == [
        (1, PageRequest(cursor=None, since="r4")),
        (2, PageRequest(cursor="c", since="r4")),
    ]


@pytest.mark.parametrize(
    ("state", "fault"), [("fetched", None), ("applied", None), ("failed", "source.slow")]
)
def test_a_run_that_has_its_pages_or_is_over_wants_none(
    session: Session, state: str, fault: str | None
) -> None:
    run = make_run(session, make_source(session), state=state, fault=fault)

    assert wanted_page(session, run.id) is None


def test_an_unknown_run_wants_none(session: Session) -> None:
    assert wanted_page(session, 999) is None


@pytest.mark.parametrize("environment", [{}, {VARIABLE: " "}, {"SECRET_KEY": "x"}])
def test_without_a_token_nothing_is_asked(session: Session, environment: dict[str, str]) -> None:
    server = reference_server()
    with served(server) as address:
        run = start_run(session, STAFF, source_id=make_source(session, address=address).id)
        wanted = wanted_page(session, run.id)
        assert wanted is not None
        found = fetch_wanted(wanted, http_feed(environment, HASTY))

    assert (found, server.asked) == (Fault.TOKEN_MISSING, [])


def test_a_variable_for_something_else_is_never_read(session: Session) -> None:
    source = make_source(session)
    source.token_variable = "SECRET_KEY"
    run = start_run(session, STAFF, source_id=source.id)
    wanted = wanted_page(session, run.id)
    assert wanted is not None

    assert fetch_wanted(wanted, http_feed({"SECRET_KEY": "x"}, HASTY)) is Fault.TOKEN_MISSING
