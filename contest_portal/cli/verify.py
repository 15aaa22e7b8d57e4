"""`flask verify …`: check what the portal promises. Each command exits with 1 when something does not hold."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.kernel.database import Database
from contest_portal.publication.invariants import INVARIANTS, BrokenInvariant, broken_invariants

verify_group = AppGroup("verify", help="Check what the portal promises.")


@verify_group.command("invariants")
@click.option("as_json", "--json", is_flag=True, help="Print one JSON object, for programs.")
def invariants_command(*, as_json: bool) -> None:
    """Check every invariant of money, persons, states, documents and chain; name the rows that break one."""
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        broken = broken_invariants(session)
    if as_json:
        found = {"checked": len(INVARIANTS), "broken": [asdict(one) for one in broken]}
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        _tell(broken)
    sys.exit(1 if broken else 0)


def _tell(broken: Sequence[BrokenInvariant]) -> None:
    for one in broken:
        click.echo(f"{one.code}: {one.sentence} [{', '.join(one.rows)}]", err=True)
    if not broken:
        click.echo(f"{len(INVARIANTS)} invariants hold")
