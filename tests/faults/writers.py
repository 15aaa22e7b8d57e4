"""Groups that write at their drafts over HTTP, each with a ledger of what the portal said it had kept."""

import http.client
import json
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from threading import Event
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.deadline_client import Browser, signed_in
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.rules.draft_fields import Draft, section_versions
from contest_portal.applications.rules.profile import SectionCode, read_profile
from contest_portal.contests.rules.profile_form import STANDARD_FORM
from contest_portal.kernel.database import Database
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village
from tests.factories.contests import RULEBOOK
from tests.factories.profiles import CHOICE, PROFILE
from tests.faults.served import SECRET

Drafts = list[tuple[int, int]]
RESTING_SECONDS, PATIENCE_SECONDS = 0.01, 60


def open_village(session: Session, *, closes_in: timedelta = timedelta(days=5)) -> Village:
    """Make a call that is open now, by the clock of this machine."""
    now = datetime.now(UTC)
    calendar = replace(
        RULEBOOK.calendar, opens_at=now - timedelta(days=20), closes_at=now + closes_in, questions_until=None
    )
    return make_village(session, rulebook=replace(RULEBOOK, calendar=calendar))


def drafts_of_many(session: Session, count: int, *, closes_in: timedelta = timedelta(days=5)) -> Drafts:
    """Make so many groups with a whole draft each; their applications and their representatives."""
    village = open_village(session, closes_in=closes_in)
    made = []
    for number in range(count):
        village.representative = make_user(session, Role.REPRESENTATIVE)
        draft = village.draft(village.group(name=f"Grupo {number}", households=3))
        made.append((draft.id, village.representative.id))
    return made


@dataclass
class Writer:
    """A group at its phone: saves its summary again and again, and perhaps sends at last.

    `waited` is how long for each answer, in seconds; `rushed` counts who was to come again and not told when. `noise`:
    so many random bytes go with each text, else the database finds room for it where the one before was. `pause`: so
    many seconds between two texts, where a trial lasts for more of them than the portal takes from one group.
    """

    port: int
    draft: int
    user: int
    started: str = PROFILE.summary
    possible: set[str] = field(default_factory=lambda: {PROFILE.summary})
    number: int = 0
    acknowledged: int = 0
    is_received: bool = False
    missing: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    rushed: int = 0
    patience: int = 30
    noise: int = 0
    pause: float = 0
    token: str = ""
    cookie: str = ""
    version: str = ""

    def open(self) -> None:
        """Open the review page once, as everybody does before sending."""
        answer = Browser(self.port, signed_in(SECRET, self.user)).ask("GET", f"{self._page}/revisar")
        self.cookie = answer.cookie or signed_in(SECRET, self.user)
        self.token, self.version = (
            re.findall(f'name="{name}"[^>]* value="([^"]+)"', answer.text)[0]
            for name in ("csrf_token", "version")
        )

    def write(self) -> None:
        """Save the summary once; it counts as kept when the portal says so."""
        self.number += 1
        text = f"Resumen número {self.number} del grupo {self.draft}. {token_hex(self.noise)}".strip()
        self.possible.add(text)
        began = time.monotonic()
        try:
            status, said = self._save(text)
        finally:
            self.waited.append(time.monotonic() - began)
        self.answers.append(status)
        if status == 200:
            self.started, self.possible, self.version = text, {text}, str(said["version"])
            self.acknowledged += 1
        elif said.get("state") == "conflict":
            self._meet(said)

    def send(self) -> None:
        """Press "send" until it is received, however often the line breaks."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not self.is_received and time.monotonic() < end:
            try:
                self.is_received = self._press()
            except (OSError, http.client.HTTPException):
                time.sleep(RESTING_SECONDS)

    def _press(self) -> bool:
        """Press "send" once, and tell whether it is received."""
        try:
            self.open()  # what was saved last may have another version than the one we heard of
        except IndexError:  # not the page of a draft any more, or one that says to come again
            return "CONSTANCIA N" in Browser(self.port, self.cookie).ask("GET", self._page).text
        body = urlencode({"csrf_token": self.token, "version": self.version, "agreed": "y"})
        return (
            "CONSTANCIA N" in Browser(self.port, self.cookie).ask("POST", f"{self._page}/revisar", body).text
        )

    def write_until(self, end: Event) -> None:
        """Go on until told to stop, however often the line breaks."""
        while not end.is_set():
            try:
                self.write()
                end.wait(self.pause)
            except (OSError, http.client.HTTPException):
                end.wait(max(RESTING_SECONDS, self.pause))

    def _meet(self, said: dict[str, Any]) -> None:
        """Go on from what is stored: something that was sent since the last acknowledgement, whose answer was lost."""
        stored = said["stored"]["summary"]["summary"]
        if stored not in self.possible:
            self.missing.append(
                f"application {self.draft}: {stored!r} is stored, not {sorted(self.possible)}"
            )
        self.started, self.possible, self.version = stored, {stored}, str(said["version"])

    @property
    def _page(self) -> str:
        return f"/grupo/solicitudes/{self.draft}"

    def _save(self, summary: str) -> tuple[int, dict[str, Any]]:
        profile = replace(PROFILE, summary=self.started)
        bases = section_versions(Draft(CHOICE, profile), STANDARD_FORM.section(SectionCode.CHOICE))
        body = json.dumps({"field": "summary", "entries": {"summary": summary}, "bases": bases})
        headers = {"Cookie": self.cookie, "Content-Type": "application/json", "X-CSRFToken": self.token}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)) as line:
            line.request("POST", f"{self._page}/negocio/campo", body=body.encode(), headers=headers)
            answer = line.getresponse()
            text = answer.read()
        self.rushed += answer.status == 503 and not answer.getheader("Retry-After")
        is_json = (answer.getheader("Content-Type") or "").startswith("application/json")
        said = json.loads(text) if is_json else {}
        return answer.status, said


def all_writing(writers: Sequence[Writer], end: Event) -> ThreadPoolExecutor:
    """Let all write at once, in threads that the caller ends by the event."""
    pool = ThreadPoolExecutor(len(writers))
    for one in writers:
        pool.submit(one.write_until, end)
    return pool


def lost(url: str, writers: Sequence[Writer]) -> list[str]:
    """Name what the portal said it had kept and has not; what was sent after it may be there instead."""
    database = Database(url)
    with database.reading() as session:
        rows = session.execute(select(Application.id, Application.profile, Application.state))
        stored = {number: (read_profile(profile).summary, state) for number, profile, state in rows}
    database.engine.dispose()
    found = []
    for one in writers:
        summary, state = stored[one.draft]
        found += one.missing
        if summary not in one.possible:
            found.append(f"application {one.draft}: {summary!r} is stored, not {sorted(one.possible)}")
        if one.is_received and state != "submitted":
            found.append(f"application {one.draft} was received and is {state}")
    return found
