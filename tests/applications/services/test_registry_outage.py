"""An outage of the outside registry never blocks a contest: what the register holds is what counts."""

import pytest
from sqlalchemy import func, select

from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import Application
from contest_portal.applications.services.add_member import add_member
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.registry.models.register import Household
from contest_portal.registry.models.sources import SourceRun
from contest_portal.registry.queries.sources import snapshot_in_use
from contest_portal.registry.services.start_run import start_run
from tests.conftest import NOON
from tests.factories.applying import Village
from tests.factories.registry import make_household, make_person
from tests.factories.registry_files import STAFF
from tests.factories.sources import make_source, reference_server, served
from tests.factories.syncing import fetch_some


@pytest.fixture
def gone(village: Village) -> SourceRun:
    """A synchronisation whose source disappears after the first page."""
    with served(reference_server(size=9, page_size=2)) as address:
        source = make_source(village.session, address=address)
        source.last_complete_at = NOON
        village.session.flush()  # starting a run reads the source anew
        run = start_run(village.session, STAFF, source_id=source.id)
        fetch_some(village.session, run.id, most=1)
    fetch_some(village.session, run.id)
    return run


def test_members_are_added_while_the_source_is_gone(village: Village, gone: SourceRun) -> None:
    person = make_person(village.session, make_household(village.session, village.centre), dni="00418672")
    group = village.group(households=0)

    add_member(village.session, village.act(), group_id=group.id, dni="00418672")

    added = [member.person_id for member in group_members(village.session, group.id)]
    assert (gone.error_code, added) == ("source.unreachable", [person.id])


def test_eligibility_is_decided_and_the_application_received_while_the_source_is_gone(
    village: Village, gone: SourceRun
) -> None:
    draft: Application = village.draft()

    sent = submit_application(
        village.session, village.act(), application_id=draft.id, expected_version=draft.version
    ).application

    assert (gone.state, sent.state) == ("failed", "submitted")


def test_pages_that_came_before_the_outage_are_not_in_the_register(village: Village, gone: SourceRun) -> None:
    half = village.session.scalar(
        select(func.count()).select_from(Household).where(Household.code.like("RR-%"))
    )

    assert (gone.pages, half) == (1, 0)


@pytest.mark.usefixtures("gone")
def test_the_snapshot_in_use_stays_the_last_complete_one(village: Village) -> None:
    snapshot = snapshot_in_use(village.session, NOON)

    assert snapshot is not None
    assert (snapshot.source_code, snapshot.complete_at, snapshot.days) == ("padron-vecino", NOON, 0)
