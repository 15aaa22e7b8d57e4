"""F-07: a line that is slow, cut half-way, silent or hung up on, to the database or to the portal; and good again."""

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from sqlalchemy import make_url

from benchmarks.deadline_client import Browser
from tests.faults.grounds import Ground, unsound
from tests.faults.proxy import BadLine, bad_line, socket_of
from tests.faults.served import Portal, served
from tests.faults.tally import Tally
from tests.faults.writers import Writer, all_writing, drafts_of_many, lost

WRITERS, READERS, TOLD_WITHIN_SECONDS, BACK_WITHIN_SECONDS = 6, 20, 10, 5
BAD_SECONDS = {"slow": 8, "cut": 2, "reset": 2, "silent": 8}
"""Nobody waits longer than that: who is told in between hears it again."""
PATIENCE_SECONDS = 12
PAUSE_SECONDS = 0.75
"""Between two texts of the long set: it lasts for more of them than the portal takes from one group in a minute."""


def test_people_are_told_soon_when_the_line_to_the_database_is_bad(
    database_kind: str, request: pytest.FixtureRequest, tally: Tally
) -> None:
    if database_kind == "sqlite":
        return  # it has no line
    ground: Ground = request.getfixturevalue("ground")
    tally.begin("F-07", "line to the database: slow, cut, hung up on, silent", "postgresql")
    with served_by_a_line(ground) as (portal, line, writers):
        for _ in tally.times(1, 10):
            for mode in BAD_SECONDS:
                tally.add(bad_for_a_while(portal, line, mode, writers))
        tally.note = f"{sum(one.acknowledged for one in writers)} acknowledged"
        tally.note += f", longest wait {max(second for one in writers for second in one.waited):.1f} s"
    for mode in ("slow", "silent") if tally.is_long else ("silent",):
        with served_by_a_line(ground, sabotage="trusts_the_line") as (portal, line, writers):
            tally.add_twin(not_told(portal, line, mode, writers))

    tally.judge(twin_percent=100)


@contextmanager
def served_by_a_line(ground: Ground, *, sabotage: str = "") -> Iterator[tuple[Portal, BadLine, list[Writer]]]:
    """Serve a portal whose database is behind a line that can be made bad."""
    with (
        ground.with_scene(lambda session: drafts_of_many(session, WRITERS)) as (scene, drafts),
        scene.copy() as url,
        bad_line(socket_of(url)) as line,
    ):
        address = make_url(url)
        by_line = address.set(host="127.0.0.1", port=line.port, query={})
        folder = ground.folder / f"served{sabotage}"
        with served(by_line.render_as_string(hide_password=False), folder, sabotage=sabotage) as portal:
            portal.url = url  # who looks goes another way
            writers = [Writer(portal.port, *draft, patience=PATIENCE_SECONDS) for draft in drafts]
            for one in writers:
                one.open()
            yield portal, line, writers


def test_who_has_a_bad_line_to_the_portal_loses_nothing_and_holds_up_nobody(
    ground: Ground, tally: Tally
) -> None:
    if ground.kind == "postgresql" and not tally.is_long:
        pytest.skip("in the long set: what stands before the portal does not know its database")
    tally.begin("F-07", "line of six groups to the portal: slow, cut, hung up on, silent", ground.kind)
    with (
        ground.with_scene(lambda session: drafts_of_many(session, WRITERS + 1)) as (scene, drafts),
        scene.copy() as url,
        served(url, scene.folder / "served", workers=0 if scene.kind == "sqlite" else 1) as portal,
        bad_line(portal.port) as line,
    ):
        pause = PAUSE_SECONDS if tally.is_long else 0
        near, *far = [Writer(portal.port, *draft, patience=4, pause=pause) for draft in drafts]
        for one in (near, *far):
            one.open()
        for one in far:
            one.port = line.port
        for _ in tally.times(1, 10):
            for mode in BAD_SECONDS:
                tally.add(bad_for_some(portal, line, mode, near, far))
        tally.note = f"{sum(one.acknowledged for one in far)} acknowledged"

    tally.judge(twin_percent=None)


def bad_for_some(portal: Portal, line: BadLine, mode: str, near: Writer, far: list[Writer]) -> list[str]:
    """Let some write over a line that is bad, and look whether somebody with a good one waits for them."""
    end = Event()
    pool = all_writing(far, end)
    line.becomes(mode)
    time.sleep(1)
    near.write()
    time.sleep(2)
    line.becomes("open")
    end.set()
    pool.shutdown()
    for one in far:
        one.write()  # from what is stored, whatever was heard of it
        one.write()
    found = [f"{mode}: who has a good line waited {near.waited[-1]:.1f} s"] if near.waited[-1] > 2 else []
    for one in (near, *far):
        found += [f"{mode}: at last {one.answers[-1]}"] if one.answers[-1] != 200 else []
        found += [f"{mode}: {status} was answered" for status in set(one.answers) - {200, 409, 429}]
        one.answers.clear()
    return found + lost(portal.url, [near, *far]) + unsound(portal.url)


def bad_for_a_while(portal: Portal, line: BadLine, mode: str, writers: list[Writer]) -> list[str]:
    """Let all write while the line is bad, and look at what they were told, and how soon all is as before."""
    end = Event()
    before = [len(one.waited) for one in writers]
    pool = all_writing(writers, end)
    time.sleep(0.5)
    line.becomes(mode)
    time.sleep(BAD_SECONDS[mode])
    line.becomes("open")
    seconds = seconds_until_all_are_served(portal, writers[0])
    end.set()
    pool.shutdown()
    found = [f"{mode}: served again after {seconds:.1f} s"] if seconds > BACK_WITHIN_SECONDS else []
    waited = max(second for one, start in zip(writers, before, strict=True) for second in one.waited[start:])
    found += [f"{mode}: told after {waited:.1f} s"] if waited > TOLD_WITHIN_SECONDS else []
    told = {status for one in writers for status in one.answers}
    found += [f"{mode}: {status} was answered" for status in told - {200, 409, 503}]
    found += [] if 503 in told else [f"{mode}: nobody was told"]
    found += [f"{mode}: not told when to come again" for one in writers if one.rushed]
    for one in writers:
        one.answers.clear()
    return found + lost(portal.url, writers) + unsound(portal.url)


def not_told(portal: Portal, line: BadLine, mode: str, writers: list[Writer]) -> list[str]:
    """Let all write while the line is bad, and name it when somebody is not told in time."""
    end = Event()
    pool = all_writing(writers, end)
    time.sleep(0.5)
    line.becomes(mode)
    time.sleep(TOLD_WITHIN_SECONDS + 0.5)
    portal.kill()
    end.set()
    pool.shutdown()
    return [mode] if any(max(one.waited) > TOLD_WITHIN_SECONDS for one in writers) else []


def seconds_until_all_are_served(portal: Portal, one: Writer) -> float:
    """Give how long after the line became good many are served at once: no connection is kept for nobody."""
    began = time.monotonic()
    asked = Browser(portal.port, one.cookie)
    with ThreadPoolExecutor(READERS) as readers:
        while time.monotonic() < began + 3 * BACK_WITHIN_SECONDS:
            answers = list(readers.map(lambda _: status_of(asked), range(READERS)))
            if set(answers) == {200}:
                break
            time.sleep(0.1)
    return time.monotonic() - began


def status_of(asked: Browser) -> int:
    try:
        return asked.ask("GET", "/grupo/").status
    except (OSError, http.client.HTTPException):
        return 0
