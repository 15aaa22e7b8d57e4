"""F-07: the database is away for a moment, or held by another writer; people hear so, and nothing is lost."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from signal import SIGQUIT
from threading import Event

import pytest
from alembic import command

from benchmarks.deadline_client import Browser
from contest_portal.cli.database import alembic_config
from contest_portal.kernel.database import Database
from tests.faults.grounds import Ground, sqlite_file, unsound
from tests.faults.served import Portal, served
from tests.faults.tally import Tally
from tests.faults.writers import Writer, all_writing, drafts_of_many, lost
from tests.postgres import PostgresUnavailableError, Server, server_of_its_own

WRITERS, AWAY_SECONDS, BACK_WITHIN_SECONDS, HELD_SECONDS = 6, 1.0, 5, 3
READERS = 8
PAUSE_SECONDS = 0.5
"""Between two texts of the long set: it lasts for more of them than the portal takes from one group in a minute."""
Served = tuple[Portal, list[Writer]]


def test_nothing_is_lost_when_the_server_of_the_database_goes_down(tmp_path: Path, tally: Tally) -> None:
    tally.begin("F-07", "PostgreSQL stopped at once and started again", "postgresql")
    try:
        with server_of_its_own(synchronous_commit="on") as server, a_village(server) as drafts:
            with portal_of(server, drafts, tmp_path / "true") as (portal, writers):
                for one in writers if tally.is_long else ():
                    one.pause = PAUSE_SECONDS
                for _ in tally.times(4, 60):
                    tally.add(one_crash(server, portal, writers))
                tally.note = f"{sum(one.acknowledged for one in writers)} acknowledged"
            with portal_of(server, drafts, tmp_path / "twin", sabotage="away_is_a_mistake") as (
                portal,
                writers,
            ):
                for _ in range(2):
                    tally.add_twin(one_crash(server, portal, writers))
    except PostgresUnavailableError as error:
        pytest.skip(str(error))

    tally.judge(twin_percent=100)


@contextmanager
def a_village(server: Server) -> Iterator[list[tuple[int, int]]]:
    command.upgrade(alembic_config(server.url), "head")
    database = Database(server.url)
    with database.transaction() as session:
        drafts = drafts_of_many(session, 2 * WRITERS)
    database.engine.dispose()
    yield drafts


@contextmanager
def portal_of(
    server: Server, drafts: list[tuple[int, int]], folder: Path, *, sabotage: str = ""
) -> Iterator[Served]:
    with served(server.url, folder, sabotage=sabotage) as portal:
        mine = drafts[WRITERS:] if sabotage else drafts[:WRITERS]
        writers = [Writer(portal.port, *draft) for draft in mine]
        for one in writers:
            one.open()
        yield portal, writers


def one_crash(server: Server, portal: Portal, writers: list[Writer]) -> list[str]:
    """Let all write, take the database away for a second, and look at what everybody was told."""
    end = Event()
    pool = all_writing(writers, end)
    time.sleep(1)
    server.stop(SIGQUIT)
    time.sleep(AWAY_SECONDS)
    end.set()
    pool.shutdown()
    server.start()
    with ThreadPoolExecutor(READERS) as readers:
        first = list(
            readers.map(lambda one: Browser(portal.port, one.cookie).ask("GET", "/grupo/").status, writers)
        )
    found = [f"{status} was answered after the database came back" for status in first if status != 200]
    told = {status for one in writers for status in one.answers} - {200, 409, 503}
    found += [f"{status} was answered while the database was away" for status in told]
    for one in writers:
        one.answers.clear()
    return found + lost(portal.url, writers) + unsound(portal.url)


def test_who_writes_while_another_holds_the_file_waits_and_who_reads_does_not(
    sqlite_ground: Ground, tally: Tally
) -> None:
    tally.begin("F-07", f"SQLite held for {HELD_SECONDS} s by another writer", "sqlite")
    for sabotage in ("", "no_patience"):
        with (
            sqlite_ground.with_scene(lambda session: drafts_of_many(session, 1)) as (scene, drafts),
            scene.copy() as url,
            served(url, scene.folder / "served", workers=0, sabotage=sabotage) as portal,
        ):
            writer = Writer(portal.port, *drafts[0])
            writer.open()
            for _ in tally.times(1, 5):
                found = held(portal, writer) + unsound(url)
                tally.add_twin(found) if sabotage else tally.add(found)

    tally.judge(twin_percent=100)


def held(portal: Portal, writer: Writer) -> list[str]:
    with closing(sqlite3.connect(sqlite_file(portal.url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(writer.write)
            began = time.monotonic()
            read = Browser(portal.port, writer.cookie).ask("GET", "/grupo/").status
            reading = time.monotonic() - began
            time.sleep(max(0.0, HELD_SECONDS - reading))
            other.execute("ROLLBACK")
            writing.result()
    found = [] if read == 200 and reading < 2 else [f"reading: {read} after {reading:.1f} s"]
    return found + [f"writing: {status}" for status in writer.answers if status != 200]
