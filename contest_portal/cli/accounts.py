"""`flask user …`: open accounts from the machine itself; the first administrator comes from here."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import user_by_email
from contest_portal.accounts.rules.actor import OPERATOR, Act, Grant, Role
from contest_portal.accounts.services.create_user import create_user
from contest_portal.accounts.services.reset_second_factor import reset_second_factor
from contest_portal.contests.queries import contest_by_code
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import NotFound, Refused

user_group = AppGroup("user", help="Accounts.")


@user_group.command("create")
@click.option("--email", required=True)
@click.option("--name", required=True, help="Given names and surnames.")
@click.option(
    "--role", "roles", required=True, multiple=True, type=click.Choice([role.value for role in Role])
)
@click.option("--contest", "contest_code", help="Code of the contest that the roles are limited to.")
def create_user_command(email: str, name: str, roles: tuple[str, ...], contest_code: str | None) -> None:
    """Open an account. The password is asked for, or read from standard input when that is a file or a pipe."""
    password = _asked_password() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    database: Database = current_app.extensions["database"]
    try:
        with database.transaction() as session:
            user = create_user(
                session,
                Act(OPERATOR, utc_now()),
                email=email,
                full_name=name,
                password=password,
                grants=_grants(session, roles, contest_code),
            )
    except Refused as refusal:
        raise click.ClickException(" ".join(problem.text for problem in refusal.problems)) from refusal
    click.echo(f"account {user.id} is open: {user.email}")


@user_group.command("reset-second-factor")
@click.option("--email", required=True)
@click.option("--reason", required=True, help="Its person reads it at the next sign-in.")
def reset_second_factor_command(email: str, reason: str) -> None:
    """Take the second factor off an account whose owner lost telephone and recovery codes."""
    database: Database = current_app.extensions["database"]
    try:
        with database.transaction() as session:
            user = user_by_email(session, email)
            if user is None:
                raise click.BadParameter(f"no account has the address {email!r}")
            reset_second_factor(session, Act(OPERATOR, utc_now()), user_id=user.id, reason=reason)
    except Refused as refusal:
        raise click.ClickException(" ".join(problem.text for problem in refusal.problems)) from refusal
    click.echo(f"account {user.id} signs in with its password alone until it enrols again")


def _asked_password() -> str:
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


def _grants(session: Session, roles: tuple[str, ...], contest_code: str | None) -> frozenset[Grant]:
    try:
        contest_id = contest_by_code(session, contest_code).id if contest_code else None
    except NotFound as missing:
        raise click.BadParameter(f"no published contest has the code {contest_code!r}") from missing
    return frozenset(Grant(Role(role), contest_id) for role in roles)
