"""F-01: a serving process is killed while groups write; what was acknowledged is there, and service is back soon."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from tests.faults.grounds import Ground, unsound
from tests.faults.served import Portal, served
from tests.faults.tally import Tally
from tests.faults.writers import Writer, all_writing, drafts_of_many, lost

WRITERS, TWIN_KILLS = 8, 3
BACK_WITHIN_SECONDS = 20
"""A worker is back in two or three seconds; on a machine with much other work, in twelve."""
DRAW = random.Random(1)


def test_what_was_acknowledged_survives_the_kill_of_a_worker(ground: Ground, tally: Tally) -> None:
    tally.begin("F-01a", "worker killed while 8 groups save", ground.kind)
    workers = 0 if ground.kind == "sqlite" else 1  # as the README serves each
    with killed_portal(ground, workers) as (portal, writers):
        for _ in tally.times(4, 150):
            tally.add(one_kill(portal, writers))
        tally.add(killed_while_all_send(portal, writers))
    tally.note = f"{sum(one.acknowledged for one in writers)} acknowledged"

    with killed_portal(ground, workers, sabotage="acknowledge_before_commit") as (portal, writers):
        for _ in range(TWIN_KILLS):
            tally.add_twin(one_kill(portal, writers))

    tally.judge(twin_percent=80)


@contextmanager
def killed_portal(
    ground: Ground, workers: int, *, sabotage: str = ""
) -> Iterator[tuple[Portal, list[Writer]]]:
    with (
        ground.with_scene(lambda session: drafts_of_many(session, WRITERS)) as (scene, drafts),
        scene.copy() as url,
        served(url, ground.folder / "served", workers=workers, sabotage=sabotage) as portal,
    ):
        writers = [Writer(portal.port, *draft) for draft in drafts]
        for one in writers:
            one.open()
        yield portal, writers


def one_kill(portal: Portal, writers: list[Writer]) -> list[str]:
    """Let all write, kill after a moment, start again if nobody else does, and look."""
    end = Event()
    pool = all_writing(writers, end)
    time.sleep(DRAW.uniform(0.4, 0.9))
    if portal.workers:
        portal.kill_worker()
    else:
        portal.kill()
        portal.start()
    seconds = portal.wait_until_it_answers()
    end.set()
    pool.shutdown()
    found = lost(portal.url, writers) + unsound(portal.url)
    for one in writers:
        one.missing.clear()
    slow = [f"back after {seconds:.1f} s"] if seconds > BACK_WITHIN_SECONDS else []
    return found + slow


def killed_while_all_send(portal: Portal, writers: list[Writer]) -> list[str]:
    """Let all send at last, kill in the middle, and let them press until they are received: once, by the invariants."""
    with ThreadPoolExecutor(WRITERS) as pool:
        for one in writers:
            pool.submit(one.send)
        time.sleep(0.2)
        portal.kill()
        portal.start()
    unheard = [f"application {one.draft} was not received" for one in writers if not one.is_received]
    return unheard + lost(portal.url, writers) + unsound(portal.url)
