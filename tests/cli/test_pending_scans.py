"""The worker asks the virus scanner again about what it was silent about; a bucket that is away stops nothing."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from contest_portal.applications.quarantine_models import QuarantinedFile
from contest_portal.cli.import_worker import ImportWorker, Workshop, tidy_room
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.database import Database
from contest_portal.kernel.scanner import Scanner
from contest_portal.kernel.storage import Storage, shelf_at
from tests.cli.test_import_worker import make_shop
from tests.conftest import NOON, StandingClock

CONTENT = b"sent while the scanner was silent"


@pytest.fixture
def shop(own_database_url: str, tmp_path: Path) -> Iterator[Workshop]:
    """A workshop over a database with real commits, in which one file waits; nothing waits there afterwards."""
    database = Database(own_database_url)
    shop = make_shop(database, tmp_path, StandingClock())
    with database.transaction() as session:
        session.add(QuarantinedFile(sha256=shop.storage.put(CONTENT), since=NOON))
    yield shop
    with database.transaction() as session:
        session.execute(delete(QuarantinedFile))
    database.engine.dispose()


def tries(shop: Workshop) -> list[int]:
    """Give how often each file that waits was asked for."""
    with shop.database.reading() as session:
        return [one.tries for one in session.query(QuarantinedFile)]


def test_worker_asks_the_scanner_again_every_minute_and_not_more_often(shop: Workshop) -> None:
    asked, clock = shop.storage.root / "asked", shop.clock
    assert isinstance(clock, StandingClock)
    worker = ImportWorker(replace(shop, scanner=Scanner(f"sh -c 'echo x >> {asked}; exit 2'")))

    ImportWorker(shop).scan()  # which has no scanner
    for seconds in (0, 59, 1):
        clock.instant += timedelta(seconds=seconds)
        worker.scan()

    assert (tries(shop), asked.read_text()) == ([2], "x\nx\n")


def test_worker_lets_a_clean_file_go_while_it_works(shop: Workshop) -> None:
    thread = threading.Thread(target=ImportWorker(replace(shop, scanner=Scanner("true"))).run)
    thread.start()
    while tries(shop):
        thread.join(0.02)
    shop.is_closing.set()
    shop.bell.set()
    thread.join()

    assert shop.storage.get(sha256_hex(CONTENT)) == CONTENT


def test_a_bucket_that_is_away_stops_no_tidying(shop: Workshop, tmp_path: Path) -> None:
    pytest.importorskip("obstore")
    away = Storage(tmp_path / "elsewhere", shelf_at("s3://archivos?endpoint=http://127.0.0.1:9"))

    assert tidy_room(replace(shop, storage=away)) == 0
