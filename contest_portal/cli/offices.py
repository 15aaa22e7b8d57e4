"""`flask office …`: register the first office from the machine itself."""

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.accounts.rules.actor import OPERATOR, Act
from contest_portal.accounts.rules.office import OfficeDetails
from contest_portal.accounts.services.create_office import create_office
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.database import Database
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import Refused

office_group = AppGroup("office", help="Offices: they number, sign and keep the documents.")


@office_group.command("create")
@click.option("--code", required=True, help="In the number of every document, for example UT-LIRCAY.")
@click.option("--name", required=True)
@click.option("--programme", required=True)
@click.option("--city", required=True, help="Where documents are signed.")
@click.option("--address", required=True)
@click.option("--ruc", help="Eleven digits.")
@click.option("--signer-name", required=True)
@click.option("--signer-title", required=True)
def create_office_command(ruc: str | None, **texts: str) -> None:
    """Register an office; staff change it later on its page."""
    details = OfficeDetails(ruc=ruc, **{name: clean_text(text) for name, text in texts.items()})
    database: Database = current_app.extensions["database"]
    try:
        with database.transaction() as session:
            office = create_office(session, Act(OPERATOR, utc_now()), details=details)
    except Refused as refusal:
        raise click.ClickException(" ".join(problem.text for problem in refusal.problems)) from refusal
    click.echo(f"office {office.id} is registered: {office.code}")
