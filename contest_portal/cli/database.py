"""`flask db …`: bring the database to the newest structure, or say where it stands."""

import click
from alembic import command
from alembic.config import Config
from flask import current_app
from flask.cli import AppGroup

from contest_portal.config import ROOT, Settings
from contest_portal.kernel.sealed_columns import DataKeys

database_group = AppGroup("db", help="Structure of the database.")


@database_group.command("upgrade")
@click.argument("revision", default="head")
def upgrade_command(revision: str) -> None:
    """Apply the migrations up to REVISION (head: all)."""
    command.upgrade(alembic_config(_settings().database_url, _settings().data_keys), revision)
    click.echo("database is up to date")


@database_group.command("current")
def current_command() -> None:
    """Print the revision the database stands at."""
    command.current(alembic_config(_settings().database_url))


def alembic_config(database_url: str, keys: DataKeys | None = None) -> Config:
    """Make the configuration of a migration run against a database address, whose columns are sealed with `keys`."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["database_url"] = database_url
    config.attributes["data_keys"] = keys or DataKeys()
    return config


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
