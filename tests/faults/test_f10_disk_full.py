"""F-10: the disk is full, or a sync fails, at any write: people are told, nothing is there by half, it goes on."""

from collections import Counter

from sqlalchemy.orm import Session

from tests.factories.applying import make_village
from tests.faults.crew import member
from tests.faults.grounds import Ground, rows_of, unsound
from tests.faults.syscalls import calls, traced
from tests.faults.tally import Tally
from tests.faults.worker import Task

FAILURES = {"pwrite64": "ENOSPC", "fdatasync": "EIO"}
POINTS_SHORT = 10


def test_a_full_disk_keeps_nothing_by_half(sqlite_ground: Ground, tally: Tally) -> None:
    tally.begin("F-10", "disk full, or a sync that fails, while a group sends", "sqlite")
    with sqlite_ground.with_scene(sending) as (scene, task):
        before, after = rows_of(scene.original), done_once(scene, task)
        for name, number in points(scene, task, tally):
            tally.add(failing_at(scene, task, name, number, (before, after)))
        for name, number in points(scene, task, tally)[-4:]:
            tally.add_twin(
                failing_at(scene, task, name, number, (before, after), sabotage="acknowledge_before_commit")
            )

    tally.judge(twin_percent=50)


def sending(session: Session) -> Task:
    village = make_village(session)
    return Task("submit", (village.act(), village.draft().id))


def done_once(scene: Ground, task: Task) -> dict[str, int]:
    with scene.copy() as url, member(url) as process:
        process.begin(task)
        process.outcome()
        return rows_of(url)


def points(scene: Ground, task: Task, tally: Tally) -> list[tuple[str, int]]:
    """Give every write of the deed, or some of them at the same distance; always the last."""
    log = scene.folder / "writes"
    with (
        scene.copy() as url,
        member(url) as process,
        traced(process.pid, log, "-e", "trace=pwrite64,fdatasync"),
    ):
        process.begin(task)
        process.outcome()
    counted = Counter(call.name for call in calls(log))
    every = [(name, number + 1) for name in FAILURES for number in range(counted[name])]
    step = 1 if tally.is_long else max(1, len(every) // POINTS_SHORT)
    return every[::-1][::step][::-1]


def failing_at(
    scene: Ground,
    task: Task,
    name: str,
    number: int,
    sides: tuple[dict[str, int], dict[str, int]],
    *,
    sabotage: str = "",
) -> list[str]:
    """Let every write from this one on fail, look, give the space back, and do it again in the same process."""
    before, after = sides
    inject = f"inject={name}:error={FAILURES[name]}:when={number}+"
    with scene.copy() as url, member(url, sabotage=sabotage) as process:
        with traced(process.pid, scene.folder / "failing", "-e", f"trace={name}", "-e", inject):
            process.begin(task)
            came = process.outcome()
            if sabotage:
                process.process.join(1)  # its commit comes later than its answer
        found = [] if came else ["the process died"]
        left = rows_of(url)
        if came and came.state == "done" and left != after:
            found.append(f"{name} {number}: acknowledged and not there")
        if left not in (before, after):
            found.append(f"{name} {number}: done by half")
        found += unsound(url)
        process.begin(task)
        again = process.outcome()
        if again is None or again.state not in ("done", "refused") or rows_of(url) != after:
            found.append(f"{name} {number}: with space again it does not go on: {again}")
        return found + unsound(url)
