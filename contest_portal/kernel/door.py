"""A door with room for a few: who comes for an act that a deadline decides about goes before who only looks.

Of those who come for such acts one at a time is inside. They take turns at the log in any case, and would only
interrupt one another.
"""

import threading
from collections import deque
from datetime import timedelta

SHARE_OF_OTHERS = 4
"""Of so many who go in while both wait, one came for something else: nobody stands outside for ever."""


class Door:
    """Lets so many in at once; the others wait in two rows, each in the order in which it came."""

    def __init__(self, room: int) -> None:
        """Open the door of a place with `room` places."""
        self._lock = threading.Lock()
        self._free = room
        self._is_urgent_inside = False
        self._urgent: deque[threading.Event] = deque()
        self._others: deque[threading.Event] = deque()
        self._since_another = 0

    def enter(self, patience: timedelta, *, is_urgent: bool = False) -> bool:
        """Wait for a place; tell whether there was one in time. Who got in must `leave`."""
        row, turn = self._urgent if is_urgent else self._others, threading.Event()
        with self._lock:
            row.append(turn)
            self._let_in()
        if turn.wait(patience.total_seconds()):
            return True
        with self._lock:
            if turn.is_set():  # called while we turned away
                return True
            row.remove(turn)
            self._let_in()  # who waited for us alone
            return False

    def leave(self, *, is_urgent: bool = False) -> None:
        """Give the place to the next who waits, or keep it free; say as what one had come in."""
        with self._lock:
            self._free += 1
            if is_urgent:
                self._is_urgent_inside = False
            self._let_in()

    def _let_in(self) -> None:
        while self._free and (row := self._next_row()):
            self._free -= 1
            if row is self._urgent:
                self._is_urgent_inside = True
            row.popleft().set()

    def _next_row(self) -> deque[threading.Event] | None:
        if not (self._urgent and self._others):
            self._since_another = 0
            return self._others or (None if self._is_urgent_inside else self._urgent)
        if self._since_another + 1 < SHARE_OF_OTHERS and self._is_urgent_inside:
            return None
        self._since_another = (self._since_another + 1) % SHARE_OF_OTHERS
        return self._urgent if self._since_another else self._others
