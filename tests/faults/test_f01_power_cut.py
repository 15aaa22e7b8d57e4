"""F-01b: the power goes at any moment while groups send; what was acknowledged is on the disk."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import Application
from contest_portal.kernel.database import Database
from tests.factories.applying import make_village
from tests.faults.crew import member
from tests.faults.grounds import Ground, sqlite_file, unsound
from tests.faults.power import Disk, names_of
from tests.faults.syscalls import WRITING, Call, calls, traced
from tests.faults.tally import Tally
from tests.faults.worker import Task

SENDERS = 12
DRAW = random.Random(2)


def test_what_was_acknowledged_is_on_the_disk_when_the_power_goes(
    sqlite_ground: Ground, tally: Tally
) -> None:
    tally.begin("F-01b", "power cut at any system call while 12 groups send", "sqlite")
    with sqlite_ground.with_scene(drafts) as (scene, (act, sent)):
        written = recorded(scene, act, sent)
        for number, moment in enumerate(
            written.moments(every=1 if tally.is_long else len(written.calls) // 60)
        ):
            tally.add(found_after(scene, sent, moment, DRAW if number % 2 else None))
        for moment in recorded(scene, act, sent, sabotage="synchronous_normal").acknowledgements():
            tally.add_twin(found_after(scene, sent, moment, None))

    tally.judge(twin_percent=100)


def test_every_acknowledgement_comes_after_a_sync(sqlite_ground: Ground, tally: Tally) -> None:
    tally.begin("F-01b", "the log synced after its last write, before each answer", "sqlite")
    with sqlite_ground.with_scene(drafts) as (scene, (act, sent)):
        for _, disk in recorded(scene, act, sent).acknowledgements():
            tally.add(unsynced(disk))
        for _, disk in recorded(scene, act, sent, sabotage="synchronous_normal").acknowledgements():
            tally.add_twin(unsynced(disk))

    tally.judge(twin_percent=100)


Moment = tuple[int, Disk]
"""How many were acknowledged by then, and the disk."""


def drafts(session: object) -> tuple[Act, list[int]]:
    village = make_village(session)  # type: ignore[arg-type]
    return village.act(), [village.draft(village.group(name=f"Grupo {n}")).id for n in range(SENDERS)]


@dataclass(frozen=True)
class Recording:
    """The files before all send, and every system call since. A moment's disk holds until the next one is asked for."""

    files: dict[Path, bytes]
    calls: Sequence[Call]

    def moments(self, *, every: int) -> Iterator[Moment]:
        """Give every n-th moment at which the power may go."""
        for number, (_, moment) in enumerate(self._moments()):
            if number % every == 0:
                yield moment

    def acknowledgements(self) -> Iterator[Moment]:
        """Give the moment after each answer."""
        return (moment for call, moment in self._moments() if is_answer(call))

    def _moments(self) -> Iterator[tuple[Call, Moment]]:
        disk, acknowledged = Disk(), 0
        for path, content in self.files.items():
            disk.hold(path, content)
        for call in self.calls:
            disk.take(call)
            acknowledged += is_answer(call)
            yield call, (acknowledged, disk)


def recorded(scene: Ground, act: Act, sent: Sequence[int], *, sabotage: str = "") -> Recording:
    """Let all send while every system call is written down."""
    with scene.copy() as url, member(url, sabotage=sabotage) as process:
        log = scene.folder / "calls"
        files = {path: path.read_bytes() if path.exists() else b"" for path in names_of(sqlite_file(url))}
        with traced(process.pid, log, "-e", f"trace={WRITING}"):
            for application_id in sent:
                process.begin(Task("submit", (act, application_id)))
                assert process.outcome()
        return Recording(files, calls(log))


def is_answer(call: Call) -> bool:
    return call.name == "write" and call.path.startswith(("UNIX", "socket", "pipe"))


def unsynced(disk: Disk) -> list[str]:
    return [name for name, writes in disk.pending.items() if writes and name.endswith("-wal")]


def found_after(scene: Ground, sent: Sequence[int], moment: Moment, draw: random.Random | None) -> list[str]:
    """Cut the power, open what is left, and name what is wrong with it."""
    acknowledged, disk = moment
    folder = scene.folder / "after"
    folder.mkdir(exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    disk.after_the_cut(folder, draw)
    file = next(Path(name).name for name in disk.files if not name.endswith("-wal"))
    url = f"sqlite:///{folder / file}"
    database = Database(url)
    with database.reading() as session:
        states = {one.id: one.state for one in session.execute(select(Application.id, Application.state))}
    database.engine.dispose()
    gone = [one for one in sent[:acknowledged] if states[one] != "submitted"]
    return [f"application {one} was acknowledged and is {states[one]}" for one in gone] + unsound(url)
