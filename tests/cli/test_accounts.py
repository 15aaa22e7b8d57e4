"""`flask user …`"""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.queries import user_by_email
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.passwords import matches
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import make_contest
from tests.factories.second_factors import enrolled
from tests.page_client import TEST_PASSWORD

WHO = ("--email", "Hugo@x.example", "--name", "Hugo Salas")


def create(app: Flask, *options: str, password: str = TEST_PASSWORD) -> Result:
    return app.test_cli_runner().invoke(args=["user", "create", *WHO, *options], input=f"{password}\n")


def test_account_is_opened_with_the_password_from_standard_input(app: Flask, session: Session) -> None:
    result = create(app, "--role", "admin")

    user = user_by_email(session, "hugo@x.example")
    assert user is not None
    assert (result.exit_code, result.stdout) == (0, f"account {user.id} is open: hugo@x.example\n")
    assert matches(user.password_hash, TEST_PASSWORD)
    assert [(grant.role, grant.contest_id) for grant in user.grants] == [("admin", None)]
    assert user.must_change_password is False


def test_opening_is_noted_without_an_actor(app: Flask, session: Session) -> None:
    create(app, "--role", "admin")

    (row,) = session.scalars(select(AuditRow))
    assert (row.action, row.actor_id, row.data) == (
        "user.created",
        None,
        '{"by":"command_line","roles":["admin"]}',
    )


def test_several_roles_may_be_limited_to_one_contest(app: Flask, session: Session) -> None:
    contest = make_contest(session, make_office(session), make_user(session))
    session.commit()

    create(app, "--role", "staff", "--role", "secretary", "--contest", contest.code)

    user = user_by_email(session, "hugo@x.example")
    assert user is not None
    assert {(grant.role, grant.contest_id) for grant in user.grants} == {
        ("staff", contest.id),
        ("secretary", contest.id),
    }


@pytest.mark.parametrize(
    ("options", "password", "message"),
    [
        pytest.param(("--role", "admin"), "corta", "La contraseña debe tener", id="short password"),
        pytest.param(("--role", "admin"), "", "La contraseña debe tener", id="no password"),
        pytest.param(
            ("--role", "juror", "--role", "staff"), TEST_PASSWORD, "Un jurado no puede", id="roles apart"
        ),
        pytest.param(("--role", "emperor"), TEST_PASSWORD, "Invalid value for '--role'", id="no such role"),
        pytest.param((), TEST_PASSWORD, "Missing option '--role'", id="no role"),
        pytest.param(
            ("--role", "staff", "--contest", "NADA"),
            TEST_PASSWORD,
            "no published contest",
            id="no such contest",
        ),
    ],
)
def test_account_that_breaks_a_rule_is_not_opened(
    app: Flask, session: Session, options: tuple[str, ...], password: str, message: str
) -> None:
    result = create(app, *options, password=password)

    assert result.exit_code != 0
    assert message in result.stderr
    assert session.scalars(select(User).where(User.email == "hugo@x.example")).all() == []


def test_password_is_never_printed(app: Flask) -> None:
    results = [create(app, "--role", "admin"), create(app, "--role", "admin")]

    assert [TEST_PASSWORD in result.output for result in results] == [False, False]


def test_a_second_factor_is_taken_off_from_the_machine_itself(app: Flask, session: Session) -> None:
    user = make_user(session)
    enrolled(session, user)
    session.commit()
    command = ["user", "reset-second-factor", "--email", user.email, "--reason"]

    refused = app.test_cli_runner().invoke(args=[*command, "corto"])
    done = app.test_cli_runner().invoke(args=[*command, "Perdió el teléfono en el río."])

    assert (refused.exit_code, "Escriba el motivo" in refused.output) == (1, True)
    assert (done.exit_code, "signs in with its password alone" in done.output) == (0, True)
    session.expire_all()
    assert not session.get_one(User, user.id).has_second_factor


def test_a_second_factor_of_nobody_is_not_found(app: Flask) -> None:
    words = ["user", "reset-second-factor", "--email", "nadie@x.example", "--reason", "No está."]

    assert "no account has the address" in app.test_cli_runner().invoke(args=words).output
