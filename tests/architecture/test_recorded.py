"""A change that the log does not tell of fails the test in which it happens (tests/recorded.py)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pkgutil import resolve_name

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import record
from contest_portal.kernel.database import Database
from contest_portal.tables import METADATA
from tests.recorded import OWN, UNRECORDED, taken, unrecorded

CARELESS = f"{OWN}web.staff.careless"
AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
CHANGE = text("DELETE FROM fund WHERE name = ''")


def deed(database: Database, module: str, *, noted: bool) -> None:
    """Write a table as code of this module would, with a row of the log or without."""
    space = {"__name__": module, "database": database, "change": CHANGE, "note": note if noted else id}
    exec(  # noqa: S102 - code that belongs to another module, as far as anybody can tell
        "with database.transaction() as session:\n    session.execute(change)\n    note(session)", space
    )


def note(session: Session) -> None:
    record(session, at=AT, actor_id=None, action="fund.edited", subject="fund:1")


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    yield
    taken()


@pytest.mark.parametrize(
    ("module", "noted", "found"),
    [
        pytest.param(CARELESS, False, True, id="the portal, without a row"),
        pytest.param(CARELESS, True, False, id="the portal, with one"),
        pytest.param("tests.factories.fund", False, False, id="a factory"),
    ],
)
def test_a_change_without_a_row_is_noticed(
    database: Database, module: str, *, noted: bool, found: bool
) -> None:
    deed(database, module, noted=noted)

    place = f"{CARELESS.removeprefix(OWN)}.<module>"
    assert taken() == ((f"{place} writes fund without a row of the log",) if found else ())


def test_what_was_rolled_back_changed_nothing(database: Database) -> None:
    with pytest.raises(AttributeError):
        exec(  # noqa: S102 - as above
            "with database.transaction() as session:\n    session.execute(change)\n    session.no_such_thing()",
            {"__name__": CARELESS, "database": database, "change": CHANGE},
        )

    assert taken() == ()


def test_an_exception_is_one_of_its_place_and_its_table_alone() -> None:
    assert unrecorded("web.applicant.autosave._save", {"application"}) == []
    assert unrecorded("web.applicant.autosave._save", {"application", "fund"}) == ["fund"]
    assert unrecorded("web.applicant.sections.section", {"application"}) == ["application"]


@pytest.mark.parametrize("table", sorted(UNRECORDED))
def test_each_exception_names_a_table_and_places_that_there_are(table: str) -> None:
    places, reason = UNRECORDED[table]

    assert table in METADATA.tables
    assert reason
    assert all(callable(resolve_name(OWN + place)) for place in places)
