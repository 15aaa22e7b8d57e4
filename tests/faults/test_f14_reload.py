"""F-14: the server changes its processes for new ones while groups write and send files: nothing is lost or cut."""

import os
import signal
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from contest_portal.kernel.storage import Storage
from tests.factories.attachments import pages, written
from tests.faults.grounds import Ground, unsound
from tests.faults.served import Portal, served
from tests.faults.tally import Tally
from tests.faults.test_f10_no_room import wrong_files
from tests.faults.test_f14_upload import Upload
from tests.faults.waiting import until
from tests.faults.writers import Drafts, Writer, all_writing, drafts_of_many, lost

WRITERS, UPLOADS, SLOW_SECONDS, CHANGED_WITHIN_SECONDS = 6, 3, 3, 30


def test_a_rolling_restart_loses_and_cuts_nothing(ground: Ground, tally: Tally) -> None:
    if ground.kind == "sqlite" and not tally.is_long:
        pytest.skip("in the long set: the embedded database is served by one process")
    tally.begin("F-14", "two workers changed for new ones while groups write and send files", ground.kind)
    with ground.with_scene(lambda session: drafts_of_many(session, WRITERS + UPLOADS)) as (scene, drafts):
        for sabotage, rounds in (("", tally.times(2, 20)), ("leaves_at_once", range(1))):
            with (
                scene.copy() as url,
                served(url, scene.folder / f"served{sabotage}", workers=2, sabotage=sabotage) as portal,
            ):
                found = changed_often(portal, drafts, rounds, tally)
            tally.add_twin(found) if sabotage else tally.add(found)

    tally.judge(twin_percent=100)


def changed_often(portal: Portal, drafts: Drafts, rounds: Sequence[int], tally: Tally) -> list[str]:
    """Let some write and others send a file, a piece a round, while the processes are changed; look what came of it."""
    writers = [Writer(portal.port, *draft) for draft in drafts[UPLOADS:]]
    uploads = [
        Upload(portal, *draft, written(pages(place))) for place, draft in enumerate(drafts[:UPLOADS], 1)
    ]
    for one in writers:
        one.open()
    found = []
    for number in rounds:
        end = Event()
        pool = all_writing(writers, end)
        found += cut_in_a_change(portal, uploads, number, len(rounds))
        end.set()
        pool.shutdown()
        told = {status for one in writers for status in one.answers} - {200, 409, 429, 503}
        found += [f"{status} was answered" for status in told] + lost(portal.url, writers)
        found += unsound(portal.url)
    if not portal.sabotage:
        tally.note = f"{len(rounds)} times, {sum(one.acknowledged for one in writers)} acknowledged"
    if found:
        return found
    found += [
        f"a file that came whole: {one}" for one in (each.finish() for each in uploads) if one != "stored"
    ]
    return found + wrong_files(portal.url, Storage(portal.folder / "storage"), UPLOADS)


def cut_in_a_change(portal: Portal, uploads: Sequence[Upload], number: int, rounds: int) -> list[str]:
    """Let a piece of each file come in slowly while the processes are changed; name those that were cut."""
    before = set(portal.worker_pids())
    with ThreadPoolExecutor(len(uploads)) as pool:
        sent = [
            pool.submit(
                one.send,
                len(one.content) * number // rounds,
                len(one.content) * (number + 1) // rounds,
                seconds=SLOW_SECONDS,
            )
            for one in uploads
        ]
        time.sleep(1)
        os.kill(portal.pid, signal.SIGHUP)
    failures = [one.exception() for one in sent]
    until(lambda: not before & set(portal.worker_pids()), seconds=CHANGED_WITHIN_SECONDS)
    found = ["the processes are the old ones"] if before & set(portal.worker_pids()) else []
    portal.wait_until_it_answers()
    return found + [f"a piece was cut: {failure!r}" for failure in failures if failure is not None]
