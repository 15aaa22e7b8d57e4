"""F-10: the disk under PostgreSQL, or under the files that are kept, is full; people are told, and it goes on."""

import http.client
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from signal import SIGQUIT
from threading import Event

import psycopg
import pytest
from sqlalchemy import select

from benchmarks.deadline_client import Answer, Browser, signed_in
from contest_portal.applications.models import Attachment
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage
from tests.factories.attachments import PDF_BYTES
from tests.faults.grounds import Ground, unsound
from tests.faults.served import SECRET, Portal, served
from tests.faults.small_disk import SmallDisk, small_disk
from tests.faults.tally import Tally
from tests.faults.test_f01_power_cut_of_the_server import give_to
from tests.faults.test_f07_database_away import a_village
from tests.faults.waiting import until
from tests.faults.writers import Drafts, Writer, all_writing, drafts_of_many, lost
from tests.postgres import PostgresUnavailableError, Server, server_of_its_own

DISK_MEGABYTES, FULL_SECONDS, BACK_WITHIN_SECONDS, BOUNDARY = 160, 2, 5, "---of-this-trial"
NOISE = 500
"""Bytes that no database makes shorter: what is longer than a quarter of a page lies elsewhere and needs new pages."""
PAUSE_SECONDS = 0.6
"""The portal takes 120 texts a minute from one group."""
MOST_FULL_SECONDS = 30
"""So long it may take until a write needs a new page: those that are there have room for some."""
TOLD = "guarda los archivos no responde o no tiene espacio"


def test_a_full_disk_under_postgresql_loses_nothing(tmp_path: Path, tally: Tally) -> None:
    tally.begin("F-10", "disk of PostgreSQL full while groups save and send", "postgresql")
    try:
        with on_a_small_disk(tmp_path) as (server, disk, drafts):
            half = len(drafts) // 2
            with writing(server, drafts[:half], tmp_path / "true") as (portal, writers):
                for number in tally.times(2, 20):
                    tally.add(full_for_a_while(server, disk, portal, writers, is_log_full=number % 2 == 1))
                tally.note = f"{sum(one.acknowledged for one in writers)} acknowledged"
            twin = writing(server, drafts[half:], tmp_path / "twin", sabotage="no_room_is_a_mistake")
            with twin as (portal, writers):
                tally.add_twin(full_for_a_while(server, disk, portal, writers, is_log_full=False))
    except PostgresUnavailableError as error:
        pytest.skip(str(error))

    tally.judge(twin_percent=100)


@contextmanager
def on_a_small_disk(folder: Path) -> Iterator[tuple[Server, SmallDisk, Drafts]]:
    """Make a server with a village, and move its files to a small disk."""
    with server_of_its_own(synchronous_commit="on", min_wal_size="32MB", max_wal_size="32MB") as made:
        with a_village(made) as drafts:
            made.stop()
        with small_disk(made.folder / "small", DISK_MEGABYTES) as disk:
            shutil.copytree(made.folder / "data", disk.folder / "data")
            give_to((made.folder / "data").stat().st_uid, disk.folder)
            server = replace(made, folder=disk.folder, process=None)
            server.start()
            try:
                yield server, disk, drafts
            finally:
                server.stop(SIGQUIT)


@contextmanager
def writing(
    server: Server, drafts: Drafts, folder: Path, *, sabotage: str = ""
) -> Iterator[tuple[Portal, list[Writer]]]:
    with served(server.url, folder, sabotage=sabotage) as portal:
        writers = [Writer(portal.port, *draft, noise=NOISE, pause=PAUSE_SECONDS) for draft in drafts]
        for one in writers:
            one.open()
        yield portal, writers


def full_for_a_while(
    server: Server, disk: SmallDisk, portal: Portal, writers: list[Writer], *, is_log_full: bool
) -> list[str]:
    """Let all write while there is no room: not even for the next file of the server's log, if so asked."""
    end = Event()
    pool = all_writing(writers, end)
    time.sleep(0.5)
    disk.fill()
    read = Browser(portal.port, writers[0].cookie).ask("GET", "/grupo/").status
    if is_log_full:
        use_up_the_log(server)
    until(lambda: any(status >= 500 for one in writers for status in one.answers), seconds=MOST_FULL_SECONDS)
    time.sleep(FULL_SECONDS)
    end.set()
    pool.shutdown()
    disk.empty()
    seconds = seconds_until_it_saves(writers, server)
    told = {status for one in writers for status in one.answers}
    found = [] if read == 200 else [f"reading: {read}"]
    found += [f"{status} was answered" for status in told - {200, 409, 503}]
    found += [] if 503 in told else ["nobody was told"]
    found += [f"saves again after {seconds:.1f} s"] if seconds > BACK_WITHIN_SECONDS else []
    found += ["not told when to come again"] if any(one.rushed for one in writers) else []
    for one in writers:
        one.answers.clear()
    return found + lost(portal.url, writers) + unsound(portal.url)


def use_up_the_log(server: Server) -> None:
    """Go on to the next file of the log until there is none: then the server ends itself."""
    try:
        with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as raw:
            for _ in range(20):
                raw.execute("select pg_logical_emit_message(false, 'trial', 'x')")
                raw.execute("select pg_switch_wal()")
    except psycopg.OperationalError:
        return
    raise AssertionError("the log found room on a full disk")


def seconds_until_it_saves(writers: list[Writer], server: Server) -> float:
    began = time.monotonic()
    while time.monotonic() < began + 2 * BACK_WITHIN_SECONDS:
        if server.process and server.process.poll() is not None:
            server.start()  # as whoever watches over it does: it may take a while to end
        for one in writers:
            one.write()
        if all(one.answers[-1] == 200 for one in writers):
            break
        time.sleep(PAUSE_SECONDS)
    return time.monotonic() - began


def test_a_full_disk_under_the_files_keeps_none_by_half(ground: Ground, tally: Tally) -> None:
    tally.begin("F-10", "disk of the stored files full while a group adds one", ground.kind)
    for sabotage in ("", "row_without_its_file"):
        with (
            ground.with_scene(lambda session: drafts_of_many(session, 1)) as (scene, drafts),
            scene.copy() as url,
            small_disk(scene.folder / f"small{sabotage}", 1) as disk,
            served(
                url,
                scene.folder / f"served{sabotage}",
                workers=0 if scene.kind == "sqlite" else 1,
                sabotage=sabotage,
                STORAGE_DIR=str(disk.folder / "storage"),
            ) as portal,
        ):
            found = added_without_room(portal, disk, *drafts[0])
            tally.add_twin(found) if sabotage else tally.add(found)

    tally.judge(twin_percent=100)


def added_without_room(portal: Portal, disk: SmallDisk, draft: int, user: int) -> list[str]:
    """Add a file to a draft while there is no room, and once more when there is."""
    disk.fill()
    full = added(portal.port, draft, user)
    found = [] if (full.status, TOLD in full.text) == (503, True) else [f"without room: {full.status}"]
    found += wrong_files(portal.url, Storage(disk.folder / "storage"), 0)
    disk.empty()
    again = added(portal.port, draft, user)
    found += [] if again.status == 303 else [f"with room again: {again.status}"]
    return found + wrong_files(portal.url, Storage(disk.folder / "storage"), 1) + unsound(portal.url)


def added(port: int, draft: int, user: int) -> Answer:
    """Add the file as the page does."""
    address = f"/grupo/solicitudes/{draft}/anexos"
    page = Browser(port, signed_in(SECRET, user)).ask("GET", address)
    token = re.findall('name="csrf_token"[^>]* value="([^"]+)"', page.text)[0]
    body = b"".join(
        (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'.encode(),
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="perfil.pdf"\r\n'.encode(),
            b"Content-Type: application/pdf\r\n\r\n",
            PDF_BYTES,
            f"\r\n--{BOUNDARY}--\r\n".encode(),
        )
    )
    headers = {"Cookie": page.cookie, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("POST", address, body=body, headers=headers)
        answer = line.getresponse()
        return Answer(answer.status, answer.read(), "", 0)


def wrong_files(url: str, storage: Storage, expected: int) -> list[str]:
    """Name rows without their file, other numbers of rows than expected, and what is there by half."""
    database = Database(url)
    with database.reading() as session:
        rows = session.scalars(select(Attachment)).all()
    database.engine.dispose()
    found = [] if len(rows) == expected else [f"{len(rows)} rows of files, not {expected}"]
    found += [f"{row.name} has no file" for row in rows if not storage.has(row.sha256)]
    kept = [one for one in storage.root.rglob("*") if one.is_file()]
    return found + [
        f"{one.name} is there by half" for one in kept if sha256_hex(one.read_bytes()) != one.name
    ]
