"""`flask backup …`: a whole portal in one file, checked, and given back."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from contest_portal.accounts.checkpoint_queries import check_log
from contest_portal.cli.backing_up import BadBackup, Manifest, give_back, make_backup, opened_backup
from contest_portal.cli.moving_rows import NotEmpty, fill, row_counts, snapshot, upgrade
from contest_portal.cli.stored_files import missing_files
from contest_portal.config import Settings
from contest_portal.kernel.audit import head_checkpoint
from contest_portal.kernel.database import Database
from contest_portal.kernel.logs import only_warnings
from contest_portal.kernel.problems import PortalError
from contest_portal.kernel.sealed_columns import DataKeys
from contest_portal.kernel.storage import Storage
from contest_portal.publication.invariants import broken_invariants

backup_group = AppGroup("backup", help="A whole portal in one file.")
FILE = click.Path(dir_okay=False, path_type=Path)


@backup_group.command("make")
@click.argument("path", type=FILE)
def make_command(path: Path) -> None:
    """Write database and files to PATH while the portal goes on."""
    clock: Callable[[], datetime] = current_app.extensions["clock"]
    try:
        manifest = make_backup(_database(), _storage(), path, at=clock())
    except FileExistsError:
        _end(f"{path} is there already: choose another name")
    _tell("kept", manifest)


@backup_group.command("check")
@click.argument("path", type=FILE)
@only_warnings()
def check_command(path: Path) -> None:
    """Open a backup beside the portal and check parts, log, invariants and files; exit with 1 when one is wrong."""
    try:
        with opened_backup(path, _keys()) as (manifest, database, kept):
            found = list(problems_of(manifest, database, kept))
    except BadBackup as error:
        _end(str(error))
    if found:
        _end("\n".join(found))
    _tell("whole", manifest)


@backup_group.command("restore")
@click.argument("path", type=FILE)
@only_warnings()
def restore_command(path: Path) -> None:
    """Check a backup and put it into this portal's empty database and its folder or bucket; then check again."""
    target, storage = _database(), _storage()
    try:
        with opened_backup(path, _keys()) as (manifest, database, kept):
            found = list(problems_of(manifest, database, kept))
            if found:
                raise BadBackup("\n".join(found))
            upgrade(_url(target), _keys())
            give_back(manifest, database, kept, target, storage)
            left = list(problems_of(manifest, target, storage))
    except (BadBackup, NotEmpty) as error:
        _end(str(error))
    if left:
        _end("\n".join(left))
    _tell("given back", manifest)


@click.command("move")
@with_appcontext
@click.argument("url", envvar="TARGET_DATABASE_URL")
@only_warnings()
def move_command(url: str) -> None:
    """Put every row of this portal's database into an empty one at URL (or TARGET_DATABASE_URL), of either kind.

    Nobody may write meanwhile: stop the portal, move, set DATABASE_URL, start. Files stay where they are.
    """
    source, target = _database(), Database(url)
    try:
        upgrade(url, _keys())
        with snapshot(source.engine) as rows:
            counts = fill(target.engine, rows)
            was = head_checkpoint(Session(rows))
        with target.reading() as session:
            found = [*_faults(session)] if head_checkpoint(session) == was else ["the log is not the same"]
    except (NotEmpty, PortalError) as error:
        _end(str(error))
    finally:
        target.engine.dispose()
    if found:
        _end("\n".join(found))
    click.echo(f"moved: {sum(counts.values())} rows; the log has {was.size}. Now set DATABASE_URL and start")


def problems_of(manifest: Manifest, database: Database, storage: Storage) -> Iterator[str]:
    """Name what is not as the manifest says, and whatever else does not hold."""
    with database.reading() as session:
        rows, log = row_counts(session.connection()), head_checkpoint(session)
        for table, count in manifest.rows.items():
            if rows.get(table) != count:
                yield f"{table}: {rows.get(table)} rows, not {count}"
        if log != manifest.log:
            yield f"the log ends at row {log.size}, not as it did at row {manifest.log.size}"
        yield from _faults(session)
        yield from missing_files(session, storage)


def _faults(session: Session) -> Iterator[str]:
    found = check_log(session)
    if not found.is_sound:
        yield f"the log does not hold after row {found.rows}"
    for one in broken_invariants(session):
        yield f"{one.code}: {one.sentence} [{', '.join(one.rows)}]"


def _tell(what: str, manifest: Manifest) -> None:
    rows, files = sum(manifest.rows.values()), len(manifest.files)
    click.echo(f"{what}: {rows} rows, {files} files; the log has {manifest.log.size} rows")


def _end(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


def _url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


def _keys() -> DataKeys:
    settings: Settings = current_app.extensions["settings"]
    return settings.data_keys


def _storage() -> Storage:
    storage: Storage = current_app.extensions["storage"]
    return storage
