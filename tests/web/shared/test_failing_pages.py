"""A mistake of ours in any part of the portal: a page without its inside, one line of the log, and on it goes."""

import logging

import pytest
from flask import Flask, abort
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from tests.factories.accounts import make_user
from tests.page_client import PageClient
from tests.web.account.test_sign_in import person, sign_in

INSIDE = ("Traceback", "ZeroDivisionError", "sqlalchemy", "site-packages", ".py", "contest_portal")
HOMES = {
    "account.users": ("/cuentas", Role.ADMIN),
    "applicant.home": ("/grupo/", Role.REPRESENTATIVE),
    "juror.home": ("/jurado/", Role.JUROR),
    "public.results": ("/resultados", None),
    "staff.home": ("/oficina/", Role.STAFF),
}


def test_every_part_of_the_portal_has_its_page_here(app: Flask) -> None:
    assert {endpoint.partition(".")[0] for endpoint in HOMES} == set(app.blueprints)


@pytest.mark.parametrize("endpoint", sorted(HOMES))
def test_a_mistake_of_ours_is_one_line_and_a_plain_page(
    app: Flask,
    client: PageClient,
    session: Session,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
) -> None:
    path, role = HOMES[endpoint]
    user = make_user(session, *([role] if role else []))
    session.commit()
    if role:
        client.sign_in(user.id)
    with monkeypatch.context() as broken:
        broken.setitem(app.view_functions, endpoint, lambda **_: 1 / 0)
        answer = client.get(path)

    lines = [(one.levelno, one.msg, vars(one).get("endpoint")) for one in caplog.records]
    assert answer.status_code == 500
    assert [word for word in INSIDE if word in answer.text] == []
    assert lines == [
        (logging.ERROR, "unexpected error", endpoint),
        (logging.INFO, "request answered", endpoint),
    ]
    assert vars(caplog.records[1])["user_id"] == (user.id if role else None)
    assert len(answer.headers["X-Request-Id"]) == 16
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("status", "word"), [(400, "form without its token"), (429, "too many tries"), (303, None)]
)
def test_who_goes_around_a_guard_leaves_a_line(
    app: Flask, client: PageClient, session: Session, caplog: pytest.LogCaptureFixture, status: int, word: str
) -> None:
    user = person(session, Role.STAFF)
    app.config["WTF_CSRF_ENABLED"] = status == 400
    for _ in range(10 if status == 429 else 0):
        sign_in(client, user.email, "")
    caplog.clear()

    assert sign_in(client, user.email).status_code == status

    warned = [(one.msg, vars(one)["endpoint"]) for one in caplog.records if one.levelno == logging.WARNING]
    assert warned == ([(word, "account.sign_in")] if word else [])
    assert user.email not in repr([vars(one) for one in caplog.records])


def test_an_answer_that_a_page_makes_itself_tells_nothing_of_its_reason(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        app.view_functions, "public.results", lambda **_: abort(500, description="/srv/portal/secret.py")
    )

    assert "secret.py" not in client.get("/resultados").text
