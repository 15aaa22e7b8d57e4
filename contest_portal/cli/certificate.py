"""`flask certificate …`: the keys by which a portal signs."""

from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.config import TEST_CERTIFICATE, TEST_PASSWORD, Settings
from contest_portal.documents.press import press_of
from contest_portal.kernel.certificates import BadCertificate, make_test_certificate
from contest_portal.kernel.private_files import write_private
from contest_portal.kernel.signing_key import BadKey, make_key

certificate_group = AppGroup("certificate", help="The keys by which documents are signed.")


@certificate_group.command("make-test")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"PKCS#12 file to write; without it {TEST_CERTIFICATE} beside the storage, used in development by itself.",
)
@click.option("--name", default="Unidad de prueba", show_default=True, help="In whose name it signs.")
@click.option("--once", is_flag=True, help="Leave one that is there already, and say nothing.")
def make_test_command(out: Path | None, name: str, *, once: bool) -> None:
    """Make an authority and a key for trials, marked as such; the password is `prueba`."""
    settings: Settings = current_app.extensions["settings"]
    path = out or settings.storage_dir.with_name(TEST_CERTIFICATE)
    if path.exists() and once:
        return
    if path.exists():
        raise click.ClickException(f"{path} is there already: move it away first.")
    now: datetime = current_app.extensions["clock"]()
    made = make_test_certificate(name, TEST_PASSWORD, now)
    authority = path.with_suffix(".authority.pem")
    write_private(path, made.pkcs12)
    authority.write_bytes(made.authority)
    click.echo(f"{path}: key and certificate, password {TEST_PASSWORD}\n{authority}: who vouches for it")


@certificate_group.command("show")
def show_command() -> None:
    """Tell with which certificate documents are signed; exit with 1 when there is none that can be opened."""
    signer = press_of(current_app.extensions["settings"], current_app.extensions["storage"]).signer
    if signer is None:
        raise click.ClickException("SIGNING_FILE is not set: documents are not signed.")
    try:
        found = signer.certificate()
    except BadCertificate as error:
        raise click.ClickException(str(error)) from error
    kind = "test" if found.is_test else "real"
    click.echo(
        f"{found.signer} ({kind}), issued by {found.issuer}, number {found.serial}, "
        f"from {found.begins_at:%Y-%m-%d} to {found.ends_at:%Y-%m-%d}"
    )


@certificate_group.command("make-stamp-key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--renew", is_flag=True, help="Put a new key before the one that is there, which goes on being checked."
)
def make_stamp_key_command(file: Path, *, renew: bool) -> None:
    """Make the key that signs the QR of papers, in FILE; name it in STAMP_KEY_FILE."""
    if file.exists() and not renew:
        raise click.ClickException(f"{file} is there already: --renew puts a new key before it.")
    try:
        made = make_key(file)
    except BadKey as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(made.public_keys))
