"""F-04: eight officials issue documents at once, some are refused, some die: numbers stay unique and without a gap."""

import random
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.documents.models import Document, Series
from contest_portal.kernel.database import Database
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.faults.crew import Member, crew
from tests.faults.grounds import Ground, unsound
from tests.faults.tally import Tally
from tests.faults.worker import Task

OFFICIALS, KILLS, PERCENT_REFUSED = 8, 5, 20
DRAW = random.Random(4)


def test_numbers_have_no_gap_and_no_twin(ground: Ground, tally: Tally) -> None:
    tally.begin(
        "F-04", f"{OFFICIALS} issue at once, {PERCENT_REFUSED} % refused, {KILLS} killed", ground.kind
    )
    with ground.with_scene(an_office) as (scene, (act, office_id)):
        given, found = issued(scene, act, office_id, 500 if tally.is_long else 40)
        tally.tried, tally.broken = given, found
        tally.add_twin(issued(scene, act, office_id, 10, sabotage="number_outside_the_transaction")[1])

    tally.judge(twin_percent=100)


def an_office(session: Session) -> tuple[Act, int]:
    return act_of(make_user(session, Role.STAFF), NOON), make_office(session).id


def issued(
    scene: Ground, act: Act, office_id: int, each: int, *, sabotage: str = ""
) -> tuple[int, list[str]]:
    """Let each official issue so many; give how many were tried, and what is wrong afterwards."""
    told: list[int] = []
    tried = 0
    with scene.copy() as url:
        kills = set(DRAW.sample(range(each), min(KILLS, each)))
        with crew(url, OFFICIALS, sabotage=sabotage) as members:
            alive: list[Member] = list(members)
            for turn in range(each):
                dying = alive[-1] if turn in kills else None
                for one in alive:
                    fails = int(DRAW.randrange(100) < PERCENT_REFUSED)
                    one.begin(Task("issue", (act, office_id, fails), dies_at=5 if one is dying else 0))
                outcomes = [one.outcome() for one in alive]
                tried += len(alive)
                told += [one.said for one in outcomes if one and one.state == "done"]  # type: ignore[misc]
                alive = [one for one, came in zip(alive, outcomes, strict=True) if came is not None]
        return tried, wrong_numbers(url, told) + unsound(url)


def wrong_numbers(url: str, told: list[int]) -> list[str]:
    """Compare the numbers that were given with those that are stored, and with the counter."""
    database = Database(url)
    with database.reading() as session:
        stored = list(session.scalars(select(Document.number).order_by(Document.number)))
        last = session.scalars(select(Series.last)).one()
    database.engine.dispose()
    found = [f"number {number} was given twice" for number, times in Counter(told).items() if times > 1]
    found += [f"number {number} was given and is not there" for number in set(told) - set(stored)]
    if stored != list(range(1, last + 1)):
        found.append(f"the counter stands at {last}, and {len(stored)} numbers are there")
    return found
