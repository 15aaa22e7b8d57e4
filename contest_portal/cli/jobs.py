"""`flask jobs …`: work off the queue of checks and imports, and tidy what it left behind."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from contest_portal.cli.import_worker import ImportWorker, Workshop, tidy_room
from contest_portal.cli.structure import refuse_to_serve
from contest_portal.registry.imports.job_room import JobRoom

STOP_SECONDS = 10

jobs_group = AppGroup("jobs", help="Checks and imports that pages ask for.")


@jobs_group.command("work")
@click.option("--once", is_flag=True, help="Work off what is waiting, then end.")
def work_command(*, once: bool) -> None:
    """Carry out jobs one by one until Ctrl-C or SIGTERM. Start as many as wanted: a job is one worker's alone."""
    shop = workshop(current_app)
    worker = ImportWorker(shop)
    if once:
        worked = sum(1 for _ in iter(worker.work_one, False))
        click.echo(f"trabajos terminados: {worked}")
        return

    refuse_to_serve()

    def stop(_signum: int, _frame: FrameType | None) -> None:
        shop.is_closing.set()
        shop.bell.set()

    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, stop)
    click.echo(f"esperando trabajos ({worker.name})")
    worker.run()


@jobs_group.command("tidy")
def tidy_command() -> None:
    """Remove uploads and reports whose time is over."""
    click.echo(f"archivos retirados: {tidy_room(workshop(current_app))}")


def workshop(app: Flask) -> Workshop:
    """Give what a worker of this application works with."""
    storage = app.extensions["storage"]
    return Workshop(
        database=app.extensions["database"],
        storage=storage,
        room=JobRoom.beside(storage),
        clock=app.extensions["clock"],
        bell=app.extensions["job_bell"],
        is_closing=threading.Event(),
        scanner=app.extensions["scanner"],
    )


@contextmanager
def working(app: Flask) -> Iterator[None]:
    """Work in a thread beside a server; at the end the job in hand is given back as interrupted."""
    shop = workshop(app)
    thread = threading.Thread(target=ImportWorker(shop).run, name="import worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        shop.is_closing.set()
        shop.bell.set()
        # if even that takes too long, the process ends and the database takes back what was not committed
        thread.join(STOP_SECONDS)
