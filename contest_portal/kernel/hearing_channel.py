"""The same for the embedded server: waitress has one thread that hears and reads, and others that serve.

Whenever something happens that one thread goes through all connections that it knows of. Of those whose request waits
for a thread it has nothing to hear, so it does not look at them: with a thousand it would do little else.
"""

import threading
from typing import TYPE_CHECKING, Protocol

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

from contest_portal.kernel.hearing import HEARD, instant

if TYPE_CHECKING:
    from _collections_abc import dict_items


class _Listener(Protocol):
    """Whatever has a number among the connections: a connection, the port itself, the bell of the threads."""


class Connections(dict[int, _Listener]):
    """All connections by their number, as waitress keeps them; it goes through those alone that are listened to.

    Threads let others be listened to while the one who hears closes and opens them, and a number is given again at
    once: what was closed must not be listened to any more, or the next of its number would be closed with it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._listened_to: dict[int, _Listener] = {}

    def __setitem__(self, number: int, one: _Listener) -> None:
        with self._lock:
            super().__setitem__(number, one)
            self._listened_to[number] = one

    def __delitem__(self, number: int) -> None:
        with self._lock:
            super().__delitem__(number)
            self._listened_to.pop(number, None)

    def items(self) -> "dict_items[int, _Listener]":
        """Give those that are listened to now."""
        with self._lock:
            return self._listened_to.copy().items()

    def rest(self, number: int) -> None:
        """Listen no more to this one until it is told."""
        with self._lock:
            self._listened_to.pop(number, None)

    def listen(self, number: int | None, one: _Listener) -> bool:
        """Listen to it again, unless it was closed meanwhile; tell whether it rested."""
        with self._lock:
            if number is None or self.get(number) is not one or number in self._listened_to:
                return False
            self._listened_to[number] = one
            return True


class HeardRequest(HTTPRequestParser):  # type: ignore[misc]
    """Notes when the whole of a request had come, before it waits for a thread."""

    heard: int | None = None

    def received(self, data: bytes) -> int:
        """Take what came."""
        taken: int = super().received(data)
        if self.completed and self.heard is None:
            self.heard = instant()
        return taken


class _Task(WSGITask):  # type: ignore[misc]
    def get_environment(self) -> dict[str, object]:
        return {**super().get_environment(), HEARD: self.request.heard}


class HearingChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests know when they were heard; it needs a server whose map is Connections."""

    parser_class, task_class = HeardRequest, _Task
    _map: Connections

    def handle_read(self) -> None:
        """Take what came. It rests before a thread may know of its request, so that what the thread says counts."""
        self._map.rest(self._fileno)
        super().handle_read()
        if not self.requests:
            self._map.listen(self._fileno, self)

    def write_soon(self, data: bytes) -> int:
        """Hand over a part of an answer, in a thread; what does not go out at once is sent by the one who hears."""
        self._map.listen(self._fileno, self)
        handed: int = super().write_soon(data)
        return handed

    def service(self) -> None:
        """Serve a request, in a thread, and listen for the next one."""
        super().service()
        if self._map.listen(self._fileno, self):
            self.server.pull_trigger()
