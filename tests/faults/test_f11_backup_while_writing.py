"""F-11: a backup is made while groups write, and given back: whole, and with all that was acknowledged before it."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

from sqlalchemy import select

from contest_portal.applications.models import Application
from contest_portal.applications.rules.profile import read_profile
from contest_portal.config import ROOT
from contest_portal.kernel.database import Database
from tests.faults.grounds import Ground, sqlite_file, unsound
from tests.faults.served import Portal, served
from tests.faults.tally import Tally
from tests.faults.writers import Writer, all_writing, drafts_of_many

WRITERS = 6
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


def test_a_backup_of_a_portal_at_work_is_whole(ground: Ground, tally: Tally) -> None:
    tally.begin("F-11", f"backup while {WRITERS} groups write, given back", ground.kind)
    with (
        ground.with_scene(lambda session: drafts_of_many(session, WRITERS)) as (scene, drafts),
        scene.copy() as url,
        served(url, ground.folder / "served", workers=0 if ground.kind == "sqlite" else 1) as portal,
    ):
        writers = [Writer(portal.port, *draft) for draft in drafts]
        for one in writers:
            one.open()
        for number in tally.times(1, 20):
            tally.add(one_drill(ground, portal, writers, number))
        if ground.kind == "sqlite":
            tally.add_twin(copied_by_hand(ground, portal, writers))

    tally.judge(twin_percent=100 if ground.kind == "sqlite" else None)


def one_drill(ground: Ground, portal: Portal, writers: list[Writer], number: int) -> list[str]:
    backup = ground.folder / f"backup-{number}.tar"
    end = Event()
    pool = all_writing(writers, end)
    time.sleep(0.7)
    least = acknowledged_numbers(writers)
    found = flask(portal.url, portal.folder / "storage", "backup", "make", str(backup))
    end.set()
    pool.shutdown()
    with ground.copy() as target:
        found += flask(target, ground.folder / f"given-{number}", "backup", "restore", str(backup))
        return found + missing(target, least) + unsound(target)


def copied_by_hand(ground: Ground, portal: Portal, writers: list[Writer]) -> list[str]:
    """Copy the file alone, as nobody should: what stands in its log beside it is missing."""
    end = Event()
    pool = all_writing(writers, end)
    time.sleep(0.7)
    end.set()
    pool.shutdown()
    copy = ground.folder / "by-hand.sqlite"
    shutil.copyfile(sqlite_file(portal.url), copy)
    url = f"sqlite:///{copy}"
    return missing(url, acknowledged_numbers(writers)) + unsound(url)


def acknowledged_numbers(writers: list[Writer]) -> dict[int, int]:
    return {one.draft: number_in(one.started) for one in writers}


def number_in(summary: str) -> int:
    found = re.search(r"número (\d+) del grupo", summary)
    return int(found[1]) if found else 0


def missing(url: str, least: dict[int, int]) -> list[str]:
    database = Database(url)
    with database.reading() as session:
        rows = session.execute(select(Application.id, Application.profile)).all()
    database.engine.dispose()
    stored = {number: number_in(read_profile(profile).summary) for number, profile in rows}
    return [
        f"application {draft}: {stored.get(draft)} is there, {number} was acknowledged"
        for draft, number in least.items()
        if stored.get(draft, -1) < number
    ]


def flask(url: str, storage: Path, *words: str) -> list[str]:
    environment = os.environ | {
        "DATABASE_URL": url,
        "STORAGE_DIR": str(storage),
        "PORTAL_INSTANCE": str(storage),
    }
    done = subprocess.run(
        [*FLASK, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return [] if done.returncode == 0 else [f"{' '.join(words[:2])}: {done.stderr[-500:]}"]
