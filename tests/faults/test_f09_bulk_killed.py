"""F-09: the portal is killed while it prints all agreements of a contest, and goes on: each is printed once."""

import http.client
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.deadline_client import Browser, signed_in
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.paper_prints import paper_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.rules.print_run import SILENCE, Papers
from contest_portal.contests.rules.rulebook import BudgetRules
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.documents.print_room import print_all, workers_here
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.database import Database
from contest_portal.kernel.money import Money
from contest_portal.kernel.storage import Storage
from tests.factories.accounts import make_user
from tests.factories.allocation import add_ranked, make_approved, make_scored_contest
from tests.factories.awards import add_member, issued_agreements
from tests.factories.contests import RULEBOOK
from tests.factories.intruders import take_the_guard_away
from tests.factories.scoring import make_juror
from tests.faults.grounds import Ground, unsound
from tests.faults.served import SECRET, Portal, served
from tests.faults.tally import Tally
from tests.faults.waiting import until

DRAW = random.Random(9)
COUNT_SHORT, COUNT_LONG, KILLS_SHORT, KILLS_LONG = 8, 300, 1, 5
WINNERS, AWARD = 3, 100
MOST_SECONDS_95 = 1.5
HALF_A_CHARACTER = "\\ud800"


def test_a_bulk_is_printed_once_however_often_the_portal_is_killed(ground: Ground, tally: Tally) -> None:
    if ground.kind == "sqlite" and not tally.is_long:
        pytest.skip("in the long set: the run is the same, and in one process nobody prints beside it")
    count, kills = (COUNT_LONG, KILLS_LONG) if tally.is_long else (COUNT_SHORT, KILLS_SHORT)
    tally.begin(
        "F-09", f"{count} agreements in one go, the portal killed ({kills}) and continued", ground.kind
    )
    with (
        ground.with_scene(lambda session: with_agreements(session, count)) as (scene, made),
        begun(scene, made) as run,
    ):
        most = count // (kills + 1)
        with reading(run) as waited:
            for _ in range(kills):
                tally.add(run.killed_after(DRAW.randint(1, most)))
            tally.add(run.ended_but_for_one())
            tally.add(run.ended())
        tally.add(run.wrong_papers() + unsound(run.portal.url, known=run.known))
        waited_95 = sorted(waited)[len(waited) * 95 // 100]
        tally.note = f"{len(waited)} pages meanwhile, 95 of 100 in {waited_95:.1f} s"
        tally.add([tally.note] if tally.is_long and waited_95 > MOST_SECONDS_95 else [])
    with (
        ground.with_scene(lambda session: with_agreements(session, WINNERS)) as (scene, made),
        begun(scene, made, sabotage="everybody_prints") as run,
    ):
        with run.database.transaction() as session:
            take_the_guard_away(session, "document")  # or the database alone would refuse the second print
        run.pressed_twice()
        until(run.noted_twice, seconds=60)
        tally.add_twin(run.noted_twice())

    tally.judge(twin_percent=100)


@dataclass(frozen=True)
class Made:
    """What is printed: the contest, and two who may press."""

    contest_id: int
    staff: tuple[int, int]


def with_agreements(session: Session, count: int) -> Made:
    """Issue the agreements of so many winners of small awards."""
    small = BudgetRules(min_award=Money.soles(AWARD), max_award=Money.soles(AWARD))
    scored = make_scored_contest(session, rulebook=replace(RULEBOOK, budget=small))
    for position in ("president", "secretary", "member"):
        make_juror(session, scored.contest, make_user(session, Role.JUROR), position=position)
    for number in range(1, count + 1):
        name = f"Grupo {number}"
        add_ranked(session, scored, name, soles=AWARD, place=number, units=10_000 - number)
        add_member(session, scored, name, office="treasurer", sex="F")
    make_approved(session, scored)
    issued = issued_agreements(session, scored)
    assert len(issued) == count
    return Made(scored.contest.id, (scored.staff.id, make_user(session, Role.STAFF).id))


@dataclass
class Run:
    """A portal that prints, seen from outside."""

    portal: Portal
    made: Made
    known: list[str]
    database: Database = field(init=False)

    def __post_init__(self) -> None:
        self.database = Database(self.portal.url)

    @property
    def storage(self) -> Storage:
        """Give where the portal keeps files."""
        return Storage(self.portal.folder / "storage")

    @property
    def desk(self) -> PrintDesk:
        """Give where the run leaves its signs."""
        return PrintDesk.beside(self.storage, Papers.AGREEMENTS)

    @property
    def page(self) -> str:
        """Give the address where it is begun and followed."""
        return f"/oficina/concursos/{self.made.contest_id}/documentos/impresion/convenios"

    def press(self, user: int) -> int:
        """Press "print" as somebody; what status the portal answers."""
        asked = Browser(self.portal.port, signed_in(SECRET, user))
        page = asked.ask("GET", self.page)
        token = re.findall('name="csrf_token"[^>]* value="([^"]+)"', page.text)[0]
        whose = Browser(self.portal.port, page.cookie or asked.cookie)
        return whose.ask("POST", f"{self.page}/preparar", urlencode({"csrf_token": token})).status

    def pressed_twice(self) -> list[int]:
        """Let two press at the same moment."""
        with ThreadPoolExecutor(2) as both:
            return sorted(both.map(self.press, self.made.staff))

    def printed(self) -> int:
        """Count what is printed."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).where(Document.kind == AGREEMENT.code,
                                                             Document.file_sha256.is_not(None))) or 0  # fmt: skip

    def killed_after(self, count: int) -> list[str]:
        """Begin or go on, by two at once, and kill the portal when so many more are printed; start it again."""
        most = self.printed() + count
        pressed = self.pressed_twice()
        until(lambda: self.printed() >= most)
        self.portal.kill()
        sign = self.sign()
        # two minutes pass
        self.desk.leave_sign(self.made.contest_id, replace(sign, at=sign.at - SILENCE - timedelta(seconds=1)))
        self.portal.start()
        found = [] if pressed == [303, 422] else [f"two who pressed were answered {pressed}"]
        return found + ([f"ended at once: {sign}"] if sign.ended else [])

    def sign(self) -> PrintSign:
        """Give the last that was heard of the run."""
        sign = self.desk.last_sign(self.made.contest_id)
        assert sign is not None
        return sign

    def wait(self) -> PrintSign:
        """Wait for its end."""
        until(lambda: self.sign().ended)
        return self.sign()

    def ended_but_for_one(self) -> list[str]:
        """Go on with one that cannot be printed: it is named, and all others are printed."""
        with self.database.transaction() as session:
            missing = select(Document).where(Document.kind == AGREEMENT.code, Document.file_sha256.is_(None))
            poisoned = session.scalars(missing.order_by(Document.id)).first()
            assert poisoned is not None
            take_the_guard_away(session, "document")
            sound, code = poisoned.data, poisoned.code
            poisoned.data = sound.replace("Grupo ", f"Grupo {HALF_A_CHARACTER}")
            assert poisoned.data != sound
        pressed = self.pressed_twice()
        sign = self.wait()
        with self.database.transaction() as session:
            session.scalars(select(Document).where(Document.code == code)).one().data = sound
        found = [] if pressed == [303, 422] else [f"two who pressed were answered {pressed}"]
        alone = (sign.failed, sign.unprinted, sign.total - sign.done) == (True, (code,), 1)
        return found if alone else [*found, f"{code} cannot be printed, and it ended so: {sign}"]

    def ended(self) -> list[str]:
        """Go on to the end."""
        pressed = self.press(self.made.staff[0])
        sign = self.wait()
        with self.database.reading() as session:
            prints = paper_prints(session, self.made.contest_id, Papers.AGREEMENTS)
        return [] if (pressed, sign.failed, sign.made) == (303, False, prints) else [f"ended so: {sign}"]

    def noted_twice(self) -> list[str]:
        """Name what is noted as printed more than once."""
        with self.database.reading() as session:
            rows = session.scalars(select(AuditRow.subject).where(AuditRow.action == "document.printed"))
            noted = Counter(rows)
        return [f"{one} is noted as printed {times} times" for one, times in noted.items() if times > 1]

    def wrong_papers(self) -> list[str]:
        """Name what is printed twice, not at all, not as its data give it, or not in the joined archive."""
        press = Press(self.storage, f"http://127.0.0.1:{self.portal.port}")
        with self.database.reading() as session:
            documents = session.scalars(select(Document).where(Document.kind == AGREEMENT.code)).all()
            files = {one.id: one.file_sha256 or "" for one in documents}
            orders = ((one.id, press.order(AGREEMENT, one)) for one in documents)
            printed = dict(print_all(orders, workers=workers_here()))
        stored = {number: self.storage.get(digest) for number, digest in files.items() if digest}
        found = [f"document {number} is not the paper that its data give"
                 for number, content in printed.items() if stored.get(number) != content]  # fmt: skip
        with ZipFile(self.desk.archive(self.made.contest_id)) as archive:
            joined = sorted(archive.read(name) for name in archive.namelist())
        found += [] if joined == sorted(stored.values()) else ["the archive holds other papers"]
        return found + self.noted_twice()


@contextmanager
def begun(scene: Ground, made: Made, *, sabotage: str = "") -> Iterator[Run]:
    """Serve a copy of the scene."""
    workers = 0 if scene.kind == "sqlite" else 2
    folder = scene.folder / f"bulk{sabotage}"
    with (
        scene.copy() as url,
        served(url, folder, workers=workers, sabotage=sabotage, REQUIRE_SECOND_FACTOR="none") as portal,
    ):
        run = Run(portal, made, unsound(url))
        yield run
        run.database.engine.dispose()


@contextmanager
def reading(run: Run) -> Iterator[list[float]]:
    """Open pages all the time; give how long each took, in seconds, but for those that found the portal killed."""
    waited: list[float] = []
    end = Event()

    def read() -> None:
        asked = Browser(run.portal.port, signed_in(SECRET, run.made.staff[0]))
        while not end.wait(0.1):
            began = time.monotonic()
            try:
                status = asked.ask("GET", run.page).status
            except (OSError, http.client.HTTPException):
                continue
            if status == 200:
                waited.append(time.monotonic() - began)

    with ThreadPoolExecutor(1) as reader:
        reader.submit(read)
        try:
            yield waited
        finally:
            end.set()
