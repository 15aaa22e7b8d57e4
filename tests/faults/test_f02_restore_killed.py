"""F-02: giving a backup back is killed at any statement: all of it is there, or nothing; and it is done again."""

from pathlib import Path

from contest_portal.cli.backing_up import PREFIX, make_backup
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.publication import make_announced_contest
from tests.faults.crew import member
from tests.faults.grounds import Ground, rows_of, unsound
from tests.faults.tally import Tally, spread
from tests.faults.worker import Outcome, Task

POINTS_SHORT, POINTS_LONG = 4, 120
"""It has hundreds of statements, of up to ten seconds each in a trial."""
TWIN = "every_statement_commits"


def test_a_killed_restore_is_simply_done_again(ground: Ground, sqlite_ground: Ground, tally: Tally) -> None:
    tally.begin("F-02", "restoring a backup of SQLite: killed at a statement", ground.kind)
    with sqlite_ground.with_scene(make_announced_contest) as (scene, _):
        backup, file = backup_of(scene)
        whole = rows_of(scene.original)
    carried_out = restored(ground, backup, file)
    points = range(1, carried_out.statements + 1)
    for number in spread(points, POINTS_LONG if tally.is_long else POINTS_SHORT):
        tally.add(killed_at(ground, backup, number, whole))
    last = restored(ground, backup, file, sabotage=TWIN).last_write  # it has fewer: it begins nothing
    tally.add_twin(killed_at(ground, backup, last, whole, sabotage=TWIN))
    tally.note = f"of {len(points)} points"

    tally.judge(twin_percent=100)


def backup_of(scene: Ground) -> tuple[Path, str]:
    """Make a backup of the scene and of one file beside it."""
    storage = Storage(scene.folder / "kept")
    file = storage.put(b"%PDF of a group")
    path = scene.folder / "backup.tar"
    database = Database(scene.original)
    make_backup(database, storage, path, at=NOON, without_missing=True)  # the scene names a paper of nobody
    database.engine.dispose()
    return path, file


def restored(ground: Ground, backup: Path, file: str, *, sabotage: str = "") -> Outcome:
    """Give it back once unharmed."""
    folder = ground.folder / "unharmed"
    with ground.copy() as url, member(url, sabotage=sabotage) as process:
        process.begin(Task("restore", (str(backup), str(folder))))
        came = process.outcome()
    assert came
    assert came.state == "done", came
    assert Storage(folder).has(file)
    return came


def killed_at(
    ground: Ground, backup: Path, number: int, whole: dict[str, int], *, sabotage: str = ""
) -> list[str]:
    """Kill it there, look at what is left, give it back again, and look once more."""
    given = (str(backup), str(ground.folder / f"given-{number}"))
    with ground.copy() as url:
        empty = rows_of(url)
        with member(url, sabotage=sabotage) as process:
            process.begin(Task("restore", given, dies_at=number))
            assert process.outcome() is None, f"not killed at statement {number}"
        left = rows_of(url)
        found = [] if left in (empty, whole) else [f"killed at statement {number}: given back by half"]
        with member(url) as process:
            process.begin(Task("restore", given))
            again = process.outcome()
        expected = "done" if left == empty else "refused"  # what is not empty is left alone
        if not again or again.state != expected:
            found.append(f"killed at statement {number}: then {again}")
        found += [f"{one.name} was left behind" for one in ground.folder.rglob(f"{PREFIX}*")]
        return [*found, *([] if rows_of(url) == whole else ["other rows"]), *unsound(url)]
