"""Connections of the embedded server: who is looked at is open, whatever threads and the one who hears do at once."""

import sys
import threading
from collections.abc import Iterator

import pytest

from contest_portal.kernel.hearing_channel import Connections

NUMBER, TIMES = 12, 20_000


@pytest.fixture
def hasty() -> Iterator[None]:
    """Let threads interrupt one another as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 10_000)
    yield
    sys.setswitchinterval(usual)


def test_who_rests_is_not_looked_at_until_it_is_let() -> None:
    connections, one = Connections(), object()
    connections[NUMBER] = one

    connections.rest(NUMBER)
    resting = dict(connections.items())
    again = [connections.listen(NUMBER, one) for _ in range(2)]

    assert (resting, again, dict(connections.items())) == ({}, [True, False], {NUMBER: one})
    assert connections[NUMBER] is one


def test_who_was_closed_is_not_looked_at_again_nor_wakes_the_next_of_its_number() -> None:
    connections, closed, following = Connections(), object(), object()
    connections[NUMBER] = closed
    connections.rest(NUMBER)
    del connections[NUMBER]

    gone = connections.listen(NUMBER, closed)
    connections[NUMBER] = following
    connections.rest(NUMBER)
    late = [connections.listen(number, closed) for number in (NUMBER, None)]

    assert (gone, late, dict(connections.items())) == (False, [False, False], {})


@pytest.mark.usefixtures("hasty")
def test_nothing_that_was_closed_is_left_however_threads_meet() -> None:
    """A server that looks at what is closed is told so at once, and closes whoever has got its number since."""
    connections, here, left = Connections(), [object()], []
    end = threading.Event()

    def answer() -> None:
        while not end.is_set():
            connections.listen(NUMBER, here[0])

    threads = [threading.Thread(target=answer) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(TIMES):
        here[0] = one = object()
        connections[NUMBER] = one
        connections.rest(NUMBER)
        del connections[NUMBER]
        left += connections.items()
    end.set()
    for thread in threads:
        thread.join()

    assert left == []
