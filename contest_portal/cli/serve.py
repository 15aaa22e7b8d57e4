"""Serve the portal on one machine: one process, threads, a clean stop."""

import signal
from types import FrameType

import click
from flask import Flask, current_app
from waitress import serve


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve_command(host: str, port: int) -> None:
    """Serve with waitress until Ctrl-C or SIGTERM."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    for stop in (signal.SIGTERM, signal.SIGINT):  # SIGINT too: a background shell starts us ignoring it
        signal.signal(stop, _stop)
    click.echo(f"http://{host}:{port}")
    serve(app, host=host, port=port, threads=8, ident=None)


def _stop(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
