"""Send at the deadline hour: `python -m benchmarks.deadline --senders 500 --database postgresql` (or `sqlite`)."""

import argparse
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from alembic import command
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from benchmarks.deadline_client import Browser, signed_in
from benchmarks.search import an_empty_database, say, timed
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, ApplicationVersion
from contest_portal.applications.rules.profile import write_profile
from contest_portal.cli.database import alembic_config
from contest_portal.config import ROOT
from contest_portal.contests.models import Contest
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.database import Database
from contest_portal.kernel.sealed_columns import NO_SECRET
from tests import postgres
from tests.factories.accounts import make_office, make_user
from tests.factories.applications import make_application, make_group
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.profiles import CHOICE, PROFILE
from tests.factories.registry import make_centre, make_district

OK, BUSY, LATE = 200, 503, 409
HEARD_WITHIN = 2.0
"""What a press may take from the phone to the door, with five hundred of them on this same machine."""
SECRET = "of a server for this measurement alone"  # noqa: S105 - of a server that lives for a minute
LEAD_SECONDS, OPENING = 50, timedelta(hours=3)
"""The call closes so soon after all review pages were opened, of which the machine may make a long work."""
TURN_SECONDS = 60
"""So long a press whose line was cut may still wait for its turn: the refusal says to look again after a minute."""


@dataclass(slots=True)
class Sender:
    """A group at its phone: when it presses, whether its connection drops, and what became of it."""

    application_id: int
    cookie: str
    press_at: float
    is_cut: bool
    form: dict[str, str] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    seconds: float = 0.0
    receipt: str = ""

    @property
    def page(self) -> str:
        """Give the address of its application."""
        return f"/grupo/solicitudes/{self.application_id}"


def main() -> None:
    """Fill a database, start the server as in production, let all send around the closing, and count."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--senders", type=int, default=500)
    asked.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    asked.add_argument("--receipts", type=int, help="print so many receipts; all unless told otherwise")
    options = asked.parse_args()
    # as in production: what was acknowledged survives a loss of power
    postgres.SETTINGS.update(
        fsync="on", synchronous_commit="on", full_page_writes="on", autovacuum="on", max_connections="100"
    )
    with an_empty_database(options.database) as url, tempfile.TemporaryDirectory() as storage:
        command.upgrade(alembic_config(url), "head")
        database = Database(url)
        with serving(url, storage) as port:
            senders = fill_in(database, options.senders)
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda one: read_through(port, one), senders))
            closes = close_soon(database, senders)
            say(f"{options.database}: {len(senders)} groups send within a minute, the call closes after 48 s")
            with ThreadPoolExecutor(len(senders)) as pool:
                list(pool.map(lambda one: send(port, one), senders))
            right = report(senders, closes)
            right &= print_receipts(port, [one for one in senders if one.receipt][: options.receipts])
        right &= look_at_the_database(database, sum(bool(one.receipt) for one in senders))
        database.engine.dispose()
    sys.exit(0 if right else 1)


def fill_in(database: Database, count: int) -> list[Sender]:
    """Write groups with whole profiles in an open call; plan when each presses, in seconds from its closing."""
    draw = random.Random(17)
    with database.transaction() as session:
        office, staff = make_office(session), make_user(session, Role.STAFF)
        make_district(session)
        centre = make_centre(session)
        people = [make_user(session, Role.REPRESENTATIVE) for _ in range(count)]
        groups = [
            make_group(session, centre, who, name=f"Grupo {number}") for number, who in enumerate(people)
        ]
        now = datetime.now(UTC)
        calendar = replace(
            RULEBOOK.calendar,
            opens_at=now - timedelta(days=20),
            closes_at=now + OPENING,
            questions_until=None,
        )
        contest = make_contest(session, office, staff, rulebook=replace(RULEBOOK, calendar=calendar))
        senders = []
        for number, (who, group) in enumerate(zip(people, groups, strict=True)):
            draft = make_application(
                session, contest, group, state="draft", requested=PROFILE.requested,
                category_code=CHOICE.category_code, profile=write_profile(PROFILE),
            )  # fmt: skip
            draft.title = CHOICE.title
            press_at = plan(draw, number)
            senders.append(Sender(draft.id, signed_in(SECRET, who.id), press_at, is_cut=number % 10 == 3))
        session.flush()
    return senders


def close_soon(database: Database, senders: Sequence[Sender]) -> float:
    """Let the call close when everybody is ready; give when, and let each know when it presses."""
    closes = time.time() + LEAD_SECONDS
    with database.transaction() as session:
        session.execute(update(Contest).values(closes_at=datetime.fromtimestamp(closes, UTC)))
    for one in senders:
        one.press_at += closes
    return closes


def plan(draw: random.Random, number: int) -> float:
    """Give when a group presses, in seconds from the closing: half in the last ten, every tenth too late."""
    if number % 10 == 0:
        return draw.uniform(0.05, 10)
    return draw.uniform(-10, -0.05) if number % 2 else draw.uniform(-48, -10)


@contextmanager
def serving(url: str, storage: str, *, workers: int = 0) -> Iterator[int]:
    """Run the server as the README says: gunicorn with PostgreSQL or so many workers, else `flask serve`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    tools, at = Path(sys.executable).parent, f"127.0.0.1:{port}"
    server = (
        ["gunicorn", "--workers", str(workers or 4), "--bind", at, "wsgi:app"]
        if workers or url.startswith("postgresql")
        else ["flask", "--app", "wsgi", "serve", "--port", str(port)]
    )
    settings = {
        "PORTAL_ENV": "production",
        "SECRET_KEY": SECRET,
        "DATA_KEY": NO_SECRET,
        "PUBLIC_URL": f"http://{at}",
        "DATABASE_URL": url,
        "STORAGE_DIR": storage,
        "REQUIRE_SECOND_FACTOR": "none",  # whoever asks here has a session already
    }
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [tools / server[0], *server[1:]], cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log
        )
        try:
            _wait_for(port)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            Browser(port, "").ask("GET", "/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not come up")


def read_through(port: int, sender: Sender) -> None:
    """Open the review page, as a group does before it presses."""
    answer = Browser(port, sender.cookie).ask("GET", f"{sender.page}/revisar")
    sender.cookie = answer.cookie or sender.cookie
    sender.form = {
        name: re.findall(f'name="{name}"[^>]* value="([^"]+)"', answer.text)[0]
        for name in ("csrf_token", "version")
    } | {"agreed": "y"}


def send(port: int, sender: Sender) -> None:
    """Press at the planned second; come again when told to, as the page does by itself."""
    time.sleep(max(0.0, sender.press_at - time.time()))
    started, sender.press_at = time.perf_counter(), time.time()  # a busy machine wakes us late
    browser = Browser(port, sender.cookie)
    if sender.is_cut:
        browser.send_and_hang_up(f"{sender.page}/revisar", urlencode(sender.form))
        time.sleep(1)
    answer = browser.ask("POST", f"{sender.page}/revisar", urlencode(sender.form))
    sender.answers.append(answer.status)
    while answer.status == BUSY:
        time.sleep(answer.retry_after)
        word = re.findall(r'name="arrived" value="([^"]+)"', answer.text)
        answer = browser.ask("POST", f"{sender.page}/revisar", urlencode(sender.form | {"arrived": word[0]}))
        sender.answers.append(answer.status)
    sender.seconds = time.perf_counter() - started
    sender.receipt = receipt_on(answer.text)
    look_again_until = time.time() + (TURN_SECONDS if answer.status == LATE and sender.is_cut else 0)
    while not sender.receipt and time.time() < look_again_until:
        sender.receipt = receipt_on(browser.ask_until_served(sender.page).text)
        time.sleep(0 if sender.receipt else 2)


def receipt_on(page: str) -> str:
    """Give the number of the receipt on a page; nothing when there is none."""
    return (re.findall(r"CONSTANCIA N\.° [0-9]+-[0-9]+-[A-Z-]+", page) or [""])[0]


def report(senders: Sequence[Sender], closes: float) -> bool:
    """Print what the groups were answered; tell whether all who pressed in time have a receipt."""
    final = Counter(one.answers[-1] for one in senders)
    waited = sum(BUSY in one.answers for one in senders)
    broken = sum(status >= 500 and status != BUSY for one in senders for status in one.answers)
    unjust = [one for one in senders if one.press_at < closes and not one.receipt]
    late = [one for one in senders if one.press_at >= closes and one.receipt]
    spent = sorted(one.seconds for one in senders if not one.is_cut)
    middle, most, nearly_all = (spent[len(spent) * share // 100] for share in (50, 95, 99))
    acknowledged = sum(one.answers[-1] == OK and bool(one.receipt) for one in senders)
    other = len(senders) - acknowledged - final[LATE]
    say(f"  acknowledged {acknowledged}, refused as late {final[LATE]}, other {other}")
    say(
        f"  told to wait {waited}, server errors {broken}; connections cut {sum(one.is_cut for one in senders)}"
    )
    early = max((closes - one.press_at for one in unjust), default=0.0)
    say(f"  pressed in time without a receipt {len(unjust)} ({early:.1f} s before the closing or later)")
    say(f"  pressed late with a receipt {len(late)}")
    say(
        f"  answered in: p50 {middle:.2f} s   p95 {most:.2f} s   p99 {nearly_all:.2f} s   max {spent[-1]:.2f} s"
    )
    return not (broken or late or early > HEARD_WITHIN)


def print_receipts(port: int, received: Sequence[Sender]) -> bool:
    """Fetch every receipt as a PDF, eight at a time; a page that is told to wait comes again."""

    def fetch(sender: Sender) -> bool:
        for _ in range(60):
            body = urlencode({"csrf_token": sender.form["csrf_token"]})
            answer = Browser(port, sender.cookie).ask("POST", f"{sender.page}/constancia", body)
            if answer.status != BUSY:
                return answer.body.startswith(b"%PDF-")
            time.sleep(answer.retry_after)
        return False

    with ThreadPoolExecutor(8) as pool:
        seconds, printed = timed(lambda: sum(pool.map(fetch, received)))
    say(f"  receipts printed {printed} of {len(received)} in {seconds:.0f} s")
    return printed == len(received)


def look_at_the_database(database: Database, receipts: int) -> bool:
    """Compare what groups were told with what is stored: all, once, numbered without gaps, on an unbroken chain."""
    with database.reading() as session:
        codes = [int(code.rpartition("-")[2]) for code in session.scalars(select(Application.code)) if code]
        numbers = list(session.scalars(select(Document.number).order_by(Document.number)))
        versions = session.scalar(select(func.count(ApplicationVersion.id)))
        broken = _broken_link(session)
    whole = list(range(1, receipts + 1))
    say(f"  in the database {len(codes)}, versions {versions}, receipts {len(numbers)}")
    gapless = sorted(codes) == whole and numbers == whole
    say(f"  numbers without gap or twin: {gapless}; audit chain whole: {broken is None}")
    return gapless and versions == receipts and broken is None


def _broken_link(session: Session) -> object:
    return verify_chain(session)[1]


if __name__ == "__main__":
    main()
