"""`flask files …`: where the portal keeps its files, whether all are there, and how they get elsewhere."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.cli.pending_scans import scan_pending
from contest_portal.cli.stored_files import altered_files, copy_files, missing_files
from contest_portal.config import Settings
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import StoreAway
from contest_portal.kernel.storage import Shelf, Storage, shelf_at
from contest_portal.privacy.withdrawn_files import files_to_remove, note_removed

files_group = AppGroup("files", help="Stored files, in a folder or a bucket.")


@files_group.command("check")
def check_command() -> None:
    """Read every file and ask for each that a row names; exit with 1 when one is missing or altered."""
    storage, database = _storage(), _database()
    try:
        with database.reading() as session:
            found = [*missing_files(session, storage), *altered_files(storage)]
        count = sum(1 for _ in storage.digests())
    except StoreAway as error:
        _away(error)
    except OSError as error:
        _unreadable(error)
    _end_with(found)
    click.echo(f"whole: {count} files")


@files_group.command("copy")
@click.argument("target")
def copy_command(target: str) -> None:
    """Copy every file to TARGET, a folder or s3://bucket/prefix?endpoint=…; it may be stopped and begun again.

    The portal may go on meanwhile: run it once more after stopping the portal, then set FILES_URL or STORAGE_DIR.
    Nothing is removed here. Exit with 1, naming them, when files are missing there.
    """
    storage, settings, database = _storage(), current_app.extensions["settings"], _database()
    there = Storage(settings.storage_dir, _shelf(target, settings))
    found, copied = [], 0
    try:
        for trouble in copy_files(storage, there):
            found += [trouble] if trouble else []
            copied += not trouble
        with database.reading() as session:
            found += missing_files(session, there)
    except StoreAway as error:
        _away(error)
    click.echo(f"copied: {copied} files")
    _end_with(found)
    name = "FILES_URL" if there.shelf.is_remote else "STORAGE_DIR"
    click.echo(f"every file that a row names is there. Now set {name} and start")


@files_group.command("scan")
def scan_command() -> None:
    """Ask the virus scanner again about files that it was silent about; exit with 1 while any waits on.

    The worker of imports does the same every minute.
    """
    extensions = current_app.extensions
    done = scan_pending(_database(), _storage(), extensions["scanner"], extensions["clock"])
    click.echo(f"clean: {done.clean}, infected: {done.infected}, waiting: {done.waiting}")
    if done.waiting:
        click.echo("the scanner gives no answer: look at SCAN_COMMAND, and try again", err=True)
        sys.exit(1)


@files_group.command("remove-withdrawn")
def remove_command() -> None:
    """Remove files whose withdrawal was approved while the store was away."""
    storage, database = _storage(), _database()
    with database.reading() as session:
        digests = files_to_remove(session)
    try:
        for digest in digests:
            storage.drop(digest)
    except StoreAway as error:
        _away(error)
    with database.transaction() as session:
        note_removed(session, digests, at=current_app.extensions["clock"](), actor_id=None)
    click.echo(f"removed: {len(digests)} files")


def _shelf(target: str, settings: Settings) -> Shelf:
    try:
        place = target if ":" in target else str(Path(target).resolve())
        return shelf_at(place, key_id=settings.files_key_id, secret=settings.files_secret)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _end_with(found: list[str]) -> None:
    if found:
        click.echo("\n".join(found), err=True)
        sys.exit(1)


def _away(error: StoreAway) -> NoReturn:
    click.echo(
        f"the bucket {error} does not answer: look at FILES_URL and its keys, and begin again", err=True
    )
    sys.exit(1)


def _unreadable(error: OSError) -> NoReturn:
    click.echo(f"the folder of files cannot be read: look at STORAGE_DIR ({error})", err=True)
    sys.exit(1)


def _storage() -> Storage:
    storage: Storage = current_app.extensions["storage"]
    return storage


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
