"""What `flask` does with settings that the portal cannot start with: `settings check` names them, the rest refuse."""

import click
from flask import Flask
from flask.cli import AppGroup, FlaskGroup

from contest_portal.cli.settings import settings_group
from contest_portal.config import BadSettings


class _CheckAlone(AppGroup):
    """Any command is known, and all but `settings` end with the sentence."""

    def __init__(self, refused: BadSettings) -> None:
        super().__init__(commands={"settings": settings_group})
        self.refused = refused

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Say under `--help` why so few are there."""
        click.echo(f"Error: {self.refused}\n", err=True)
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Give the check; refuse the others."""
        command = super().get_command(ctx, cmd_name)
        if command is None:
            raise click.ClickException(str(self.refused))
        return command


def app_that_checks(refused: BadSettings) -> Flask:
    """Give commands an application that can only say what is wrong; raise it for a server, which is not to start."""
    context = click.get_current_context(silent=True)
    if context is None:
        raise refused
    if not isinstance(context.command, FlaskGroup):  # flask run and flask shell need a whole portal
        raise click.ClickException(str(refused))
    app = Flask("contest_portal")
    app.extensions["refused"] = refused
    app.cli = _CheckAlone(refused)
    return app
