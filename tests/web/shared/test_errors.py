"""From refusals to answers: a page that says what to do next, a status, a note in the chain."""

import errno
import logging
import sqlite3
from collections.abc import Callable

import pytest
from flask import Flask, abort
from sqlalchemy import select, update
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow, record
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import NotFound, NotPermitted, Problem, Refused, Stale, WrongState
from contest_portal.scoring.models import SheetMark
from contest_portal.web.shared.database import transaction
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.factories.publication import make_announced_contest
from tests.page_client import PageClient
from tests.web.shared.conftest import Views


class TooLong(Exception):
    sqlstate = "22001"


PROBLEM = Problem("x.missing", field="x", message="Falta <b>%(n)s</b>. Agréguelo.", params={"n": "algo"})
Fail = Callable[[Exception], None]


@pytest.fixture
def built_app(app_to_fill: Flask) -> Flask:
    return app_to_fill


@pytest.fixture
def fail(views: Views) -> Fail:
    """Let the page raise this error."""

    def add(error: Exception) -> None:
        def view() -> str:
            raise error

        views["una"] = view

    return add


def denials(session: Session) -> list[tuple[str, str, int | None, str]]:
    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq))
    return [(row.action, row.subject, row.actor_id, row.data) for row in rows]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused([PROBLEM]), 422),
        (WrongState([PROBLEM]), 409),
        (Stale("row 1"), 409),
        (StaleDataError("matched 0 rows"), 409),
        (NotPermitted("user 1 may not"), 403),
        (NotFound("group 45418672"), 404),
        (LookupError("a mistake of ours"), 500),
        (OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked")), 503),
        (OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error")), 500),
        (OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (DataError("INSERT", {}, TooLong()), 422),
        (DataError("INSERT", {}, Exception("a date that is none")), 500),
        (FileNotFoundError(errno.ENOENT, "No such file"), 500),
        (OperationalError(None, None, sqlite3.OperationalError("the server is not there")), 503),
        (OperationalError("INSERT", {}, Exception("the line was cut"), connection_invalidated=True), 503),
    ],
)
def test_error_becomes_a_page(client: PageClient, fail: Fail, error: Exception, status: int) -> None:
    fail(error)

    answer = client.get("/una")

    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert not {"Traceback", "LookupError", "45418672", "matched 0 rows"} & set(answer.text.split())


def test_what_a_guard_of_the_database_refuses_is_one_line_and_nothing_of_the_deed_is_kept(
    session: Session, client: PageClient, views: Views, caplog: pytest.LogCaptureFixture
) -> None:
    make_announced_contest(session)
    session.commit()
    before = [session.scalars(one).all() for one in (select(AuditRow.seq), select(SheetMark.units))]

    def view() -> str:
        with transaction() as deed:
            record(deed, at=NOON, actor_id=None, action="x.done", subject="x:1")
            deed.execute(update(SheetMark).values(units=1))
        return ""

    views["una"] = view
    caplog.clear()
    answer = client.get("/una")

    told = [(one.levelno, one.msg, str(one.exc_info and one.exc_info[1])[:99]) for one in caplog.records[:1]]
    assert (answer.status_code, told[0][:2]) == (500, (logging.ERROR, "unexpected error"))
    assert "final sheets do not change" in told[0][2]
    assert [session.scalars(one).all() for one in (select(AuditRow.seq), select(SheetMark.units))] == before


def test_who_was_only_second_at_the_commit_is_not_told_that_the_portal_is_away(
    client: PageClient, fail: Fail
) -> None:
    class Second(Exception):
        sqlstate = "40001"

    fail(OperationalError(None, None, Second()))

    assert "se está reiniciando" not in client.get("/una").text


def test_why_the_database_is_away_is_in_the_log(
    client: PageClient, fail: Fail, caplog: pytest.LogCaptureFixture
) -> None:
    fail(OperationalError(None, None, sqlite3.OperationalError("database or disk is full")))

    client.get("/una")

    assert [one.reason for one in caplog.records if one.msg == "database away"] == [
        "database or disk is full"
    ]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500])
def test_status_has_a_page_of_its_own_that_leads_on(client: PageClient, views: Views, status: int) -> None:
    views["una"] = lambda: abort(status)

    answer = client.get("/una")

    assert answer.status_code == status
    assert "Qué puede hacer" in answer.text


@pytest.mark.parametrize(("status", "title"), [(415, "404"), (418, "404"), (503, "500")])
def test_other_status_borrows_a_page_and_keeps_its_number(
    client: PageClient, views: Views, status: int, title: str
) -> None:
    views["una"] = lambda: abort(status)
    views["otra"] = lambda: abort(int(title))

    answer = client.get("/una")

    assert answer.status_code == status
    assert answer.text.replace("/una", "") == client.get("/otra").text.replace("/otra", "")


@pytest.mark.parametrize("kind", [Refused, WrongState])
def test_problems_are_told_and_inert(client: PageClient, fail: Fail, kind: type[Refused]) -> None:
    fail(kind([PROBLEM]))

    assert "Falta &lt;b&gt;algo&lt;/b&gt;. Agréguelo." in client.get("/una").text


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NotPermitted("no"), "not_permitted"),
        (NotFound("no"), "not_found"),
        (WrongState([PROBLEM]), "x.missing"),
    ],
)
def test_refused_attempt_of_a_person_is_noted(
    client: PageClient, session: Session, fail: Fail, error: Exception, reason: str
) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()
    fail(error)

    client.sign_in(user.id).post("/una")

    assert denials(session) == [
        ("access.denied", "endpoint:public.una", user.id, f'{{"method":"POST","reason":"{reason}"}}')
    ]


@pytest.mark.parametrize("error", [NotFound("no"), Refused([PROBLEM]), Stale("row")])
def test_ordinary_slips_of_visitors_are_not_noted(
    client: PageClient, session: Session, fail: Fail, error: Exception
) -> None:
    fail(error)

    client.get("/una")

    assert denials(session) == []


def test_what_the_failed_service_did_is_gone_and_the_note_stays(
    client: PageClient, session: Session, views: Views, database: Database
) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()

    def view() -> str:
        with database.transaction() as own:
            make_user(own, full_name="Nadie")
            raise NotPermitted("after a row")

    views["una"] = view

    client.sign_in(user.id).get("/una")

    session.expire_all()
    assert [action for action, *_ in denials(session)] == ["access.denied"]
    assert session.scalars(select(type(user).full_name)).all() == [user.full_name]


def test_address_that_does_not_exist_is_not_found(client: PageClient) -> None:
    assert client.get("/no-existe").status_code == 404


def test_form_without_token_is_refused_before_anything_else(app: Flask, client: PageClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post("/ingresar", data={"email": "a@x.example", "password": "x"})

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/cuentas/nueva", "/salir", "/cuenta", "/oficina/representantes/nuevo"])
def test_every_post_asks_for_its_token(app: Flask, client: PageClient, session: Session, path: str) -> None:
    user = make_user(session, Role.ADMIN, Role.STAFF)
    session.commit()
    app.config["WTF_CSRF_ENABLED"] = True

    assert client.sign_in(user.id).post(path).status_code == 400


def test_body_that_is_too_large_is_refused(app: Flask, client: PageClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100

    assert client.post("/ingresar", data={"email": "x" * 200}).status_code == 413


@pytest.mark.parametrize(
    "path", ["/cuentas/abc", "/cuentas/-1", "/cuentas/1.5", "/cuentas/99999999999999999999999"]
)
def test_odd_number_in_an_address_is_not_found(client: PageClient, session: Session, path: str) -> None:
    user = make_user(session, Role.ADMIN)
    session.commit()

    assert client.sign_in(user.id).get(path).status_code == 404


def test_unexpected_error_is_logged_with_its_place(
    client: PageClient, fail: Fail, caplog: pytest.LogCaptureFixture
) -> None:
    fail(LookupError("a mistake of ours"))

    client.get("/una")

    (record,) = [one for one in caplog.records if one.message == "unexpected error"]
    assert record.exc_info is not None
    assert record.endpoint == "public.una"  # type: ignore[attr-defined]
