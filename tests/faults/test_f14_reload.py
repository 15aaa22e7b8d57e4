"""F-14: the server's processes are changed for new ones while groups write: nothing is lost, nobody signs in again."""

import signal
import time
from threading import Event

import pytest

from tests.faults.grounds import Ground, unsound
from tests.faults.served import served
from tests.faults.tally import Tally
from tests.faults.writers import Writer, all_writing, drafts_of_many, lost

WRITERS, RELOAD_SECONDS = 6, 4


def test_a_rolling_restart_loses_nothing(ground: Ground, tally: Tally) -> None:
    if ground.kind == "sqlite" and not tally.is_long:
        pytest.skip("in the long set: the embedded database is served by one process")
    tally.begin("F-14", "two workers changed for new ones while groups write", ground.kind)
    with (
        ground.with_scene(lambda session: drafts_of_many(session, WRITERS)) as (scene, drafts),
        scene.copy() as url,
        served(url, ground.folder / "served", workers=2) as portal,
    ):
        writers = [Writer(portal.port, *draft) for draft in drafts]
        for one in writers:
            one.open()
        for _ in tally.times(2, 20):
            assert portal.process
            end = Event()
            pool = all_writing(writers, end)
            time.sleep(0.5)
            portal.process.send_signal(signal.SIGHUP)
            time.sleep(RELOAD_SECONDS)
            end.set()
            pool.shutdown()
            told = {status for one in writers for status in one.answers} - {200, 409, 429, 503}
            tally.add([f"{status} was answered" for status in told] + lost(url, writers) + unsound(url))
        tally.note = f"{sum(one.acknowledged for one in writers)} acknowledged"

    tally.judge(twin_percent=None)
