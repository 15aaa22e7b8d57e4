"""`flask verify …`: check what the portal promises. Each command exits with 1 when something does not hold."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.kernel.database import Database
from contest_portal.publication.invariant_queries import INVARIANTS
from contest_portal.publication.invariants import broken_invariants

verify_group = AppGroup("verify", help="Check what the portal promises.")


@verify_group.command("invariants")
def invariants_command() -> None:
    """Check every invariant of money, persons, states, documents and chain; name the rows that break one."""
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        broken = broken_invariants(session)
    for one in broken:
        click.echo(f"{one.code}: {one.sentence} [{', '.join(one.keys)}]", err=True)
    if broken:
        sys.exit(1)
    click.echo(f"{len(INVARIANTS)} invariants hold")
