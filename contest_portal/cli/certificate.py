"""`flask certificate …`: the keys by which a portal signs."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.config import TEST_CERTIFICATE, TEST_PASSWORD, Settings
from contest_portal.documents.press import signer_of
from contest_portal.kernel.certificates import TEST_MARK, BadCertificate, Certificate, make_test_certificate
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.key_tokens import TokenSeen, sign_out, tokens_seen
from contest_portal.kernel.pdf_signing import PdfSigner
from contest_portal.kernel.private_files import write_private
from contest_portal.kernel.problems import WrongState
from contest_portal.kernel.sealed_printing import print_sealed
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
    signer = signer_of(current_app.extensions["settings"])
    if signer is None:
        raise click.ClickException(
            "neither SIGNING_FILE nor SIGNING_TOKEN_MODULE is set: documents are not signed."
        )
    try:
        click.echo(_told(signer.certificate()))
    except BadCertificate as error:
        raise click.ClickException(str(error)) from error


@certificate_group.command("token")
@click.option("--again", is_flag=True, help="Try the PIN although it was refused before: you have mended it.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the trial paper there.",
)
def token_command(out: Path | None, *, again: bool) -> None:
    """Tell which tokens are connected, sign in once, and sign a trial paper; exit with 1 when that fails."""
    key = current_app.extensions["settings"].signing_token
    if key is None:
        raise click.ClickException("SIGNING_TOKEN_MODULE is not set.")
    try:
        for seen in tokens_seen(key.module):
            click.echo(f"token {seen.label!r} of {seen.maker}, number {seen.serial}, PIN {_pin_told(seen)}")
        signer = PdfSigner(replace(key, again=again))
        click.echo(_told(signer.certificate()))
        signed, _ = signer.sign(print_sealed(_TRIAL, stylesheet="", created=utc_now()), reason=TEST_MARK)
        sign_out(key)
    except BadCertificate as error:
        raise click.ClickException(str(error)) from error
    except WrongState as error:
        raise click.ClickException(error.problems[0].text) from error
    if out is not None:
        out.write_bytes(signed)
    click.echo(f"a trial paper of {len(signed)} bytes was signed{f': {out}' if out else ''}")


_TRIAL = f'<html lang="es-PE"><head><title>{TEST_MARK}</title></head><body><h1>{TEST_MARK}</h1></body></html>'


def _pin_told(seen: TokenSeen) -> str:
    if seen.pin_locked:
        return "LOCKED: unlock it with the program of the token"
    return (
        "was refused before: mind that it locks (--again tries once)" if seen.pin_low else "as it should be"
    )


def _told(found: Certificate) -> str:
    kind = "test" if found.is_test else "real"
    return (
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
