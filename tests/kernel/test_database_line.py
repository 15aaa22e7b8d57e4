"""A line to PostgreSQL that goes silent is given up, what was begun over it is ended, and long work is waited for."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import OperationalError

from contest_portal.kernel import database_line
from contest_portal.kernel.database import Database, is_away
from contest_portal.kernel.database_line import Line
from tests.faults.proxy import BadLine, bad_line, socket_of


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_line, "SILENT_MS", 100)
    monkeypatch.setattr(database_line, "SLOW_MS", 50)


@pytest.fixture(scope="module")
def line(postgres_server: str) -> Iterator[BadLine]:
    with bad_line(socket_of(postgres_server)) as line:
        yield line


@pytest.fixture
def far(postgres_server: str, line: BadLine) -> Iterator[Database]:
    """Give a database at the other end of the line."""
    address = make_url(postgres_server).set(host="127.0.0.1", port=line.port, query={})
    database = Database(address.render_as_string(hide_password=False))
    yield database
    line.becomes("open")
    database.engine.dispose()


@pytest.mark.usefixtures("impatient")
def test_long_work_is_waited_for(far: Database) -> None:
    with far.reading() as session:
        session.execute(text("select pg_sleep(:seconds)"), [{"seconds": 0.1}] * 2)  # sent in one go
        worked = session.execute(text("select pg_sleep(0.4), 7")).one()

    assert worked[1] == 7


@pytest.mark.usefixtures("impatient")
def test_an_answer_that_was_lost_is_given_up_and_its_transaction_ended(far: Database, line: BadLine) -> None:
    with far.transaction() as session:
        session.execute(text("create table turn as select 1 as id"))

    with pytest.raises(OperationalError) as lost:
        lose_an_answer(far, line)
    with far.transaction() as session:
        session.execute(text("set local lock_timeout = '5s'"))  # it takes the server a moment
        free = session.execute(text("select id from turn for update")).all()
        session.execute(text("drop table turn"))

    assert is_away(lost.value)
    assert "the answer did not arrive" in str(lost.value)
    assert free == [(1,)]


def lose_an_answer(far: Database, line: BadLine) -> None:
    with far.transaction() as session:
        session.execute(text("select id from turn for update"))
        line.becomes("silent")
        threading.Timer(0.05, line.becomes, ("open",)).start()
        session.execute(text("select 2"))


def test_while_one_tries_to_connect_again_others_wait_for_what_it_finds() -> None:
    line = Line()
    line.lose()

    with ThreadPoolExecutor(1) as pool:
        with line._trial:  # somebody tries
            other = pool.submit(line.connect, None, None, ("host=192.0.2.1",), {})  # type: ignore[arg-type]
            time.sleep(0.1)
            line.lose()
        with pytest.raises(database_line.OperationalError) as refused:
            other.result()

    assert str(refused.value) == "the database could not be reached a moment ago"


def test_what_the_address_says_of_the_line_counts(postgres_server: str) -> None:
    address = make_url(postgres_server).update_query_dict({"connect_timeout": "17", "application_name": "x"})
    database = Database(address.render_as_string(hide_password=False))

    with database.engine.connect() as connection:
        told = connection.connection.driver_connection._how  # type: ignore[union-attr]
        name = connection.execute(text("show application_name")).scalar_one()
    database.engine.dispose()

    assert (told["connect_timeout"], told["tcp_user_timeout"], name) == ("17", 10_000, "x")


def test_the_embedded_database_has_no_line() -> None:
    engine: Engine = Database("sqlite://").engine

    assert not engine.dialect.dispatch.do_connect
    engine.dispose()
