"""`flask settings …`: is the portal set up safely?"""

import json
import sys
from dataclasses import asdict
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.cli.guard_checks import guard_findings
from contest_portal.cli.settings_checks import (
    certificate_findings,
    clock_findings,
    counter_findings,
    data_findings,
    disk_findings,
    files_findings,
    server_findings,
    settings_findings,
    stamp_findings,
)
from contest_portal.cli.waiting_checks import machines_of, waiting_findings
from contest_portal.config import Settings
from contest_portal.kernel.database import Database

settings_group = AppGroup("settings", help="How the portal is set up.")


@settings_group.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list, for programs.")
def check_command(*, as_json: bool) -> None:
    """Say what is unsafe in settings, files and data, and what is only fit for some; exit with 1 for the unsafe."""
    settings: Settings = current_app.extensions["settings"]
    database: Database = current_app.extensions["database"]
    now: datetime = current_app.extensions["clock"]()
    found = [
        *settings_findings(settings),
        *disk_findings(settings),
        *certificate_findings(settings, now),
        *stamp_findings(settings),
        *counter_findings(settings),
        *files_findings(settings, current_app.extensions["storage"]),
    ]
    with database.reading() as session:
        machines = machines_of(session)
        found += waiting_findings(settings, current_app.extensions["storage"], machines=machines)
        found += [*server_findings(session), *data_findings(session, settings.data_keys)]
        if not any(one.code == "structure" for one in found):
            found += [*clock_findings(session, now), *guard_findings(session)]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found]))
    else:
        for one in found:
            click.echo(f"{'UNSAFE' if one.unsafe else 'note'} {one.code}: {one.sentence}")
        if not found:
            click.echo("nothing unsafe was found")
    sys.exit(any(one.unsafe for one in found))
