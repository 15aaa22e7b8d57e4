"""Commands: thin, each calls one service."""

from flask import Flask

from contest_portal.cli import registry_duplicates as registry_duplicates  # adds itself to the registry group
from contest_portal.cli import registry_sources as registry_sources  # adds itself to the registry group
from contest_portal.cli.accounts import user_group
from contest_portal.cli.audit import audit_group
from contest_portal.cli.backup import backup_group, move_command
from contest_portal.cli.bundle import bundle_group
from contest_portal.cli.certificate import certificate_group
from contest_portal.cli.database import database_group
from contest_portal.cli.demo.commands import demo_group
from contest_portal.cli.files import files_group
from contest_portal.cli.jobs import jobs_group
from contest_portal.cli.offices import office_group
from contest_portal.cli.packages import packages_group
from contest_portal.cli.registry import registry_group
from contest_portal.cli.secrets import secrets_group
from contest_portal.cli.serve import serve_command
from contest_portal.cli.settings import settings_group
from contest_portal.cli.structure import speaking
from contest_portal.cli.texts import texts_group
from contest_portal.cli.verify import verify_group


def register_commands(app: Flask) -> None:
    """Register every command group."""
    database_group.add_command(move_command)
    for command in (
        audit_group,
        backup_group,
        bundle_group,
        certificate_group,
        database_group,
        demo_group,
        files_group,
        jobs_group,
        office_group,
        packages_group,
        registry_group,
        secrets_group,
        serve_command,
        settings_group,
        texts_group,
        user_group,
        verify_group,
    ):
        app.cli.add_command(speaking(command))
