"""The last minute of a call: everybody sends at once, some twice; and the word that keeps a repetition in time."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application, HouseholdClaim
from contest_portal.applications.queries import entrants
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import verify_chain, wait_for_turn
from contest_portal.kernel.database import Database
from contest_portal.kernel.door import Door
from contest_portal.web.shared.arrival import ROOM
from tests.conftest import StandingClock
from tests.factories.applying import Village
from tests.factories.contests import CLOSES
from tests.page_client import PageClient

SENDERS = 20
Answers = list[tuple[int | str, ...]]


@pytest.fixture
def database(own_database: Database) -> Database:
    """Real transactions: this test is about people who wait for one another."""
    return own_database


@pytest.fixture
def session(own_database: Database) -> Iterator[Session]:
    with Session(own_database.engine, expire_on_commit=False) as session:
        yield session


def _press(app: Flask, village: Village, draft: int, version: int, answers: Answers) -> None:
    client = app.test_client().sign_in(village.representative.id)  # type: ignore[attr-defined]
    page = f"/grupo/solicitudes/{draft}"
    answer = client.post(f"{page}/revisar", data={"version": str(version), "agreed": "y"})
    answers.append((draft, answer.status_code, *re.findall(r"CONSTANCIA N\.° ([0-9]+)-2026", answer.text)))


def test_all_who_send_at_once_are_received_once(
    app: Flask, village: Village, session: Session, database: Database, clock: StandingClock
) -> None:
    made = [village.draft(village.group(name=f"Grupo {n}", households=3)) for n in range(SENDERS)]
    drafts = [(draft.id, draft.version) for draft in made]
    session.commit()
    clock.set(CLOSES - timedelta(seconds=1))
    answers: Answers = []
    presses = drafts + drafts[:5]  # some press twice

    threads = [
        threading.Thread(target=_press, args=(app, village, draft, version, answers))
        for draft, version in presses
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    with database.reading() as reading:
        receipts = dict(reading.execute(select(Document.subject, Document.number)).all())
        received = entrants(reading, village.contest.id)
        numbers = reading.scalars(select(Document.number).order_by(Document.number)).all()
        places = reading.scalars(select(HouseholdClaim.household_id)).all()
        broken = verify_chain(reading)[1]
    assert sorted(answers) == sorted(
        (draft, 200, f"{receipts[f'application:{draft}']:04}") for draft, _ in presses
    )
    assert [one.code for one in received] == [f"{village.contest.code}-{n + 1:03d}" for n in range(SENDERS)]
    assert (list(numbers), len(places), broken) == (list(range(1, SENDERS + 1)), 3 * SENDERS, None)


@pytest.fixture
def impatient(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for longer than a moment."""
    monkeypatch.setattr("contest_portal.kernel.audit.PATIENCE_MS", 50)
    monkeypatch.setattr("contest_portal.kernel.embedded_turns._PATIENCE", timedelta(milliseconds=50))
    if database.engine.dialect.name == "sqlite":
        event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=50"))
        database.engine.dispose()


@pytest.mark.usefixtures("impatient")
def test_who_was_told_to_wait_is_not_late(
    client: PageClient, village: Village, session: Session, database: Database, clock: StandingClock
) -> None:
    """Sent in time, answered "too busy", sent again by the page after the closing: it counts from the first press."""
    draft = village.draft()
    session.commit()
    clock.set(CLOSES - timedelta(seconds=1))
    page = f"/grupo/solicitudes/{draft.id}/revisar"
    client.sign_in(village.representative.id)
    form = {"version": str(draft.version), "agreed": "y"}
    with database.transaction() as other:
        wait_for_turn(other)
        busy = client.post(page, data=form)
    word = re.findall(r'name="arrived" value="([^"]+)"', busy.text)[0]
    clock.set(CLOSES + timedelta(seconds=20))

    forms = [
        form,
        form | {"arrived": f"{word}x"},
        form | {"arrived": word, "agreed": "yes"},
        form | {"arrived": word},
    ]
    answers = [client.post(page, data=sent) for sent in forms]

    assert (busy.status_code, int(busy.headers["Retry-After"]) >= 3) == (503, True)
    assert [answer.status_code for answer in answers] == [409, 409, 409, 200]
    session.expire_all()
    assert session.get_one(Application, draft.id).submitted_at == CLOSES - timedelta(seconds=1)


def test_who_finds_no_room_inside_is_told_to_wait_and_nothing_stays_taken(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contest_portal.web.shared.arrival.LOOKING", timedelta(milliseconds=10))
    door: Door = app.extensions["door"]
    taken = [door.enter(timedelta(0)) for _ in range(ROOM + 1)]

    busy = client.get("/")
    for _ in range(ROOM):
        door.leave()
    served = [client.get("/").status_code for _ in range(ROOM + 1)]

    assert taken == [True] * ROOM + [False]
    assert (busy.status_code, int(busy.headers["Retry-After"]) >= 3) == (503, True)
    assert served == [200] * (ROOM + 1)


@pytest.mark.parametrize(
    ("language", "says"),
    [("es", "lo que envió ya está guardado"), ("en", "what you sent is already stored")],
)
def test_who_looks_while_there_is_no_room_is_shown_a_page_that_asks_the_database_nothing(
    app: Flask, client: PageClient, village: Village, session: Session, monkeypatch: pytest.MonkeyPatch,
    language: str, says: str,
) -> None:  # fmt: skip
    """Whoever was led here after sending is not told that nothing was stored; it opens again by itself."""
    session.commit()
    client.sign_in(village.representative.id).get(f"/?lang={language}")
    monkeypatch.setattr("contest_portal.web.shared.arrival.LOOKING", timedelta(0))
    door: Door = app.extensions["door"]
    taken = [door.enter(timedelta(0)) for _ in range(ROOM)]
    asked: list[object] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))

    pages = [client.get(f"/grupo/solicitudes/{number}") for number in (1, 2)]
    for _ in taken:
        door.leave()

    assert (all(taken), asked) == (True, [])
    assert pages[0].get_data() == pages[1].get_data()
    assert says in pages[0].text
    assert village.representative.full_name not in pages[0].text
    assert [page.headers["Refresh"] == page.headers["Retry-After"] for page in pages] == [True, True]
