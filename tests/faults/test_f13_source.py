"""F-13: an outside registry that is far, gone, mute or lying, over a bad line and behind a real proxy.

Staff synchronise from the page while groups write: whoever synchronises is told, nobody else waits, the register
stays as it was, and once the way is good again the same synchronisation goes on to its end.
"""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Protocol
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from benchmarks.deadline_client import Browser, signed_in
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.database import Database
from contest_portal.registry.models.register import Household
from contest_portal.registry.models.sources import SourceRun
from tests.factories.accounts import make_user
from tests.factories.sources import ENVIRONMENT, make_source, reference_server
from tests.factories.sources import served as registry_served
from tests.faults.grounds import Ground, unsound
from tests.faults.proxy import bad_line
from tests.faults.real_proxy import real_proxy
from tests.faults.served import SECRET, Portal, served
from tests.faults.tally import Tally
from tests.faults.writers import Drafts, Writer, all_writing, drafts_of_many, lost

HOUSEHOLDS, PRESSES, TOLD_WITHIN_SECONDS = 9, 12, 20
MOST_SECONDS_LONG, MOST_SECONDS_SHORT = 2, 5
"""So long may anybody else wait; the short set may run beside other work."""
WATCH_SECONDS = 0.5
STANDING = text(
    "select floor(max(extract(epoch from clock_timestamp() - xact_start)))::int from pg_stat_activity a "
    "where datname = current_database() and state = 'idle in transaction' and exists (select from pg_locks l "
    "where l.pid = a.pid and l.locktype <> 'virtualxid' and l.mode <> 'AccessShareLock')"
)
FAULTS = {
    "slow": {None},
    "cut": {"source.broken", "page.malformed"},
    "silent": {"source.slow"},
    "reset": {"source.broken", "source.unreachable"},
    "down": {"source.broken"},
    "hangs": {"source.slow"},
    "lies": {"page.malformed"},
}
WAYS = {"line": ("slow", "cut", "silent", "reset"), "nginx": ("down", "hangs", "lies")}

IN_SHORT_SET = {"line": "postgresql", "nginx": "sqlite"}


class Way(Protocol):
    """What stands between the portal and the registry."""

    port: int

    def becomes(self, mode: str) -> None: ...


@pytest.mark.parametrize("between", WAYS)
def test_a_source_that_fails_holds_up_nobody_and_changes_nothing(
    ground: Ground, tally: Tally, between: str
) -> None:
    if ground.kind != IN_SHORT_SET[between] and not tally.is_long:
        pytest.skip("in the long set: in the short one the databases take turns")
    modes = WAYS[between]
    tally.begin("F-13", f"outside registry behind {between}: {', '.join(modes)}", ground.kind)
    most = MOST_SECONDS_LONG if tally.is_long else MOST_SECONDS_SHORT
    rounds = tally.times(1, 5)
    # a slow way is a way: each round takes over some of what the next ones have to ask for
    with at_work(ground, between, households=HOUSEHOLDS * len(rounds)) as (desk, way, writers):
        for _ in rounds:
            for mode in modes:
                tally.add(synchronised_over(desk, way, mode, writers, most))
        tally.add(desk.synchronised_to_the_end())
        tally.note = f"longest wait of others {max(second for one in writers for second in one.waited):.1f} s"
    with at_work(ground, between, sabotage="asks_while_it_writes") as (desk, way, writers):
        mute = "silent" if between == "line" else "hangs"
        waits = synchronised_over(desk, way, mute, writers, most)
        tally.add_twin([one for one in waits if "waited" in one])

    tally.judge(twin_percent=100)


@dataclass
class SourceDesk:
    """Somebody of the staff at the page of a source, and how many households it has."""

    portal: Portal
    source: int
    user: int
    expected: int

    def press(self, page: str, action: str) -> int:
        """Press a button of a page; what status the portal answers."""
        asked = Browser(self.portal.port, signed_in(SECRET, self.user))
        shown = asked.ask("GET", page)
        token = re.findall('name="csrf_token"[^>]* value="([^"]+)"', shown.text)[0]
        whose = Browser(self.portal.port, shown.cookie or asked.cookie)
        return whose.ask("POST", action, urlencode({"csrf_token": token})).status

    def synchronise(self) -> list[int]:
        """Start, or take up the one that stopped, and fetch once."""
        source = f"/oficina/padron/fuentes/{self.source}"
        return [self.press(source, f"{source}/sincronizar"), self.go_on()]

    def go_on(self) -> int:
        """Fetch some pages, or take over what has come."""
        run = f"/oficina/padron/sincronizaciones/{self.run().id}"
        return self.press(run, run)

    def run(self) -> SourceRun:
        """Give the newest synchronisation."""
        return self._read(lambda session: session.scalars(select(SourceRun).order_by(SourceRun.id)).all()[-1])

    def households(self) -> int:
        """Count what the register took over from the source."""
        of_source = select(func.count()).select_from(Household).where(Household.code.like("RR-%"))
        return int(self._read(lambda session: session.scalar(of_source)) or 0)

    def synchronised_to_the_end(self) -> list[str]:
        """Go on until all is taken over."""
        self.synchronise()
        for _ in range(PRESSES):
            if self.run().state == "applied":
                break
            self.go_on()
        ended = (self.run().state, self.households())
        return [] if ended == ("applied", self.expected) else [f"it ended with {ended}"]

    def _read(self, read):  # type: ignore[no-untyped-def]
        database = Database(self.portal.url)
        with database.reading() as session:
            found = read(session)
            session.expunge_all()
        database.engine.dispose()
        return found


def synchronised_over(desk: SourceDesk, way: Way, mode: str, writers: list[Writer], most: int) -> list[str]:
    """Synchronise while the way is bad and others write; look at what each was told, and when."""
    end = Event()
    before = [len(one.waited) for one in writers]
    way.becomes(mode)
    with ThreadPoolExecutor(1) as watch:
        standing = watch.submit(longest_standing, desk.portal.url, end)
        pool = all_writing(writers, end)
        began = time.monotonic()
        told = desk.synchronise()
        seconds = time.monotonic() - began
        end.set()
        pool.shutdown()
    way.becomes("open")
    waited = max(second for one, start in zip(writers, before, strict=True) for second in one.waited[start:])
    fault = desk.run().error_code
    found = [] if told == [303, 303] else [f"{mode}: staff were answered {told}"]
    found += [f"{mode}: staff were told after {seconds:.1f} s"] if seconds > TOLD_WITHIN_SECONDS else []
    found += [f"{mode}: others waited {waited:.1f} s"] if waited > most else []
    found += [f"{mode}: a transaction waited {standing.result()} s"] if standing.result() > most else []
    found += [] if fault in FAULTS[mode] else [f"{mode}: it ended as {fault}"]
    found += [f"{mode}: the register was changed"] if desk.households() else []
    found += [
        f"{mode}: {status} was answered" for one in writers for status in {*one.answers} - {200, 409, 429}
    ]
    for one in writers:
        one.answers.clear()
    return found + lost(desk.portal.url, writers) + unsound(desk.portal.url)


def longest_standing(url: str, end: Event) -> int:
    """Watch until the end; give how long a transaction of PostgreSQL held something and asked for nothing, in seconds.

    Whoever needs what it holds waits as long; one that only reads holds nothing. On the
    embedded database it is everybody who writes that waits.
    """
    database = Database(url)
    longest = 0
    while database.engine.name == "postgresql" and not end.wait(WATCH_SECONDS):
        with database.reading() as session:
            longest = max(longest, session.scalar(STANDING) or 0)
    database.engine.dispose()
    return longest


@contextmanager
def at_work(
    ground: Ground, between: str, *, households: int = HOUSEHOLDS, sabotage: str = ""
) -> Iterator[tuple[SourceDesk, Way, list[Writer]]]:
    """Serve a portal whose source is behind something that can be made bad."""
    with registry_served(reference_server(households, page_size=2)) as address:
        port = int(address.rpartition(":")[2])
        folder = ground.folder / f"between-{between}{sabotage}"
        with (
            real_proxy(port, folder) if between == "nginx" else bad_line(port) as way,
            ground.with_scene(lambda session: scene_of(session, way.port)) as (
                scene,
                (source, staff, drafts),
            ),
            scene.copy() as url,
            served(
                url,
                Path(f"{folder}-served"),
                workers=0 if ground.kind == "sqlite" else 1,
                sabotage=sabotage,
                REQUIRE_SECOND_FACTOR="none",
                **ENVIRONMENT,
            ) as portal,
        ):
            writers = [Writer(portal.port, *draft) for draft in drafts]
            for one in writers:
                one.open()
            yield SourceDesk(portal, source, staff, households), way, writers


def scene_of(session: Session, port: int) -> tuple[int, int, Drafts]:
    """Make a source, who may synchronise, and three who write."""
    drafts = drafts_of_many(session, 3)
    staff = make_user(session, Role.STAFF)
    return make_source(session, address=f"http://127.0.0.1:{port}").id, staff.id, drafts
