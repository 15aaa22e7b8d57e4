"""What a backup and its return refuse: one sentence, exit 1, and nothing is left or changed."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import inspect, text

from contest_portal.cli.database import alembic_config
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage
from tests.cli.test_backup import ON_ONE, PAPER, lived_in, run
from tests.cli.test_locked_backups import empty_portal
from tests.faults.small_disk import small_disk

__all__ = ["lived_in"]
OLDER = "0083"
NO_ROOM = "no queda espacio en {place}: libere espacio y repita la orden. No quedó nada a medias"
UNKNOWN = "TARGET_DATABASE_URL no es la dirección de una base de datos que el portal conozca. "
AWAY = "no se puede abrir la base de datos de TARGET_DATABASE_URL ({url}), y no se cambió nada. "


def as_it_was(folder: Path) -> dict[str, bytes | None]:
    """Give everything below a folder but what SQLite keeps beside a database that is open."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if path.suffix not in {".sqlite-shm", ".sqlite-wal"}
    }


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("absent", "en STORAGE_DIR ({place}) faltan 1 archivos que la base de datos nombra, y no se hizo la copia. "),
        ("a file", "no se puede leer la carpeta de archivos, STORAGE_DIR ({place}): Not a directory. "),
        ("a loop", "no se puede leer la carpeta de archivos, STORAGE_DIR ({place}): Too many levels of symbolic"),
    ],
    ids=["absent", "a file", "a loop"],
)  # fmt: skip
def test_no_backup_is_made_without_the_files_and_the_setting_is_named(
    lived_in: Flask, tmp_path: Path, kind: str, told: str
) -> None:
    place = tmp_path / "misspelt"
    if kind == "a file":
        place.write_text("no folder")
    if kind == "a loop":
        place.symlink_to(place)
    lived_in.extensions["storage"] = Storage(place)
    was = as_it_was(tmp_path)

    code, said = run(lived_in, "backup", "make", tmp_path / "copy.tar")

    assert (code, said[: len(told.format(place=place))]) == (1, told.format(place=place))
    assert as_it_was(tmp_path) == was


@ON_ONE
def test_a_portal_that_lost_a_file_for_good_is_backed_up_and_given_back(
    lived_in: Flask, tmp_path: Path
) -> None:
    storage: Storage = lived_in.extensions["storage"]
    storage.drop(sha256_hex(PAPER))
    backup = tmp_path / "copy.tar"

    refused = run(lived_in, "backup", "make", backup)
    made = run(lived_in, "backup", "make", backup, "--without-missing")
    with empty_portal(lived_in, tmp_path / "target"):
        given = run(lived_in, "backup", "restore", backup)

    warning = "aviso: faltan 1 archivos que la base de datos nombra y que ya se habían perdido"
    assert (refused[0], refused[1].endswith("Si se perdieron del todo, use --without-missing")) == (1, True)
    assert (made[0], ", 0 archivos; " in made[1], made[1].splitlines()[1]) == (0, True, warning)
    assert given == (0, "\n".join(made[1].splitlines()[:2]).replace("guardado", "devuelto"))


@ON_ONE
def test_a_new_portal_without_files_or_folder_is_backed_up(lived_in: Flask, tmp_path: Path) -> None:
    with empty_portal(lived_in, tmp_path / "new"):
        made = run(lived_in, "backup", "make", tmp_path / "copy.tar")

    assert (made[0], ", 0 archivos; " in made[1], "faltan" in made[1]) == (0, True, False)


@pytest.mark.parametrize("words", [("backup", "restore"), ("db", "move")], ids=["restore", "move"])
@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)
def test_a_portal_in_use_is_neither_upgraded_nor_given_files(
    lived_in: Flask, own_database: Database, tmp_path: Path, words: tuple[str, str]
) -> None:
    backup, other = tmp_path / "copy.tar", Storage(tmp_path / "other")
    url = own_database.engine.url.render_as_string(hide_password=False)
    run(lived_in, "backup", "make", backup)
    command.downgrade(alembic_config(url), OLDER)
    lived_in.extensions["storage"] = other

    refused = run(lived_in, *words, backup if words[0] == "backup" else url)

    with own_database.engine.connect() as connection:
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert refused == (1, "la base de datos no está vacía: hay filas en user_account")
    assert (revision, [*other.digests()]) == (OLDER, [])


@ON_ONE
def test_a_database_of_another_program_is_left_alone(lived_in: Flask, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'theirs.sqlite'}"
    theirs = Database(url)
    with theirs.transaction() as session:
        session.execute(text("CREATE TABLE bill (id INTEGER)"))
        session.execute(text("INSERT INTO bill VALUES (1)"))

    refused = run(lived_in, "db", "move", url)

    tables = inspect(theirs.engine).get_table_names()
    theirs.engine.dispose()
    assert refused == (1, "la base de datos no está vacía: hay filas en bill")
    assert tables == ["bill"]


@ON_ONE
def test_a_backup_is_not_given_back_among_the_files_of_others(lived_in: Flask, tmp_path: Path) -> None:
    backup, place = tmp_path / "copy.tar", tmp_path / "target" / "storage"
    run(lived_in, "backup", "make", backup)

    with empty_portal(lived_in, tmp_path / "target") as left:
        digests = [Storage(place).put(content) for content in (b"theirs", PAPER)]
        refused = run(lived_in, "backup", "restore", backup)
        nothing = left()
        Storage(place).drop(digests[0])
        given = run(lived_in, "backup", "restore", backup)

    assert refused == (
        1,
        f"en STORAGE_DIR ({place}) ya hay 1 archivos que no son de esta copia, y no se cambió nada. "
        "Ponga un lugar vacío y repita la orden",
    )
    assert (nothing[0], sorted(nothing[1])) == (0, sorted(digests))
    assert given[0] == 0


@ON_ONE
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none/llave.txt", "No existe la carpeta de «{file}». Créela, o escriba otra."),
        ("a-file/llave.txt", "No existe la carpeta de «{file}». Créela, o escriba otra."),
    ],
    ids=["no folder", "a file"],
)
def test_keys_that_could_not_be_kept_are_not_made(
    lived_in: Flask, tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "a-file").write_text("no folder")
    was = as_it_was(tmp_path)

    code, said = run(lived_in, "backup", "keys", tmp_path / name)

    sentence = told.format(file=tmp_path / name)
    assert (code, said[: len(sentence)], "AGE-SECRET" in said) == (1, sentence, False)
    assert as_it_was(tmp_path) == was


@ON_ONE
def test_a_file_where_a_backup_would_lie_open_is_named(lived_in: Flask, tmp_path: Path) -> None:
    good, waiting = tmp_path / "good.tar", lived_in.extensions["storage"].waiting
    run(lived_in, "backup", "make", good)
    waiting.rmdir()
    waiting.write_text("no folder")

    made = run(lived_in, "backup", "make", tmp_path / "copy.tar")
    checked = run(lived_in, "backup", "check", good)

    told = f"no se puede usar la carpeta {waiting}, donde una copia queda abierta un momento: File exists. "
    assert (made[0], made[1][: len(told)]) == (1, told)
    assert checked == made
    assert not (tmp_path / "copy.tar").exists()


@ON_ONE
@pytest.mark.parametrize("full", ["waiting", "path"])
def test_a_backup_for_which_there_is_no_room_names_the_place(
    lived_in: Flask, tmp_path: Path, full: str
) -> None:
    with small_disk(tmp_path / "small", 2) as disk:
        place = disk.folder / "storage"
        if full == "waiting":
            shutil.copytree(lived_in.extensions["storage"].root, place)
            lived_in.extensions["storage"] = Storage(place)
        backup = (tmp_path if full == "waiting" else disk.folder) / "copy.tar"
        was = {path.name for path in disk.folder.iterdir()}

        made = run(lived_in, "backup", "make", backup)

        left = {path.name for path in disk.folder.iterdir()} - was
        there = f"{place}-waiting" if full == "waiting" else str(disk.folder)
    assert made == (1, NO_ROOM.format(place=there))
    assert (left - {"storage-waiting"}, backup.exists()) == (set(), False)


@ON_ONE
@pytest.mark.parametrize("full", ["storage", "database"])
def test_what_cannot_be_given_back_for_want_of_room_leaves_nothing(
    lived_in: Flask, tmp_path: Path, full: str
) -> None:
    backup = tmp_path / "copy.tar"
    lived_in.extensions["storage"].put(bytes(3 << 20))
    run(lived_in, "backup", "make", backup)
    with empty_portal(lived_in, tmp_path / "target"), small_disk(tmp_path / "small", 1) as disk:
        kept = Storage(tmp_path / "target" / "storage")
        target = Database(f"sqlite:///{disk.folder / 'portal.sqlite'}")
        if full == "storage":
            kept.root.symlink_to(disk.folder)
        else:
            lived_in.extensions["database"] = target
        lived_in.extensions["storage"] = kept

        given = run(lived_in, "backup", "restore", backup)

        target.engine.dispose()
        place = kept.root if full == "storage" else disk.folder / "portal.sqlite"
        assert given == (1, NO_ROOM.format(place=place))
        assert [*kept.digests()] == []


@ON_ONE
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("foo://bar", UNKNOWN),
        ("notaurl", UNKNOWN),
        ("mysql://a:clave@localhost/b", UNKNOWN),
        ("postgresql+nada://a:clave@localhost/b", UNKNOWN),
        ("postgresql+psycopg://a:clave@127.0.0.1:1/b", AWAY.format(url="postgresql+psycopg://a:***@127.0.0.1:1/b")),
        ("sqlite:////nowhere/at/all/p.sqlite", AWAY.format(url="sqlite:////nowhere/at/all/p.sqlite")),
    ],
    ids=["no kind", "no address", "another kind", "no driver", "no answer", "no folder"],
)  # fmt: skip
def test_an_address_that_does_not_work_is_named(lived_in: Flask, url: str, told: str) -> None:
    code, said = run(lived_in, "db", "move", url)

    assert (code, said[: len(told)], "clave@localhost" in said) == (1, told, False)
