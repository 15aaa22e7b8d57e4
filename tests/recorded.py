"""Nothing is changed unrecorded: each transaction that the portal opens and commits in any test is looked at.

Its own code opens them in pages and commands; what a test's factories write is left alone. One that wrote a table has
added a row to the log, or stands in `UNRECORDED` with a reason; else the test fails.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from contest_portal.kernel.database import Database
from contest_portal.web.shared import database as of_requests

OWN = "contest_portal."
LOG = frozenset({"audit", "audit_head"})
SEALING = "cli.sealed_rows.seal_anew"
FETCHING = "web.staff.registry_runs._fetch_some", "cli.registry_sources._fetch_one"
UNRECORDED: dict[str, tuple[tuple[str, ...], str]] = {
    "access_log": (
        (
            "web.applicant.members._person_shown",
            "web.staff.registry_accesses.registry_accesses_csv",
            "web.staff.registry_accesses.registry_person_accesses",
            "web.staff.registry_exports._mark",
            "web.staff.registry_files.look_at",
            "web.staff.registry_history_files._on_record",
        ),
        "who looked at a file: a record itself, which the database refuses to change; reveals are in the log too",
    ),
    "application": (
        ("web.applicant.autosave._save",),
        "a draft saved field by field: the log has a row for each sitting, and what is sent is kept whole",
    ),
    "audit_checkpoint": (
        ("cli.audit.checkpoint_command",),
        "a state of the log, kept beside it: a row about it would make it another one",
    ),
    "document": ((SEALING,), "sealed anew: no value changes, and one row at the end counts them"),
    "follow_up": ((SEALING,), "as with documents"),
    "import_job": (
        ("cli.import_worker.ImportWorker._take",),
        "which process works on an import: asking for it and its end are rows",
    ),
    "open_session": (
        ("web.shared.session._note_use", "web.shared.session.open_session"),
        "the own list of sessions: what opened one is a row, and when it was used is no deed",
    ),
    "quarantined_file": (
        ("cli.pending_scans.scan_pending",),
        "how often the virus scanner was asked in vain; what it found, or that it found nothing, is a row",
    ),
    "scoring_fact": ((SEALING,), "as with documents"),
    "source_page": (
        FETCHING,
        "a page that waits beside the register: beginning, failure and use of the run are rows",
    ),
    "source_run": (FETCHING, "how many pages came, as above"),
}
"""Tables that a transaction may write without a row of the log: where, and why that may be."""
Opens = Callable[..., AbstractContextManager[Session]]
_OF_REQUESTS = of_requests.transaction.__code__, of_requests.hurried_transaction.__code__
_WRITING = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE(?: ONLY)?|DELETE FROM) "?(\w+)', re.IGNORECASE)
_found: list[str] = []


def watch_transactions() -> None:
    """Let this process look at each transaction from now on."""
    Database.transaction = looked_at(Database.transaction)  # type: ignore[method-assign,assignment]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Fail a test in which, or in whose fixtures, something was changed unrecorded."""
    try:
        yield
    finally:
        found = taken()
        assert not found, "; ".join(found)


def taken() -> tuple[str, ...]:
    """Give what was changed unrecorded since this was asked last."""
    found = tuple(_found)
    _found.clear()
    return found


def looked_at(opens: Opens) -> Opens:
    """Look at a transaction if the portal's own code opens it."""

    def transaction(self: Database, *, hurried: bool = False) -> AbstractContextManager[Session]:
        opener = sys._getframe(1)
        if opener.f_code in _OF_REQUESTS:
            opener = sys._getframe(2)
        module = opener.f_globals["__name__"]
        if not module.startswith(OWN):
            return opens(self, hurried=hurried)
        return _watched(
            opens(self, hurried=hurried), f"{module.removeprefix(OWN)}.{opener.f_code.co_qualname}"
        )

    return transaction


def unrecorded(place: str, written: set[str]) -> list[str]:
    """Name the tables that were written here without a row of the log, though they must not."""
    if not LOG.isdisjoint(written):
        return []
    return sorted(table for table in written if place not in UNRECORDED.get(table, ((), ""))[0])


@contextmanager
def _watched(opened: AbstractContextManager[Session], place: str) -> Iterator[Session]:
    written: set[str] = set()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if found := _WRITING.match(statement):
            written.add(found[1])

    with opened as session:
        connection = session.get_bind()
        event.listen(connection, "before_cursor_execute", note)
        try:
            yield session
            session.flush()  # now, as the commit would: nothing is written after it
        finally:
            event.remove(connection, "before_cursor_execute", note)
    _found.extend(f"{place} writes {table} without a row of the log" for table in unrecorded(place, written))
