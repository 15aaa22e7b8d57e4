"""Blueprints are closed: sign in first, choose an own password, hold a role."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from tests.factories.accounts import make_user
from tests.page_client import PageClient


@pytest.fixture
def built_app(app_to_fill: Flask) -> Flask:
    return app_to_fill


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/molino/", "/ingresar?next=/molino/"),
        ("/molino/?a=1&b=%C3%B1", "/ingresar?next=/molino/?a%3D1%26b%3D%25C3%25B1"),
    ],
)
def test_visitor_is_sent_to_sign_in_and_on(client: PageClient, path: str, target: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.location) == (303, target)


def test_visitor_s_form_is_not_repeated_after_sign_in(client: PageClient) -> None:
    assert client.post("/molino/").location == "/ingresar"


@pytest.mark.parametrize("role", list(Role))
def test_only_its_roles_come_in(client: PageClient, session: Session, role: Role) -> None:
    user = make_user(session, role)
    session.commit()

    answer = client.sign_in(user.id).get("/molino/")

    assert answer.status_code == (200 if role in {Role.JUROR, Role.AUDITOR} else 403)


def test_person_without_roles_stays_outside(client: PageClient, session: Session) -> None:
    user = make_user(session)
    session.commit()

    assert client.sign_in(user.id).get("/molino/").status_code == 403


def test_role_in_one_contest_comes_in(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.JUROR, contest_id=5)
    session.commit()

    assert client.sign_in(user.id).get("/molino/").text == "dentro"


def test_temporary_password_is_changed_first(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.JUROR)
    user.must_change_password = True
    session.commit()

    answer = client.sign_in(user.id).get("/molino/")

    assert (answer.status_code, answer.location) == (303, "/cuenta")
