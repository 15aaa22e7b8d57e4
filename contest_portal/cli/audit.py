"""`flask audit …`: the chain of who did what."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.database import Database

audit_group = AppGroup("audit", help="The chain of who did what.")


@audit_group.command("verify")
def verify_command() -> None:
    """Walk the chain; exit with 1 and name the row at which it does not hold."""
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        good, broken = verify_chain(session)
    if broken is not None:
        click.echo(
            f"the chain breaks at row {broken.seq}: {broken.reason} ({good} rows before it hold)", err=True
        )
        sys.exit(1)
    click.echo(f"the chain holds: {good} rows")
