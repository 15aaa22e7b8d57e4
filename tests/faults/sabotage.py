"""Protections removed, one by one, in a process that a trial started: what must be found out."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MappingProxyType

from sqlalchemy.orm import Session

from contest_portal.kernel import database

LATER_SECONDS = 0.25


def acknowledge_before_commit() -> None:
    """Say "done" first and commit a moment later."""

    @contextmanager
    def transaction(self: database.Database) -> Iterator[Session]:
        connection = self.engine.connect().execution_options(portal_writes=True)
        session = Session(connection, expire_on_commit=False)
        try:
            yield session
            session.flush()
        except BaseException:
            session.close()
            connection.close()
            raise

        def commit() -> None:
            session.commit()
            connection.close()

        threading.Timer(LATER_SECONDS, commit).start()

    database.Database.transaction = transaction  # type: ignore[method-assign]


SABOTAGES = MappingProxyType({one.__name__: one for one in (acknowledge_before_commit,)})
