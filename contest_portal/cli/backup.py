"""`flask backup …`: a whole portal in one file, locked, checked, and given back."""

import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from contest_portal.accounts.checkpoint_queries import check_log
from contest_portal.cli.backing_up import (
    BadBackup,
    FilesMissing,
    Manifest,
    NoFolder,
    give_back,
    make_backup,
    opened_backup,
    require_no_others,
)
from contest_portal.cli.full_disks import NoRoom, place_of, room_in
from contest_portal.cli.locked_backups import Lock, Opener, by_words, for_keys, left_open
from contest_portal.cli.moving_rows import NotEmpty, fill, require_empty, row_counts, snapshot, upgrade
from contest_portal.cli.named_files import unreadable, unwritable
from contest_portal.cli.stored_files import missing_files
from contest_portal.config import Settings, is_database_address
from contest_portal.kernel.age_files import WrongKey, make_key
from contest_portal.kernel.audit import head_checkpoint
from contest_portal.kernel.database import Database
from contest_portal.kernel.logs import only_warnings
from contest_portal.kernel.passwords import weakness
from contest_portal.kernel.private_files import write_private
from contest_portal.kernel.problems import PortalError, Problem
from contest_portal.kernel.sealed_columns import DataKeys
from contest_portal.kernel.sealed_values import unreadable_columns
from contest_portal.kernel.storage import Storage
from contest_portal.publication.invariants import broken_invariants
from contest_portal.tables import METADATA

PAPER = """\
# Llave privada de las copias de seguridad del portal, hecha el {day:%Y-%m-%d}.
# Quien la tiene lee todas las copias que se cerraron con su llave pública. Si se pierde, nadie las abre.
# Guarde esta hoja en dos sobres cerrados, en dos lugares distintos. No la deje en ninguna computadora.
# public key: {public}
{private}
"""
TO_DO = """\
Llave pública, que no es secreta:
  {public}
1. Póngala en BACKUP_RECIPIENTS, donde se hacen las copias. Con ella se cierran; no sirve para abrirlas.
2. La llave privada está en {file}. Imprima ese archivo dos veces, o copie a mano su última línea.
3. Guarde cada papel en un sobre cerrado, en un lugar distinto (caja fuerte, otro local), y anote quién lo tiene.
4. Pruebe con una copia de hoy: flask backup check COPIA --identity {file}
5. Borre {file} de esta computadora. Sin el papel nadie abre las copias, tampoco quien hizo el portal.
El día que haga falta: escriba la última línea del papel en un archivo y dígalo con --identity."""

backup_group = AppGroup("backup", help="A whole portal in one file.")
FILE = click.Path(dir_okay=False, path_type=Path)
WORDS_FILE = click.option(
    "--passphrase-file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="File whose first line is the passphrase.",
)
IDENTITY = click.option(
    "--identity",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="File with the private key that opens it.",
)


@backup_group.command("make")
@click.argument("path", type=FILE)
@click.option("--passphrase", is_flag=True, help="Lock it by words that are asked for twice.")
@WORDS_FILE
@click.option("--without-missing", is_flag=True, help="Make it although files that rows name are lost.")
def make_command(
    path: Path, *, passphrase: bool, passphrase_file: Path | None, without_missing: bool
) -> None:
    """Write database and files to PATH while the portal goes on.

    It is locked for the holders of the keys of BACKUP_RECIPIENTS, or instead by a passphrase.
    """
    clock: Callable[[], datetime] = current_app.extensions["clock"]
    _refuse(unwritable(path))
    try:
        lock = _lock(passphrase=passphrase, file=passphrase_file)
        manifest = make_backup(
            _database(), _storage(), path, at=clock(), lock=lock, without_missing=without_missing
        )
    except FileExistsError:
        _end(f"{path} ya existe: elija otro nombre")
    except WrongKey as error:
        _end(f"BACKUP_RECIPIENTS: {error}")
    except (FilesMissing, NoFolder, NoRoom) as error:
        _end(str(error))
    except OSError as error:
        _end(f"no se pudo escribir {path}: {error.strerror or error}. No quedó nada a medias")
    _tell("guardado", manifest)
    if lock is left_open:
        click.echo(
            "aviso: la copia no está cerrada con llave; quien tenga el archivo lee todo el padrón. "
            "Use --passphrase, o BACKUP_RECIPIENTS con una llave de «backup keys»",
            err=True,
        )


@backup_group.command("check")
@click.argument("path", type=FILE)
@IDENTITY
@WORDS_FILE
@only_warnings()
def check_command(path: Path, *, identity: Path | None, passphrase_file: Path | None) -> None:
    """Open a backup beside the portal and check parts, log, invariants and files; exit with 1 when one is wrong."""
    _refuse(unreadable(path))
    try:
        with opened_backup(path, _keys(), _storage(), _opener(identity, passphrase_file)) as opened:
            manifest, database, kept = opened
            found = list(problems_of(manifest, database, kept))
            _warn_of_sealed(database)
    except (BadBackup, NoFolder, NoRoom) as error:
        _end(str(error))
    if found:
        _end("\n".join(found))
    _tell("entero", manifest)


@backup_group.command("restore")
@click.argument("path", type=FILE)
@IDENTITY
@WORDS_FILE
@only_warnings()
def restore_command(path: Path, *, identity: Path | None, passphrase_file: Path | None) -> None:
    """Check a backup and put it into this portal's empty database and its folder or bucket; then check again."""
    _refuse(unreadable(path))
    target, storage = _database(), _storage()
    try:
        require_empty(target.engine)
        with opened_backup(path, _keys(), storage, _opener(identity, passphrase_file)) as opened:
            manifest, database, kept = opened
            found = list(problems_of(manifest, database, kept))
            if found:
                raise BadBackup("\n".join(found))
            require_no_others(manifest, storage)
            with room_in(place_of(target.engine)):
                upgrade(_url(target), _keys())
            give_back(manifest, database, kept, target, storage)
            left = list(problems_of(manifest, target, storage))
    except (BadBackup, FilesMissing, NoFolder, NoRoom, NotEmpty) as error:
        _end(str(error))
    except OSError as error:
        _end(f"no se pudo devolver la copia: {error}. Revise STORAGE_DIR y sus permisos, y repita la orden")
    if left:
        _end("\n".join(left))
    _tell("devuelto", manifest)
    _warn_of_sealed(target)


@backup_group.command("keys")
@click.argument("file", type=FILE)
def keys_command(file: Path) -> None:
    """Make a pair of keys for backups: the private one in FILE, which belongs on paper; the public one is told."""
    if file.exists():
        _end(f"{file} ya existe: elija otro nombre")
    _refuse(unwritable(file))
    private, public = make_key()
    day: datetime = current_app.extensions["clock"]()
    try:
        write_private(file, PAPER.format(day=day, public=public, private=private).encode())
    except OSError as error:
        _end(f"no se pudo escribir {file}: {error.strerror or error}. No quedó nada a medias")
    click.echo(TO_DO.format(public=public, file=file))


@click.command("move")
@with_appcontext
@click.argument("url", envvar="TARGET_DATABASE_URL")
@only_warnings()
def move_command(url: str) -> None:
    """Put every row of this portal's database into an empty one at URL (or TARGET_DATABASE_URL), of either kind.

    Nobody may write meanwhile: stop the portal, move, set DATABASE_URL, start. Files stay where they are.
    """
    source, target = _database(), _target_at(url)
    try:
        with _answering(target):
            require_empty(target.engine)
        with room_in(place_of(target.engine)):
            upgrade(url, _keys())
        with room_in(place_of(target.engine)), snapshot(source.engine) as rows:
            counts = fill(target.engine, rows)
            was = head_checkpoint(Session(rows))
        with target.reading() as session:
            found = [*_faults(session)] if head_checkpoint(session) == was else ["el registro no es el mismo"]
    except (NotEmpty, PortalError) as error:
        _end(str(error))
    finally:
        target.engine.dispose()
    if found:
        _end("\n".join(found))
    click.echo(
        f"pasado: {sum(counts.values())} filas; el registro tiene {was.size}. Ahora ponga DATABASE_URL y arranque"
    )


def _target_at(url: str) -> Database:
    try:
        target = Database(url) if is_database_address(url) else None
    except (ArgumentError, ImportError):  # a driver that is not here
        target = None
    if target is None:
        _end(
            "TARGET_DATABASE_URL no es la dirección de una base de datos que el portal conozca. "
            "Escríbala como postgresql+psycopg://usuario:clave@servidor/base o sqlite:////carpeta/portal.sqlite"
        )
    return target


@contextmanager
def _answering(target: Database) -> Iterator[None]:
    try:
        yield
    except DBAPIError:
        _end(
            f"no se puede abrir la base de datos de TARGET_DATABASE_URL ({target.engine.url}), y no se cambió nada. "
            "Revise la dirección, que el servidor esté en marcha o la carpeta exista, y repita la orden"
        )


def problems_of(manifest: Manifest, database: Database, storage: Storage) -> Iterator[str]:
    """Name what is not as the manifest says, and whatever else does not hold."""
    with database.reading() as session:
        rows, log = row_counts(session.connection()), head_checkpoint(session)
        for table, count in manifest.rows.items():
            if rows.get(table) != count:
                yield f"{table}: {rows.get(table)} filas, no {count}"
        if log != manifest.log:
            yield f"el registro termina en la fila {log.size}, no como en la fila {manifest.log.size}"
        yield from _faults(session)
        yield from missing_files(session, storage, known=frozenset(manifest.missing))


def _lock(*, passphrase: bool, file: Path | None) -> Lock:
    if passphrase or file:
        words = _words_of(file) if file else _asked(twice=True)
        weak = weakness(words)
        if weak is not None:
            _end(f"frase: {weak.text}")
        return by_words(words)
    settings: Settings = current_app.extensions["settings"]
    return for_keys(settings.backup_recipients) if settings.backup_recipients else left_open


def _opener(identity: Path | None, passphrase_file: Path | None) -> Opener:
    return Opener(
        identities=identity.read_text("utf-8", "replace") if identity else None,
        ask=lambda: _words_of(passphrase_file) if passphrase_file else _asked(twice=False),
    )


def _words_of(file: Path) -> str:
    """Give the first line; what is no text has no words that anybody could type elsewhere."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        _end(f"{file} no es un archivo de texto en UTF-8: guárdelo así, con la frase en la primera línea")
    return _composed(text.partition("\n")[0].strip())


def _asked(*, twice: bool) -> str:
    again = "Otra vez, para no equivocarse" if twice else False
    return _composed(click.prompt("Frase de la copia", hide_input=True, confirmation_prompt=again))


def _composed(words: str) -> str:
    """Make an accent the same whether a keyboard sends it as one sign or as two."""
    return unicodedata.normalize("NFC", words)


def _faults(session: Session) -> Iterator[str]:
    found = check_log(session)
    if not found.is_sound:
        yield f"el registro no se sostiene después de la fila {found.rows}"
    for one in broken_invariants(session):
        yield f"{one.code}: {one.sentence} [{', '.join(one.rows)}]"


def _warn_of_sealed(database: Database) -> None:
    """Say so when the secret of the data here is not that of the rows: everything else would look whole."""
    with database.reading() as session:
        shut = unreadable_columns(session, _keys(), METADATA)
    if shut:
        click.echo(
            f"aviso: con las claves de este lugar no se abre lo que está sellado ({', '.join(shut)}). Ponga en "
            "DATA_KEY (o en OLDER_DATA_KEYS) el de donde se hizo la copia; de una laptop sin DATA_KEY es el texto de "
            "su instance/secret_key",
            err=True,
        )


def _tell(what: str, manifest: Manifest) -> None:
    rows, files = sum(manifest.rows.values()), len(manifest.files)
    click.echo(f"{what}: {rows} filas, {files} archivos; el registro tiene {manifest.log.size} filas")
    if manifest.missing:
        click.echo(
            f"aviso: faltan {len(manifest.missing)} archivos que la base de datos nombra y que ya se habían perdido",
            err=True,
        )


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        _end(problem.text)


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
