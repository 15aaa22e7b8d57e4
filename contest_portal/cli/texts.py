"""`flask texts …`: catalogues of texts. Spanish is in the code; one catalogue per further language translates it."""

import click
from flask.cli import AppGroup

from contest_portal.cli.catalogue import LANGUAGES, untranslated, update_catalogue
from contest_portal.config import ROOT

texts_group = AppGroup("texts", help="The catalogues of texts.")


@texts_group.command("update")
def update_command() -> None:
    """Collect every text of code and templates into each catalogue, keep what is translated, and compile."""
    for language in LANGUAGES:
        catalogue = update_catalogue(ROOT, language)
        click.echo(f"{language}: {len(catalogue)} texts, {len(untranslated(catalogue))} without translation")
