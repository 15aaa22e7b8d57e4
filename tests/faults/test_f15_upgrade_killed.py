"""F-15: the upgrade of the tables is killed at any statement: what is left is old or new, and the command goes on."""

from alembic import command

from contest_portal.cli.database import alembic_config
from contest_portal.config import MIGRATIONS
from contest_portal.kernel.database import Database
from contest_portal.kernel.revisions import newest_revision, revision_of
from tests.factories.publication import make_announced_contest
from tests.faults.crew import member
from tests.faults.grounds import Ground, unsound
from tests.faults.tally import Tally, spread
from tests.faults.worker import Outcome, Task

BACK_TO = "0051"
POINTS_SHORT, POINTS_LONG = 8, 240
"""SQLite rebuilds a table for a change of one column: more than a thousand statements, of seconds each in a trial."""
TWIN = "upgrade_without_transactions"


def test_a_killed_upgrade_is_simply_started_again(ground: Ground, tally: Tally) -> None:
    tally.begin("F-15", "upgrade killed at a statement", ground.kind)
    with ground.with_scene(make_announced_contest) as (scene, _):
        command.downgrade(alembic_config(scene.original), BACK_TO)
        whole = carried_out(scene)
        points = range(1, whole.statements + 1)
        for number in spread(points, POINTS_LONG if tally.is_long else POINTS_SHORT):
            tally.add(killed_at(scene, number))
        # before the newest tables are noted as there
        tally.add_twin(killed_at(scene, carried_out(scene, sabotage=TWIN).last_write, sabotage=TWIN))
        tally.note = f"of {len(points)} points"

    tally.judge(twin_percent=100)


def carried_out(scene: Ground, *, sabotage: str = "") -> Outcome:
    with scene.copy() as url, member(url, sabotage=sabotage) as process:
        process.begin(Task("upgrade"))
        came = process.outcome()
    assert came
    assert came.state == "done", came
    return came


def killed_at(scene: Ground, number: int, *, sabotage: str = "") -> list[str]:
    """Kill the upgrade there, start it again as anybody would, and look."""
    with scene.copy() as url:
        with member(url, sabotage=sabotage) as process:
            process.begin(Task("upgrade", dies_at=number))
            assert process.outcome() is None, f"not killed at statement {number}"
            found: list[str] = []
        with member(url) as process:
            process.begin(Task("upgrade"))
            again = process.outcome()
        if again is None or again.state != "done":
            return [*found, f"killed at statement {number}: it does not go on: {again}"]
        database = Database(url)
        with database.reading() as session:
            revision = revision_of(session)
        database.engine.dispose()
        if revision != newest_revision(MIGRATIONS):
            found.append(f"killed at statement {number}: it stands at {revision}")
        return found + unsound(url)
