"""F-06: the closing to the microsecond, and clocks that stand apart: received is who came in time, and only who did."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.config import ROOT
from contest_portal.kernel.clock_watch import accept_clock
from contest_portal.kernel.database import Database
from tests.factories.applying import make_village
from tests.factories.contests import CLOSES
from tests.faults.crew import member
from tests.faults.grounds import Ground, unsound
from tests.faults.tally import Tally
from tests.faults.worker import Task

MOMENTS = {
    "a second before": (timedelta(seconds=-1), True),
    "a millisecond before": (timedelta(milliseconds=-1), True),
    "a microsecond before": (timedelta(microseconds=-1), True),
    "at the closing": (timedelta(), False),
    "a millisecond after": (timedelta(milliseconds=1), False),
    "a second after": (timedelta(seconds=1), False),
}
CLOCKS_OF_DATABASES = (
    "func.now",
    "current_timestamp",
    "clock_timestamp",
    "localtimestamp",
    "datetime('now",
)
ZONES = ("America/Lima", "Asia/Tokyo", "UTC")
Drafts = tuple[Act, list[int]]


@pytest.mark.parametrize("zone", ZONES)
def test_who_came_before_the_closing_is_received_and_nobody_else(
    ground: Ground, tally: Tally, zone: str
) -> None:
    tally.begin("F-06", f"closing to the microsecond, machine in {zone}", ground.kind)
    with ground.with_scene(drafts) as (scene, (act, sent)):
        for found in edge(scene, act, sent, zone):
            tally.add(found)
        tally.add_twin([one for found in edge(scene, act, sent, zone, "a_clock_of_its_own") for one in found])

    tally.judge(twin_percent=100)


def test_a_clock_that_is_set_back_opens_no_call_that_had_closed(ground: Ground, tally: Tally) -> None:
    tally.begin("F-06", "clock set back after the closing, by minutes and by hours", ground.kind)
    with ground.with_scene(drafts) as (scene, (act, sent)):
        for found in set_back(scene, act, sent):
            tally.add(found)
        tally.add_twin([one for found in set_back(scene, act, sent, "clock_may_go_back") for one in found])

    tally.judge(twin_percent=100)


def set_back(scene: Ground, act: Act, sent: list[int], sabotage: str = "") -> list[list[str]]:
    """Send after the closing, then with the clock set back ever farther; in the end say that it is right."""
    late = CLOSES + timedelta(minutes=10)
    steps = (
        (late, 409),
        (CLOSES - timedelta(minutes=5), 200),  # by less than a repeated press may be noted late
        (CLOSES - timedelta(minutes=15), 409),
        (CLOSES - timedelta(hours=5), 409),
    )
    found = []
    with scene.copy() as url, member(url, sabotage=sabotage) as process:
        database = Database(url)

        def pressed(at: datetime, application_id: int, expected: int) -> None:
            process.begin(Task("press", (at, application_id, act.actor.user_id)))
            came = process.outcome()
            found.append([] if came and came.said == expected else [f"at {at}: {came}"])

        for application_id, (at, expected) in zip(sent, steps, strict=False):
            pressed(at, application_id, expected)
        with database.transaction() as session:
            accept_clock(session, at=CLOSES - timedelta(hours=5), reason="Estaba adelantado")
        pressed(CLOSES - timedelta(hours=5), sent[-1], 200)
        database.engine.dispose()
        return [*found, unsound(url)]


def test_no_clock_but_the_portals_decides_what_is_late(tally: Tally) -> None:
    """A database's clock may stand apart from the portal's: nothing asks it but what compares the two."""
    tally.begin("F-06", "queries that ask the database what time it is", "both")
    sources = sorted((ROOT / "contest_portal").rglob("*.py"))
    tally.add(
        [
            f"{one.name}: {word}"
            for one in sources
            for word in CLOCKS_OF_DATABASES
            if word in one.read_text().lower() and one.name != "clock_watch.py"
        ]
    )

    tally.judge(twin_percent=None)


def drafts(session: Session) -> Drafts:
    village = make_village(session)
    return village.act(), [village.draft(village.group(name=f"Grupo {n}")).id for n in range(len(MOMENTS))]


def edge(scene: Ground, act: Act, sent: list[int], zone: str, sabotage: str = "") -> list[list[str]]:
    """Send one draft at each moment around the closing."""
    with scene.copy() as url, member(url, sabotage=sabotage, zone=zone) as process:
        found = []
        for application_id, (name, (from_closing, is_in_time)) in zip(sent, MOMENTS.items(), strict=True):
            process.begin(Task("submit", (Act(act.actor, CLOSES + from_closing), application_id)))
            came = process.outcome()
            assert came
            found.append([] if came.state == ("done" if is_in_time else "refused") else [f"{name}: {came}"])
        return [*found, unsound(url)]
