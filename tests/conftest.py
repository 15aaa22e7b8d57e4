"""What tests share: both databases, a transaction that is rolled back, a clock that stands still."""

import atexit
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.orm import ORMExecuteState, Session

from contest_portal.app import create_app
from contest_portal.cli.database import alembic_config
from contest_portal.config import ROOT, Settings
from contest_portal.kernel.database import Database
from contest_portal.kernel.scanner import Scanner
from contest_portal.kernel.storage import Storage
from contest_portal.web.shared.limits import limiter
from tests.bucket import bucket_place as bucket_place
from tests.cheap_passwords import CHEAP, hash_at
from tests.choosing import DATABASE_KINDS, of_the_other_database
from tests.factories.attachments import open_here
from tests.factories.kept_scenes import keep_scenes_in
from tests.folders import tmp_path as tmp_path
from tests.lending import lent
from tests.page_client import PageClient
from tests.patience import be_patient
from tests.postgres import (
    PostgresUnavailableError,
    create_database,
    drop_database,
    embedded_postgres,
    fresh_database,
)
from tests.recorded import pytest_runtest_call as pytest_runtest_call
from tests.recorded import watch_transactions
from tests.turns import alone

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first draws no windows: it takes half the processor time."""
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
MIGRATED = "TEST_MIGRATED_DATABASE"
"""Names the migrated database that the workers of a run share."""
FAULTS = Path(__file__).parent / "faults"
atexit.register(gc.freeze)  # else Python looks through all there is once more, only to end
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let each page and each case of a table, too, be tested on both databases."""
    parser.addoption(
        "--all-on-both",
        action="store_true",
        help="run every test of services, pages and tables on both databases",
    )
    parser.addoption("--faults", action="store_true", help="collect the fault trials (bin/test --faults)")
    parser.addoption("--long", action="store_true", help="try each fault as often as in the night")


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for all workers of a run, which find it, and the name of its model, in their environment."""
    gc.disable()  # until all tests are collected
    hash_at(CHEAP)
    be_patient()
    watch_transactions()
    several = getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput")
    if not several or config.option.collectonly or config.option.faults:
        return  # fault trials kill processes of their server
    run = ExitStack()
    try:
        url = run.enter_context(embedded_postgres())
    except PostgresUnavailableError:
        return  # each test that needs one says so
    os.environ |= {"TEST_DATABASE_URL": url, MIGRATED: f"portal_migrated_{os.getpid()}"}
    run.callback(drop_database, url, os.environ[MIGRATED])
    config.add_cleanup(run.close)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the fault trials to their own command: they take minutes."""
    is_trial = FAULTS in (collection_path, *collection_path.parents)
    return True if is_trial and not config.getoption("faults") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave most tests one database, and begin with what loads the demonstration.

    A read, what commits for real, and the migrations are tested on both. Services and pages ask the database only
    through these, so each of their tests goes to one, by its name. Of a table of cases, too, each is tested on one:
    they take turns. The demonstration comes first because every worker would else
    stand and wait for it later.
    """
    if not config.getoption("all_on_both"):
        left_out = of_the_other_database(items)
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
    items.sort(key=lambda item: item.path.name != "test_accessibility.py")


def pytest_collection_finish() -> None:
    """Let the garbage collector leave all there is by now alone: looking through it, even once, takes a second."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 20)
    gc.enable()


class StandingClock:
    """A clock that moves only when a test says so."""

    def __init__(self, start: datetime = NOON) -> None:
        self.instant = start

    def __call__(self) -> datetime:
        return self.instant

    def advance(self, **span: int) -> datetime:
        self.instant += timedelta(**span)
        return self.instant

    def set(self, instant: datetime) -> None:
        self.instant = instant


class BoundDatabase(Database):
    """A database whose every transaction is a savepoint inside the test's own transaction.

    The looks of a page refuse to write or to lock, as PostgreSQL does outside of tests.
    """

    def __init__(self, connection: Connection) -> None:
        self.engine = connection.engine
        self._connection = connection

    @contextmanager
    def _session(self, *, writes: bool, looks: bool = False, hurried: bool = False) -> Iterator[Session]:
        mode = "create_savepoint" if writes else "rollback_only"
        with Session(self._connection, expire_on_commit=False, join_transaction_mode=mode) as session:
            if looks:
                event.listen(session, "before_flush", _refuse)
                event.listen(session, "do_orm_execute", _refuse_writing)
            yield session


def _refuse(*_facts: object) -> None:
    raise AssertionError("a page writes or locks in the session it looks with")


def _refuse_writing(state: ORMExecuteState) -> None:
    locks = state.is_select and getattr(state.statement, "_for_update_arg", None) is not None
    if locks or state.is_insert or state.is_update or state.is_delete:
        _refuse()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def _scenes(run_folder: Path) -> None:
    keep_scenes_in(run_folder / "scenes")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The PostgreSQL server of this run; absent, its tests are skipped, or fail where everything is required."""
    with lent(embedded_postgres(), PostgresUnavailableError) as url:
        yield url


@pytest.fixture(scope="session", params=DATABASE_KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def sqlite_migrated(run_folder: Path) -> str:
    """A database with every table that nobody writes to: all others are copies of it, because migrating is slow."""
    path = run_folder / "migrated.sqlite"
    url = f"sqlite:///{path}"
    with alone(run_folder / "migrated-sqlite.lock"):
        if not path.exists():
            command.upgrade(alembic_config(url), "head")
    return url


@pytest.fixture(scope="session")
def postgresql_migrated(postgres_server: str, run_folder: Path) -> Iterator[str]:
    """The same on PostgreSQL."""
    if MIGRATED not in os.environ:
        with fresh_database(postgres_server) as url:
            command.upgrade(alembic_config(url), "head")
            yield url
        return
    known = run_folder / "migrated-postgresql"
    with alone(run_folder / "migrated-postgresql.lock"):
        if not known.exists():
            url = create_database(postgres_server, os.environ[MIGRATED])
            command.upgrade(alembic_config(url), "head")
            known.write_text(url)
    yield known.read_text()


@contextmanager
def copied_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Copy the migrated database, into a folder or within the worker's PostgreSQL server."""
    original = make_url(request.getfixturevalue(f"{kind}_migrated")).database or ""
    if kind == "sqlite":
        copy = folder / "copy.sqlite"
        shutil.copyfile(original, copy)
        yield f"sqlite:///{copy}"
        return
    with fresh_database(request.getfixturevalue("postgres_server"), template=original) as url:
        yield url


@pytest.fixture(scope="module")
def own_database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A migrated database of each kind for one module alone: for real commits, threads and commands."""
    with copied_database(database_kind, request, tmp_path_factory.mktemp("own")) as url:
        yield url


@pytest.fixture(scope="module")
def module_database(own_database_url: str) -> Iterator[Database]:
    """The database of one module, in which transactions are really committed."""
    yield from _opened(own_database_url)


@pytest.fixture
def own_database(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of one test, in which transactions are really committed."""
    with copied_database(database_kind, request, tmp_path) as url:
        yield from _opened(url)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One engine of each kind per worker: it remembers how each statement is compiled, which is half the work."""
    with copied_database("sqlite", request, tmp_path_factory.mktemp("shared")) as url:
        yield from (database.engine for database in _opened(url))


@pytest.fixture(scope="session")
def postgresql_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The same on PostgreSQL."""
    with copied_database("postgresql", request, tmp_path_factory.mktemp("shared")) as url:
        yield from (database.engine for database in _opened(url))


@pytest.fixture(scope="session")
def engine(database_kind: str, request: pytest.FixtureRequest) -> Engine:
    """The worker's engine of this kind. A fixture with parameters is made anew whenever they change; those are not."""
    engine: Engine = request.getfixturevalue(f"{database_kind}_engine")
    return engine


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def database(connection: Connection) -> Database:
    return BoundDatabase(connection)


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """The test's own session. Call `commit()` before the client or a service in its own transaction looks."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return _settings(tmp_path)


def _settings(folder: Path) -> Settings:
    return Settings(
        environment="testing",
        database_url="unused",
        secret_key="test secret",
        storage_dir=folder / "storage",
        public_url="https://fondos.example",
        acts_per_minute=9_999,  # tests press faster than people
    )


@pytest.fixture(scope="session")
def worker_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of this worker: built once, because building it and its templates is slow."""
    return build_app(tmp_path_factory.mktemp("app"))


def build_app(folder: Path) -> Flask:
    """Build an application for tests: no CSRF token asked for, every page looked at, no job waited for."""
    app = create_app(_settings(folder), database=Database("sqlite://"), clock=StandingClock())
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, JOB_PATIENCE_MS=0)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # one for all workers of a run
    app.test_client_class = PageClient
    return app


@pytest.fixture
def built_app(worker_app: Flask) -> Flask:
    """The application that `app` lends to a test; a module may have another."""
    return worker_app


@pytest.fixture
def app(built_app: Flask, settings: Settings, database: Database, clock: StandingClock) -> Iterator[Flask]:
    """An application over this test's database, clock and folder; its configuration is put back."""
    config = dict(built_app.config)
    built_app.extensions |= {
        "settings": settings,
        "database": database,
        "clock": clock,
        "storage": Storage(settings.storage_dir),
        "opener": open_here,
        "apart": do_here,
        "scanner": Scanner(),
    }
    limiter.reset()
    yield built_app
    built_app.config.clear()
    built_app.config.update(config)


def do_here(work: Callable[[], None]) -> None:
    """Do at once what the portal does apart from the request."""
    work()


@pytest.fixture
def client(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real public files that live beside the repository."""
    folder = ROOT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    message = "the real registry files (../shared/data) are absent"
    if os.environ.get("PORTAL_REQUIRE_ALL"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Start Debian's Chromium: once per worker, by the `browser` fixture that every browser test shares."""
    if CHROMIUM is None:
        message = "no Chromium is installed (apt-get install chromium)"
        if os.environ.get("PORTAL_REQUIRE_ALL"):
            pytest.fail(message)
        pytest.skip(message)
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu"],
    }
