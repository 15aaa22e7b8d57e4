"""`flask secrets …`: the secret that columns are sealed with."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.cli.sealed_rows import seal_anew
from contest_portal.config import Settings
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.database import Database
from contest_portal.kernel.sealed_secrets import CannotOpen

secrets_group = AppGroup("secrets", help="What columns are sealed with.")


@secrets_group.command("rotate")
def rotate_command() -> None:
    """Seal with DATA_KEY what the secrets of OLDER_DATA_KEYS sealed; the portal may go on, and it may be begun again.

    Before: DATA_KEY is the new secret and OLDER_DATA_KEYS the one until now, for the portal as well. Afterwards take
    OLDER_DATA_KEYS away; backups made before still need the old one.
    """
    settings: Settings = current_app.extensions["settings"]
    database: Database = current_app.extensions["database"]
    try:
        rows = sum(seal_anew(database, settings.data_keys))
    except CannotOpen as error:
        click.echo(
            f"{error} was sealed with a secret that is in neither DATA_KEY nor OLDER_DATA_KEYS", err=True
        )
        sys.exit(1)
    if rows:
        with database.transaction() as session:
            wait_for_turn(session)
            record(
                session,
                at=current_app.extensions["clock"](),
                actor_id=None,
                action="secrets.rotated",
                subject="portal:1",
                data={"rows": rows},
            )
    click.echo(f"sealed anew: {rows} values")
