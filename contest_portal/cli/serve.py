"""Serve the portal on one machine: one process, threads (one of them for jobs), a clean stop."""

import logging
import os
import signal
import socket
from contextlib import closing, suppress
from types import FrameType
from typing import TYPE_CHECKING

import click
from flask import current_app
from waitress.server import create_server

from contest_portal.cli.jobs import working
from contest_portal.cli.structure import refuse_to_serve
from contest_portal.kernel.hearing import hear_many
from contest_portal.kernel.hearing_channel import Connections, HearingChannel

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 128
"""Four work at once, the others wait at the door (web/shared/arrival.py)."""
CONNECTIONS = 4000
"""Browsers keep theirs open after an answer: with few, those who come last would not even be heard."""
BACKLOG = 2048


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--check", is_flag=True, help="Only tell whether the port is free.")
def serve_command(host: str, port: int, *, check: bool) -> None:
    """Serve with waitress, and work off the jobs that pages ask for, until Ctrl-C or SIGTERM."""
    if check:
        listen(host, port).close()
        return
    refuse_to_serve()
    listener = listen(host, port)
    click.echo(f"http://{reachable(host)}:{port}")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with working(app):
        serve_on(listener, app)


def listen(host: str, port: int) -> socket.socket:
    """Take the port, or end the command with a sentence that says how to choose another."""
    try:
        return socket.create_server((host, port))
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else str(error)
        raise click.ClickException(
            f"port {port} of {host} cannot be used ({reason}). Stop the program that holds it or choose another: "
            f"PORT={another(port)} bin/demo, or flask --app wsgi serve --port {another(port)}"
        ) from error


def reachable(host: str) -> str:
    """Give the address that others type: where all are listened on, the one this machine goes out with, if any."""
    if host != "0.0.0.0":  # noqa: S104 - only compared
        return host
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as way, suppress(OSError):
        way.connect(("192.0.2.1", 9))  # sends nothing: it only looks up the way out
        return str(way.getsockname()[0])
    return host


def another(port: int) -> int:
    """Give a port to try instead."""
    return port + 1 if port < 65535 else 8000


def serve_on(listener: socket.socket, app: "WSGIApplication") -> None:
    """Serve from a port already taken until a signal stops it; answers under way are finished first."""
    connections = min(CONNECTIONS, hear_many())
    for stop in (signal.SIGTERM, signal.SIGINT):  # SIGINT too: a background shell starts us ignoring it
        signal.signal(stop, _stop)
    server = create_server(app, map=Connections(), sockets=[listener], connection_limit=connections, **_ROOM)
    # else a line for each request that waits for a thread
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with closing(server):
        server.channel_class = HearingChannel
        server.run()


_ROOM = {"threads": THREADS, "backlog": BACKLOG, "asyncore_use_poll": True, "ident": None}


def _stop(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
