"""`flask packages …`: what the portal is made of, and whether a list of known weaknesses names any of it."""

import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from contest_portal.cli.package_list import package_list
from contest_portal.cli.weaknesses import found_weaknesses, read_weaknesses
from contest_portal.config import ROOT

packages_group = AppGroup("packages", help="The packages that the portal is made of.")


@packages_group.command("list")
def list_command() -> None:
    """Print every package with its version and hashes, in the form of CycloneDX 1.6."""
    click.echo(json.dumps(package_list(ROOT), indent=2))


@packages_group.command("check")
@click.argument("export", type=click.Path(exists=True, path_type=Path))
def check_command(export: Path) -> None:
    """Compare them with known weaknesses; exit with 1 and name each package that has one.

    EXPORT is a file in the form of OSV, or a folder of such files. Nothing is asked over a network.
    """
    try:
        records = read_weaknesses(export)
    except (ValueError, KeyError) as error:
        raise click.ClickException(str(error)) from error
    components = package_list(ROOT)["components"]
    found = found_weaknesses(components, records)
    for one in found:
        mended = f"; without it: {one.mended}" if one.mended else ""
        click.echo(f"{one.package} {one.version}: {one.name} {one.said}{mended}")
    if found:
        sys.exit(1)
    click.echo(f"{len(components)} packages, {len(records)} weaknesses: none of them is known to have one")
