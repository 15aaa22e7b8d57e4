"""F-01b for PostgreSQL: the power goes while groups send; what was acknowledged is on the disk of its server."""

import os
import random
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from alembic import command
from sqlalchemy import select

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import Application
from contest_portal.cli.database import alembic_config
from contest_portal.kernel.database import Database
from tests.faults.crew import member
from tests.faults.grounds import unsound
from tests.faults.power import Tree
from tests.faults.syscalls import Call, calls, traced
from tests.faults.tally import Tally
from tests.faults.test_f01_power_cut import drafts
from tests.faults.worker import Task
from tests.postgres import PostgresUnavailableError, Server, server_of_its_own

WRITING = "pwrite64,pwritev,write,fdatasync,fsync,ftruncate,sendto"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
TWINS = ({"synchronous_commit": "off", "wal_writer_delay": "10s"}, {"fsync": "off"})
DRAW = random.Random(3)
MAY_LOOK_ON = Path("/proc/sys/kernel/yama/ptrace_scope")


@dataclass(frozen=True)
class Stopped:
    """A server that was stopped in order: its files, what is known of its groups, and how to start copies of it."""

    server: Server
    act: Act
    sent: Sequence[int]

    @property
    def data(self) -> Path:
        return self.server.folder / "data"

    @contextmanager
    def started(self, data: Path, settings: dict[str, str]) -> Iterator[Server]:
        """Start a server over other files, which are moved to where it looks for them."""
        place = data.parent
        give_to(self.data.stat().st_uid, place)
        server = replace(
            self.server, folder=place, settings={**self.server.settings, **settings}, process=None
        )
        try:
            server.start()
            yield server
        finally:
            server.stop(signal.SIGQUIT)


def test_the_server_has_on_its_disk_what_it_acknowledged(tally: Tally) -> None:
    tally.begin("F-01b", "power cut under PostgreSQL; its log synced before each answer", "postgresql")
    if os.geteuid() != 0 and MAY_LOOK_ON.exists() and MAY_LOOK_ON.read_text().strip() != "0":
        pytest.skip("strace may not look on at a server here (kernel.yama.ptrace_scope)")
    try:
        with stopped_server() as stopped:
            tried(stopped, tally)
    except PostgresUnavailableError as error:
        pytest.skip(str(error))

    tally.judge(twin_percent=100)


def tried(stopped: Stopped, tally: Tally) -> None:
    written = recorded(stopped, DURABLE)
    for moment in acknowledgements(stopped, written):
        tally.add(unsynced(moment))
    step = len(written) // (60 if tally.is_long else 4)
    for number, moment in numbered(stopped, written):
        if number % step == step - 1:
            tally.add(found_after(stopped, moment, DRAW if number // step % 2 else None))
    for settings in TWINS:
        *_, last = acknowledgements(stopped, recorded(stopped, DURABLE | settings))
        tally.add_twin(unsynced(last))
        tally.add_twin(found_after(stopped, last, None))
    tally.note = f"of {len(written)} system calls"


@contextmanager
def stopped_server() -> Iterator[Stopped]:
    """Make a server with a village of groups that are about to send, and stop it."""
    with server_of_its_own() as server:
        command.upgrade(alembic_config(server.url), "head")
        database = Database(server.url)
        with database.transaction() as session:
            act, sent = drafts(session)
        database.engine.dispose()
        with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as raw:
            raw.execute("select pg_switch_wal()")  # room for all that follows
        server.stop()
        yield Stopped(server, act, sent)


def recorded(stopped: Stopped, settings: dict[str, str]) -> Sequence[Call]:
    """Let all send while every system call of the server is written down; in the middle it writes a checkpoint."""
    live = live_folder(stopped)
    shutil.rmtree(live, ignore_errors=True)
    live.mkdir()
    shutil.copytree(stopped.data, live / "data")
    log = stopped.server.folder / "calls"
    with stopped.started(live / "data", settings) as server:
        assert server.process
        shutil.rmtree(base_folder(stopped), ignore_errors=True)
        shutil.copytree(live / "data", base_folder(stopped))  # it has noted on the disk that it runs
        pid = server.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        others = [word for child in children for word in ("-p", child)]
        with traced(pid, log, "-e", f"trace={WRITING}", *others), member(patient(server)) as process:
            for number, application_id in enumerate(stopped.sent):
                if number == len(stopped.sent) // 2 and settings == DURABLE:
                    checkpoint(server)
                process.begin(Task("submit", (stopped.act, application_id)))
                assert process.outcome()
    return calls(log)


def patient(server: Server) -> str:
    """Give the address by which to wait longer for a server that is looked on at."""
    return f"{server.url}&connect_timeout=60"


def checkpoint(server: Server) -> None:
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as raw:
        raw.execute("checkpoint")


def live_folder(stopped: Stopped) -> Path:
    return stopped.server.folder / "live"


def base_folder(stopped: Stopped) -> Path:
    return stopped.server.folder / "base"


@dataclass
class Moment:
    """How many were acknowledged by then, whether the log was synced since the last, and the disk, until the next."""

    disk: Tree
    acknowledged: int = 0
    is_synced: bool = False


def numbered(stopped: Stopped, written: Sequence[Call]) -> Iterator[tuple[int, Moment]]:
    moment = Moment(Tree(live=live_folder(stopped) / "data", before=base_folder(stopped)))
    for number, call in enumerate(written):
        moment.disk.take(call)
        moment.is_synced |= call.name in ("fdatasync", "fsync") and "/pg_wal/" in call.path
        moment.acknowledged += is_answer(call)
        yield number, moment
        moment.is_synced &= not is_answer(call)


def acknowledgements(stopped: Stopped, written: Sequence[Call]) -> Iterator[Moment]:
    return (moment for number, moment in numbered(stopped, written) if is_answer(written[number]))


def is_answer(call: Call) -> bool:
    return call.name == "sendto" and b"COMMIT\0" in call.content


def unsynced(moment: Moment) -> list[str]:
    """Name what of the log is not on the disk, or that nothing has been put there since the last answer."""
    left = [name for name, writes in moment.disk.pending.items() if writes and "/pg_wal/" in name]
    return left if moment.is_synced else [*left, f"answer {moment.acknowledged} without a sync"]


def found_after(stopped: Stopped, moment: Moment, draw: random.Random | None) -> list[str]:
    """Cut the power, start the server over what is left, and name what is wrong with it."""
    place = stopped.server.folder / "after"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    moment.disk.after_the_cut(place / "data", draw)
    with stopped.started(place / "data", {}) as server:
        database = Database(server.url)
        with database.reading() as session:
            states = {one.id: one.state for one in session.execute(select(Application.id, Application.state))}
        database.engine.dispose()
        gone = [one for one in stopped.sent[: moment.acknowledged] if states[one] != "submitted"]
        return [f"application {one} was acknowledged and is {states[one]}" for one in gone] + unsound(
            server.url
        )


def give_to(account: int, folder: Path) -> None:
    """Let the server's account own the files: copies belong to whoever made them."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account, -1, follow_symlinks=False)
