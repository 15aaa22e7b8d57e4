"""A backup: one file with a whole portal, whatever database it runs on, that can be checked and given back anywhere.

It is a tar of the database as SQLite, the stored files by their hash, and a manifest that names all of it. A portal on
SQLite is copied page by page, one on PostgreSQL row by row from one state. Files are read after the database: what a
row names was kept before the row, so none is missing. What lies open for a while does so beside the stored files, never
where the backup is kept: that may be a stick which leaves the house.
"""

import errno
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from contest_portal.cli.full_disks import NoRoom, place_of, room_in
from contest_portal.cli.locked_backups import Lock, Opener, left_open
from contest_portal.cli.moving_rows import NotEmpty, fill, row_counts, snapshot, upgrade
from contest_portal.cli.passing_folder import passing_folder
from contest_portal.cli.stored_files import lost_files
from contest_portal.cli.tar_pieces import END, member
from contest_portal.kernel.age_files import DamagedFile, WrongKey
from contest_portal.kernel.audit import head_checkpoint
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.checkpoints import Checkpoint
from contest_portal.kernel.database import Database
from contest_portal.kernel.folder_shelf import FolderShelf
from contest_portal.kernel.problems import PortalError
from contest_portal.kernel.records import added_later, from_data, to_data
from contest_portal.kernel.sealed_columns import DataKeys
from contest_portal.kernel.storage import DIGITS, Storage

FORMAT = "copia-del-portal"
DATABASE, MANIFEST, FILES = "portal.sqlite", "manifest.json", "files/"
PREFIX = ".backup-"
_PIECE = 1 << 20


class BadBackup(PortalError):
    """The file is no backup, or not a whole one."""


class FilesMissing(PortalError):
    """The store cannot be read, or files that rows name are not in it."""


class NoFolder(PortalError):
    """There is no folder in which a backup can lie open."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: rows by table, the state of the log, the hash of the database and of every file.

    `missing` are files that rows name and that were lost before it was made.
    """

    format: str
    version: int
    made_at: datetime
    database_sha256: str
    rows: Mapping[str, int]
    log: Checkpoint
    files: tuple[str, ...]
    missing: tuple[str, ...] = added_later(())


def make_backup(
    database: Database,
    storage: Storage,
    path: Path,
    *,
    at: datetime,
    lock: Lock = left_open,
    without_missing: bool = False,
) -> Manifest:
    """Write a backup while the portal goes on; whole or not at all, readable by its owner alone, locked by `lock`.

    Raises FileExistsError rather than write over another one, and FilesMissing, unless it is made `without_missing`,
    for files that rows name and nobody has; always when the store cannot be read.
    """
    if path.exists():
        raise FileExistsError(path)
    _lost(database, storage, without_missing=without_missing)  # before a folder is made beside a misspelt one
    with (
        _open_folder(storage) as folder,
        room_in(path.parent),
        passing_folder(path.parent, PREFIX) as beside,
    ):
        copy, part = folder / DATABASE, beside / "part"
        with room_in(storage.waiting):
            _copy_database(database.engine, copy)
            manifest = _manifest(copy, storage, at, without_missing=without_missing)
        with part.open("xb") as written:
            part.chmod(0o600)
            lock(_pieces(manifest, copy, storage), written)
            written.flush()
            os.fsync(written.fileno())
        part.rename(path)
    return manifest


@contextmanager
def opened_backup(
    path: Path, keys: DataKeys, storage: Storage, opener: Opener
) -> Iterator[tuple[Manifest, Database, Storage]]:
    """Lay a backup out beside the stored files until the end, brought to this program's structure with `keys`.

    Raises BadBackup unless it opens, and every part is there and is what the manifest says.
    """
    with _open_folder(storage) as folder:
        try:
            with room_in(storage.waiting), opener.opened(path, folder) as tar:
                manifest = _unpack(tar, folder)
        except (WrongKey, DamagedFile) as error:
            raise BadBackup(f"{path}: {error}") from error
        except OSError as error:
            raise BadBackup(f"{path}: {error.strerror or error}") from error
        except tarfile.TarError as error:
            raise BadBackup(f"{path}: no es una copia de seguridad, o no está entera") from error
        except (ValueError, KeyError, TypeError, sqlite3.DatabaseError) as error:
            raise BadBackup(f"{path}: no es una copia de seguridad, o fue alterada: {error}") from error
        try:
            with room_in(storage.waiting):
                upgrade(f"sqlite:///{folder / DATABASE}", keys)
        except CommandError as error:
            raise BadBackup(f"{path}: es de una versión posterior del portal: {error}") from error
        except DatabaseError as error:
            raise BadBackup(f"{path}: su base de datos fue alterada: {error.orig}") from error
        with _opened(folder / DATABASE) as database:
            yield manifest, database, Storage(folder / "files")


@contextmanager
def _open_folder(storage: Storage) -> Iterator[Path]:
    try:
        storage.waiting.mkdir(parents=True, exist_ok=True)
        if not os.access(storage.waiting, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise NoFolder(
            f"no se puede usar la carpeta {storage.waiting}, donde una copia queda abierta un momento: "
            f"{error.strerror or error}. Revise que sea una carpeta en que el portal pueda escribir"
        ) from error
    with room_in(storage.waiting), passing_folder(storage.waiting, PREFIX) as folder:
        yield folder


def require_no_others(manifest: Manifest, storage: Storage) -> None:
    """Raise NotEmpty for a store with files that are not of this backup; its own are what a killed return left."""
    with _readable(storage):
        others = set(storage.digests()).difference(manifest.files)
    if others:
        raise NotEmpty(
            f"en {_place(storage)} ya hay {len(others)} archivos que no son de esta copia, y no se cambió nada. "
            "Ponga un lugar vacío y repita la orden"
        )


def give_back(
    manifest: Manifest, source: Database, kept: Storage, target: Database, storage: Storage
) -> None:
    """Put a laid-out backup into an empty portal: files first, so that no row is without its file.

    Raises NoRoom or NotEmpty, and then leaves no file that was not there.
    """
    put = []
    try:
        for digest in manifest.files:
            if not storage.has(digest):
                put.append(digest)
                with room_in(storage.root), kept.opened(digest) as path:
                    storage.put_file(path, digest)
        with room_in(place_of(target.engine)), snapshot(source.engine) as rows:
            fill(target.engine, rows)
    except (NoRoom, NotEmpty):  # after any other error the rows may be there, and need their files
        for digest in put:
            storage.drop(digest)
        raise


def _copy_database(engine: Engine, copy: Path) -> None:
    if engine.dialect.name == "sqlite":
        with (
            closing(sqlite3.connect(engine.url.database or "")) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        return
    upgrade(f"sqlite:///{copy}", DataKeys())  # empty: nothing in it to seal
    with snapshot(engine) as rows, _opened(copy) as target_database:
        fill(target_database.engine, rows)


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        database.engine.dispose()


def _manifest(copy: Path, storage: Storage, at: datetime, *, without_missing: bool) -> Manifest:
    with _opened(copy) as copied:
        with copied.reading() as session:
            rows, log = row_counts(session.connection()), head_checkpoint(session)
        missing = _lost(copied, storage, without_missing=without_missing)
    with closing(sqlite3.connect(copy)) as plain:  # one file: nothing left beside it
        plain.execute("PRAGMA journal_mode=DELETE")
    return Manifest(FORMAT, 1, at, _sha256(copy), rows, log, tuple(sorted(storage.digests())), missing)


def _lost(database: Database, storage: Storage, *, without_missing: bool) -> tuple[str, ...]:
    """Give the files that rows name and nobody has. Raises FilesMissing unless that is all right."""
    with _readable(storage), database.reading() as session:
        lost = lost_files(session, storage)
    if lost and not without_missing:
        raise FilesMissing(
            f"en {_place(storage)} faltan {len(lost)} archivos que la base de datos nombra, y no se hizo la copia. "
            "Revise que sea el lugar donde el portal los guarda. Si se perdieron del todo, use --without-missing"
        )
    return lost


@contextmanager
def _readable(storage: Storage) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FilesMissing(
            f"no se puede leer la carpeta de archivos, {_place(storage)}: {error.strerror or error}. "
            "Revise su nombre y sus permisos; no se hizo nada"
        ) from error


def _place(storage: Storage) -> str:
    return "FILES_URL" if storage.shelf.is_remote else f"STORAGE_DIR ({storage.root})"


def _pieces(manifest: Manifest, copy: Path, storage: Storage) -> Iterator[bytes]:
    """Give the tar piece by piece, so that it need not lie anywhere before it is locked."""
    note = copy.with_name(MANIFEST)
    note.write_text(canonical_json(to_data(manifest)), "utf-8")
    yield from member(MANIFEST, note)
    yield from member(DATABASE, copy)
    for digest in manifest.files:
        with storage.opened(digest) as path:
            yield from member(f"{FILES}{digest}", path)
    yield END


def _unpack(path: Path, folder: Path) -> Manifest:
    """Take out what the manifest names, and nothing else: a name in a tar could lead anywhere."""
    with tarfile.open(path) as tar:
        manifest = from_data(Manifest, json.loads(_part(tar, MANIFEST).read()))
        if (manifest.format, manifest.version) != (FORMAT, 1):
            raise ValueError(f"{manifest.format} {manifest.version} is another format")
        _take_out(tar, DATABASE, folder / DATABASE, manifest.database_sha256)
        for digest in manifest.files:
            target = FolderShelf(folder / "files").place(_known(digest))
            target.parent.mkdir(parents=True, exist_ok=True)
            _take_out(tar, f"{FILES}{digest}", target, digest)
    with closing(sqlite3.connect(folder / DATABASE)) as plain:
        (state,) = plain.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        raise ValueError(f"{DATABASE}: {state}")
    return manifest


def _part(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    part = tar.extractfile(name)
    if part is None:
        raise ValueError(f"{name} is no file")
    return part


def _take_out(tar: tarfile.TarFile, name: str, target: Path, sha256: str) -> None:
    with _part(tar, name) as source, target.open("xb") as written:
        shutil.copyfileobj(source, written, _PIECE)
    if _sha256(target) != sha256:
        raise ValueError(f"{name} was altered")


def _known(digest: str) -> str:
    if not (len(digest) == DIGITS and digest.isascii() and digest.isalnum()):
        raise ValueError(f"{digest[:DIGITS]} is no hash")
    return digest


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
