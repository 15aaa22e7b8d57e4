"""The word on when a request first arrived: believed of the same person, at the same address, for a while."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask, Response
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.arrival import BELIEVED, arrival_word, arrived_at
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import make_user
from tests.page_client import PageClient
from tests.web.shared.conftest import Views

TICK = timedelta(microseconds=1)


@pytest.fixture
def built_app(app_to_fill: Flask) -> Flask:
    return app_to_fill


@pytest.fixture
def seen(views: Views) -> list[datetime]:
    """Let both pages note when their request arrived and answer with the word on it."""
    instants: list[datetime] = []

    def view() -> Response:
        instants.append(arrived_at())
        return Response(arrival_word(), mimetype="text/plain")

    views["una"] = views["otra"] = view
    return instants


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (timedelta(0), NOON),
        (timedelta(seconds=20), NOON),
        (BELIEVED, NOON),
        (BELIEVED + TICK, NOON + BELIEVED + TICK),
        (-TICK, NOON - TICK),
    ],
    ids=["at once", "soon", "as late as may be", "too late", "from the future"],
)
def test_the_word_holds_for_a_while(
    client: PageClient, seen: list[datetime], clock: StandingClock, later: timedelta, expected: datetime
) -> None:
    word = client.post("/una").text
    clock.set(NOON + later)

    client.post("/una", data={"arrived": word})

    assert seen == [NOON, expected]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda word: "", id="none"),
        pytest.param(lambda word: f"{word}x", id="longer"),
        pytest.param(lambda word: word[1:], id="shorter"),
        pytest.param(lambda word: word.partition(".")[0], id="not signed"),
        pytest.param(lambda word: f"ñ.{word}", id="other letters"),
        pytest.param(lambda word: "2026-11-23T17:00:00+00:00", id="an instant in plain words"),
    ],
)
def test_a_word_that_is_not_ours_says_nothing(
    client: PageClient, seen: list[datetime], clock: StandingClock, change: Callable[[str], str]
) -> None:
    word = client.post("/una").text
    later = clock.advance(seconds=20)

    client.post("/una", data={"arrived": change(word)})

    assert seen == [NOON, later]


def test_a_word_for_another_address_says_nothing(
    client: PageClient, seen: list[datetime], clock: StandingClock
) -> None:
    word = client.post("/una").text
    later = clock.advance(seconds=20)

    client.post("/otra", data={"arrived": word})

    assert seen == [NOON, later]


def test_a_word_of_somebody_else_says_nothing(
    client: PageClient, session: Session, seen: list[datetime], clock: StandingClock
) -> None:
    giver, taker = (make_user(session, Role.REPRESENTATIVE) for _ in range(2))
    session.commit()
    word = client.sign_in(giver.id).post("/una").text
    later = clock.advance(seconds=20)

    client.sign_in(taker.id).post("/una", data={"arrived": word})
    client.sign_in(giver.id).post("/una", data={"arrived": word})

    assert seen == [NOON, later, NOON]


def test_a_page_that_is_only_read_has_no_word(
    client: PageClient, seen: list[datetime], clock: StandingClock
) -> None:
    word = client.post("/una").text
    later = clock.advance(seconds=20)

    client.get("/una", query_string={"arrived": word})

    assert seen == [NOON, later]


def test_who_is_told_to_wait_again_keeps_the_first_instant_but_not_for_ever(
    client: PageClient, seen: list[datetime], clock: StandingClock
) -> None:
    word = ""
    for _ in range(3):
        word = client.post("/una", data={"arrived": word}).text
        clock.advance(minutes=10)

    assert seen == [NOON, NOON, NOON + timedelta(minutes=20)]
