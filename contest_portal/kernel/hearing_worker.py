"""The worker of gunicorn that notes when it heard a request, before the request waits for a thread (gunicorn.conf.py).

One thread of each process hears: it takes connections and looks at what came on them without reading it. Once the
head of a request is whole, its instant stands, and the request may wait for one of the threads that serve.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from selectors import EVENT_READ
from typing import TYPE_CHECKING, Any

from gunicorn.workers.gthread import DEFAULT_WORKER_DATA_TIMEOUT, TConn, ThreadWorker

from contest_portal.kernel.hearing import HEARD, hear_many, instant

if TYPE_CHECKING:
    from gunicorn.http.message import Request

LOOK = socket.MSG_PEEK | socket.MSG_DONTWAIT
LONGEST_HEAD = 1 << 16
BLANK_LINE = b"\r\n\r\n"


class HearingWorker(ThreadWorker):  # type: ignore[misc]
    """Threads that serve, as gunicorn has them, and one that hears."""

    worker_connections: int
    wsgi: Callable[..., Iterable[bytes]]

    def init_process(self) -> None:
        """Begin to serve."""
        self._request = threading.local()
        self.worker_connections = min(self.worker_connections, hear_many())
        super().init_process()

    def load_wsgi(self) -> None:
        """Let the portal know of each request when it was heard."""
        super().load_wsgi()
        portal = self.wsgi

        def told(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            environ[HEARD] = self._request.__dict__.pop("heard", None)  # of this thread, and of this request
            return portal(environ, start_response)

        self.wsgi = told

    def accept(self, listener: socket.socket) -> None:
        """Take a connection and wait until something comes on it, without a thread."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):  # another process took it, or it went
            return
        connection = TConn(self.cfg, client, address, listener.getsockname())
        connection.timeout = time.monotonic() + DEFAULT_WORKER_DATA_TIMEOUT
        self.nr_conns += 1
        self.pending_conns.append(connection)
        self.poller.register(client, EVENT_READ, partial(self.on_pending_socket_readable, connection))

    def enqueue_req(self, connection: TConn) -> None:
        """Note when it was heard and let it wait for a thread."""
        connection.heard = instant() if has_whole_head(connection.sock) else None
        super().enqueue_req(connection)

    def handle_request(self, request: "Request", connection: TConn) -> bool:
        """Serve it, in a thread."""
        self._request.heard = connection.heard
        served: bool = super().handle_request(request, connection)
        return served


def has_whole_head(client: socket.socket) -> bool:
    """Tell whether all that comes before the content of a request has arrived, without taking it or waiting for it.

    Where it has not, or is enciphered, the request counts from when a thread reads it.
    """
    if isinstance(client, ssl.SSLSocket):
        return False
    try:
        came = client.recv(LONGEST_HEAD, LOOK)
    except OSError:
        return False
    return BLANK_LINE in came.lstrip(b"\r\n")
