"""`flask registry duplicates`: look through the whole register for entries that may be one person."""

import json

import click
from flask import current_app

from contest_portal.accounts.rules.actor import Act
from contest_portal.cli.registry import REGISTRAR, registry_group
from contest_portal.kernel.database import Database
from contest_portal.registry.duplicate_search import likely_duplicates
from contest_portal.registry.services.note_duplicates import note_duplicates


@registry_group.command("duplicates")
@click.option("--within", "territories", multiple=True, help="First digits of ubigeos: only these places.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def duplicates_command(*, territories: tuple[str, ...], as_json: bool) -> None:
    """Find persons who may stand in the register twice; somebody then decides on a page."""
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        found = likely_duplicates(session, within=territories)
    with database.transaction() as session:
        new = note_duplicates(session, Act(REGISTRAR, current_app.extensions["clock"]()), found=found)
    if as_json:
        click.echo(json.dumps({"found": len(found), "new": new}))
        return
    click.echo(f"pares parecidos {len(found)} · nuevos por revisar {new}")
