"""Where trials take place: a scene is built once, and each trial has a database of its own that is a copy of it."""

import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, make_url, select
from sqlalchemy.orm import Session

from contest_portal.cli.moving_rows import row_counts
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.database import Database
from contest_portal.publication.invariants import broken_invariants
from contest_portal.tables import METADATA
from tests.postgres import fresh_database

T = TypeVar("T")
_numbers = count(1)


@dataclass(frozen=True)
class Ground:
    """One kind of database: a migrated one to copy, the server it is on, and a folder for files."""

    kind: str
    original: str
    server: str
    folder: Path

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Give the address of a fresh copy."""
        if self.kind == "sqlite":
            file = self.folder / f"trial-{next(_numbers)}.sqlite"
            shutil.copyfile(sqlite_file(self.original), file)
            yield f"sqlite:///{file}"
            for one in self.folder.glob(f"{file.name}*"):
                one.unlink()
            return
        with fresh_database(self.server, template=make_url(self.original).database or "") as url:
            yield url

    @contextmanager
    def with_scene(self, build: Callable[[Session], T]) -> Iterator[tuple["Ground", T]]:
        """Build a scene; what comes back copies it."""
        with self.copy() as url:
            database = Database(url)
            with database.transaction() as session:
                given = build(session)
                session.flush()
            if self.kind == "sqlite":  # its file alone holds everything from now on
                with sqlite3.connect(sqlite_file(url)) as raw:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                raw.close()
            database.engine.dispose()
            yield Ground(self.kind, url, self.server, self.folder), given


def sqlite_file(url: str) -> Path:
    """Give the file of an embedded database."""
    return Path(url.removeprefix("sqlite:///"))


def unsound(url: str, *, known: Collection[str] = ()) -> list[str]:
    """Name what does not hold in a database: its own integrity, the portal's invariants, the chain.

    `known` is what did not hold in the scene before: some are made without every row that real deeds leave.
    """
    database = Database(url)
    try:
        with database.reading() as session:
            found = [f"invariant {one.code}: {', '.join(one.rows)}" for one in broken_invariants(session)]
            broken = verify_chain(session)[1]
            found += [f"chain: {broken}"] if broken else []
            if database.engine.name == "sqlite":
                said = session.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one()
                found += [] if said == "ok" else [f"integrity: {said}"]
        return [one for one in found if one not in known]
    finally:
        database.engine.dispose()


def rows_of(url: str) -> dict[str, int]:
    """Count the rows of every table, and those in each state: a deed done by half leaves other counts."""
    database = Database(url)
    with database.reading() as session:
        counts = row_counts(session.connection())
        for table in METADATA.sorted_tables:
            if counts[table.name] and "state" in table.columns:
                state = table.columns["state"]
                in_each = select(state, func.count()).group_by(state)
                counts |= {f"{table.name} {name}": count for name, count in session.execute(in_each)}
    database.engine.dispose()
    return counts
