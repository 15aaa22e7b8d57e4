"""The door with room for a few: nobody is let in too many, lost, or left outside for ever."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from contest_portal.kernel.door import SHARE_OF_OTHERS, Door

LONG, SHORT, AT_ONCE = timedelta(seconds=20), timedelta(milliseconds=2), timedelta(0)


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + LONG.total_seconds()
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.001)


def waiting_at(door: Door) -> int:
    return len(door._urgent) + len(door._others)


def let_in_by_turns(door: Door, comers: str) -> str:
    """Let those come who are told (u: urgent, o: other), one after the other, to a full door; give who went in when."""
    went_in: list[str] = []

    def come(kind: str) -> None:
        assert door.enter(LONG, is_urgent=kind == "u")
        went_in.append(kind)

    with ThreadPoolExecutor(len(comers)) as pool:
        for number, kind in enumerate(comers, start=1):
            pool.submit(come, kind)
            eventually(lambda count=number: waiting_at(door) == count)
        for number in range(1, len(comers) + 1):
            door.leave(is_urgent=bool(went_in) and went_in[-1] == "u")
            eventually(lambda count=number: len(went_in) == count)
    return "".join(went_in)


@pytest.mark.parametrize(
    ("comers", "expected"),
    [
        ("ooo", "ooo"),
        ("uuu", "uuu"),
        ("oou", "uoo"),
        ("ooouuuuuuu", "uuuouuuouo"),
    ],
)
def test_who_is_urgent_goes_first_and_the_others_have_their_share(comers: str, expected: str) -> None:
    door = Door(1)
    assert door.enter(AT_ONCE)

    assert let_in_by_turns(door, comers) == expected
    assert SHARE_OF_OTHERS == 4


def test_of_the_urgent_one_at_a_time_is_inside_and_the_rest_of_the_room_is_for_others() -> None:
    door = Door(3)

    urgent = [door.enter(AT_ONCE, is_urgent=True) for _ in range(2)]
    others = [door.enter(AT_ONCE) for _ in range(3)]
    door.leave(is_urgent=True)
    door.leave()
    again = [door.enter(AT_ONCE, is_urgent=True) for _ in range(2)]

    assert (urgent, others, again) == ([True, False], [True, True, False], [True, False])


def test_while_urgent_ones_wait_of_the_others_goes_in_their_share_alone_though_there_is_room() -> None:
    door = Door(4)
    went_in: list[str] = []

    def come(kind: str) -> None:
        assert door.enter(LONG, is_urgent=kind == "u")
        went_in.append(kind)

    assert door.enter(AT_ONCE, is_urgent=True)
    with ThreadPoolExecutor(10) as pool:
        for number, kind in enumerate("uuuuuu", start=1):
            pool.submit(come, kind)
            eventually(lambda count=number: waiting_at(door) == count)
        pool.submit(come, "o")
        eventually(lambda: waiting_at(door) == 7)
        for number in (1, 2):
            door.leave(is_urgent=True)
            eventually(lambda count=number: len(went_in) == count)
        seen_early = "o" in went_in
        door.leave(is_urgent=True)
        eventually(lambda: len(went_in) == 4)
        for number in (5, 6, 7):
            door.leave(is_urgent=True)
            eventually(lambda count=number: len(went_in) == count)

    assert (seen_early, went_in.count("o"), went_in.index("o") in (2, 3)) == (False, 1, True)


def test_who_gives_up_lets_those_in_who_waited_for_him_alone() -> None:
    door = Door(2)
    assert door.enter(AT_ONCE, is_urgent=True)
    with ThreadPoolExecutor(2) as pool:
        patient = pool.submit(door.enter, LONG)
        assert patient.result(LONG.total_seconds())
        hasty = pool.submit(door.enter, timedelta(seconds=1), is_urgent=True)
        eventually(lambda: waiting_at(door) == 1)
        door.leave()
        other = pool.submit(door.enter, LONG)

        assert (hasty.result(), other.result()) == (False, True)


def test_who_waits_too_long_is_sent_away_and_takes_nobodys_place() -> None:
    door = Door(1)
    assert door.enter(AT_ONCE)

    assert not door.enter(AT_ONCE)
    assert not door.enter(AT_ONCE, is_urgent=True)

    door.leave()
    assert door.enter(AT_ONCE)


def test_of_many_who_come_and_go_never_more_are_inside_than_there_is_room_for() -> None:
    door, guard = Door(3), threading.Lock()
    inside, most, sent_away = 0, 0, 0

    def visit(number: int) -> None:
        nonlocal inside, most, sent_away
        if not door.enter(SHORT if number % 7 == 0 else LONG, is_urgent=number % 2 == 0):
            with guard:
                sent_away += 1
            return
        with guard:
            inside += 1
            most = max(most, inside)
        time.sleep(0.0005)
        with guard:
            inside -= 1
        door.leave(is_urgent=number % 2 == 0)

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(visit, range(600)))

    assert (most, inside) == (3, 0)
    assert [door.enter(AT_ONCE) for _ in range(4)] == [True, True, True, False]
