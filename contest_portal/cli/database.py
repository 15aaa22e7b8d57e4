"""`flask db …`: bring the database to the newest structure, or say where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from flask import current_app
from flask.cli import AppGroup

from contest_portal.config import MIGRATIONS, ROOT, Settings
from contest_portal.kernel.database import Database
from contest_portal.kernel.revisions import apart_from, newest_revision, revision_of
from contest_portal.kernel.sealed_columns import DataKeys

database_group = AppGroup("db", help="Structure of the database.")


@database_group.command("upgrade")
@click.argument("revision", default="head")
def upgrade_command(revision: str) -> None:
    """Apply the migrations up to REVISION (head: all)."""
    with _known_revisions(revision):
        command.upgrade(alembic_config(_settings().database_url, _settings().data_keys), revision)
    click.echo("database is up to date")


@database_group.command("current")
def current_command() -> None:
    """Print the revision the database stands at."""
    with _known_revisions("head"):
        command.current(alembic_config(_settings().database_url))


def alembic_config(database_url: str, keys: DataKeys | None = None) -> Config:
    """Make the configuration of a migration run against a database address, whose columns are sealed with `keys`."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["database_url"] = database_url
    config.attributes["data_keys"] = keys or DataKeys()
    return config


@contextmanager
def _known_revisions(asked: str) -> Iterator[None]:
    """Say what to do where the database stands at a migration, or one is asked for, that this program does not have."""
    newest = newest_revision(MIGRATIONS)
    try:
        yield
    except CommandError as error:
        database: Database = current_app.extensions["database"]
        with database.reading() as session:
            found = revision_of(session)
        if found is not None and found > newest:
            raise click.ClickException(str(apart_from(found, newest))) from error
        raise click.ClickException(
            f"{asked} is no migration to upgrade to ({error}): name one up to {newest}, or none for all."
        ) from error


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
