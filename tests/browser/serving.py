"""A portal served from threads of this process (one for jobs), at an address that its documents print as well."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from flask import Flask, session
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import make_url
from waitress import wasyncore
from waitress.server import create_server

from contest_portal.app import create_app
from contest_portal.cli.jobs import working
from contest_portal.config import Settings
from contest_portal.kernel.database import Database
from contest_portal.web.shared.session import KEY, start_session
from tests.conftest import StandingClock
from tests.sessions import LONG_AFTER

DATABASE = "portal.sqlite"


@dataclass(frozen=True)
class ServedPortal:
    """A running portal: its address, its application and the clock it goes by."""

    url: str
    app: Flask
    clock: StandingClock

    @property
    def database(self) -> Database:
        """Give the database behind the pages."""
        database: Database = self.app.extensions["database"]
        return database


@contextmanager
def served_portal(folder: Path, clock: StandingClock) -> Iterator[ServedPortal]:
    """Serve the portal whose database and files live in a folder."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = make_app(folder, url, clock)
        server = create_server(app, sockets=[listener], threads=8)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            with working(app):
                yield ServedPortal(url, app, clock)
        finally:
            server.task_dispatcher.shutdown()
            # by the serving thread itself, which would else wait on sockets that are gone
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
            thread.join(timeout=30)


def empty_portal(folder: Path, migrated: str) -> Path:
    """Lay a copy of the database at the address `migrated`, which has every table, into a folder: migrating is slow."""
    folder.mkdir(exist_ok=True)
    copyfile(str(make_url(migrated).database), folder / DATABASE)
    return folder


def make_app(folder: Path, url: str, clock: StandingClock) -> Flask:
    """Make the application as production would, except for its place and its clock."""
    settings = Settings(
        environment="testing",
        database_url=f"sqlite:///{folder / DATABASE}",
        secret_key="browser test",
        storage_dir=folder / "storage",
        public_url=url,
    )
    app = create_app(settings, clock=clock)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    app.before_request_funcs[None].insert(0, _outlast_the_clock)
    return app


def _outlast_the_clock() -> None:
    """Let who signed in stay so on the days that a story goes on to."""
    if KEY in session:
        start_session(session, LONG_AFTER, key=session[KEY])
