"""`flask settings …`: is the portal set up safely?"""

import json
import sys
from dataclasses import asdict
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from contest_portal.cli.guard_checks import guard_findings
from contest_portal.cli.settings_checks import (
    Finding,
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
from contest_portal.cli.structure import reason_of
from contest_portal.cli.waiting_checks import machines_of, waiting_findings
from contest_portal.config import BadSettings, Settings
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage

settings_group = AppGroup("settings", help="How the portal is set up.")


@settings_group.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list, for programs.")
def check_command(*, as_json: bool) -> None:
    """Say what is unsafe in settings, files and data, and what is only fit for some; exit with 1 for the unsafe."""
    refused: BadSettings | None = current_app.extensions.get("refused")
    found = _findings() if refused is None else [Finding(refused.code, f"{refused}.")]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found]))
    else:
        for one in found:
            click.echo(f"{'UNSAFE' if one.unsafe else 'note'} {one.code}: {one.sentence}")
        if not found:
            click.echo("nothing unsafe was found")
    sys.exit(any(one.unsafe for one in found))


def _findings() -> list[Finding]:
    settings: Settings = current_app.extensions["settings"]
    now: datetime = current_app.extensions["clock"]()
    found = [
        *settings_findings(settings),
        *disk_findings(settings),
        *certificate_findings(settings, now),
        *stamp_findings(settings),
        *counter_findings(settings),
        *files_findings(settings, current_app.extensions["storage"]),
    ]
    try:
        return [*found, *_database_findings(settings, now)]
    except DBAPIError as error:
        away = f"the database of DATABASE_URL cannot be asked ({reason_of(error)}): start it, or mend the address."
        return [*found, Finding("database_away", away)]


def _database_findings(settings: Settings, now: datetime) -> list[Finding]:
    database: Database = current_app.extensions["database"]
    storage: Storage = current_app.extensions["storage"]
    with database.reading() as session:
        found = [
            *waiting_findings(settings, storage, machines=machines_of(session)),
            *server_findings(session),
            *data_findings(session, settings.data_keys),
        ]
        if not any(one.code == "structure" for one in found):
            found += [*clock_findings(session, now), *guard_findings(session)]
    return found
