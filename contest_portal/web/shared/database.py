"""The request's way to the database: one read session, and the one place a request may write."""

from contextlib import AbstractContextManager, ExitStack
from weakref import WeakKeyDictionary

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from contest_portal.kernel.database import Database
from contest_portal.kernel.walked_log import WalkedLog

_WALKED: WeakKeyDictionary[Database, WalkedLog] = WeakKeyDictionary()


def register_database(app: Flask, database: Database) -> None:
    """Make the database known to requests and close what a request opened."""
    app.extensions["database"] = database
    app.teardown_appcontext(_close_reading)


def transaction() -> AbstractContextManager[Session]:
    """Open the writing transaction of this request. Wrap exactly one service call in it."""
    return _database().transaction()


def hurried_transaction() -> AbstractContextManager[Session]:
    """Open a writing transaction that soon gives up where others write: for a note that may be left out."""
    return _database().transaction(hurried=True)


def read_session() -> Session:
    """Give the request's session for reading; opened at first use, closed with the request."""
    if "read_session" not in g:
        g.read_stack = ExitStack()
        g.read_session = g.read_stack.enter_context(_database().looking())
    session: Session = g.read_session
    return session


def walked_log() -> WalkedLog:
    """Give what this process remembers of the log of its database."""
    return _WALKED.setdefault(_database(), WalkedLog())


def reading_anew() -> AbstractContextManager[Session]:
    """Open another reading, for what this request has just written: its own read session still sees what was before."""
    return _database().looking()


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


def _close_reading(_error: BaseException | None) -> None:
    stack = g.pop("read_stack", None)
    if stack is not None:
        stack.close()
        g.pop("read_session", None)  # not there when the database could not be reached
