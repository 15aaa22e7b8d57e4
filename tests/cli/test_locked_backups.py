"""A backup is locked for keys or by words; without them, cut or altered, nothing of it is given back."""

import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from flask import Flask

from contest_portal.cli.backing_up import PREFIX
from contest_portal.cli.moving_rows import row_counts, upgrade
from contest_portal.kernel.age_files import make_key, read_identities
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.database import Database
from contest_portal.kernel.sealed_columns import DataKeys
from contest_portal.kernel.storage import Storage
from tests.cli.test_backup import ON_ONE, PAPER, lived_in, run

__all__ = ["lived_in"]
WORDS = "caballo puente lluvia mesa"
WARNING = "aviso: la copia no está cerrada con llave"


@pytest.fixture
def keys(lived_in: Flask, tmp_path: Path) -> Path:
    """Give the file with the private key of those for whom this portal locks its backups."""
    file = tmp_path / "llave.txt"
    run(lived_in, "backup", "keys", file)
    public = str(read_identities(file.read_text())[0].to_public())
    lock_for(lived_in, make_key()[1], public)
    return file


def lock_for(app: Flask, *public: str) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], backup_recipients=public)


@contextmanager
def empty_portal(app: Flask, folder: Path) -> Iterator[Callable[[], tuple[int, list[str]]]]:
    """Let the commands work in an empty portal; what is given counts what there is of accounts, log and files."""
    folder.mkdir()
    upgrade(f"sqlite:///{folder / 'portal.sqlite'}", DataKeys())
    database, storage = Database(f"sqlite:///{folder / 'portal.sqlite'}"), Storage(folder / "storage")
    app.extensions |= {"database": database, "storage": storage}

    def left() -> tuple[int, list[str]]:
        with database.engine.connect() as connection:
            rows = row_counts(connection)
        lying = [one.name for one in folder.rglob(f"{PREFIX}*")]
        return rows["user_account"] + rows["audit"], [*storage.digests(), *lying]

    yield left
    database.engine.dispose()


@ON_ONE
def test_without_its_key_or_not_whole_nothing_is_given_back(
    lived_in: Flask, keys: Path, tmp_path: Path
) -> None:
    good, other = tmp_path / "good.tar.age", tmp_path / "other.txt"
    made = run(lived_in, "backup", "make", good)
    other.write_text(f"# otra\n{make_key()[0]}\n")
    content = good.read_bytes()
    harmed = {
        "cut": content[: len(content) // 2],
        "altered": content[:-9000] + bytes([content[-9000] ^ 1]) + content[-8999:],
        "empty": b"",
    }
    for name, harm in harmed.items():
        (tmp_path / name).write_bytes(harm)

    tries: tuple[tuple[Path, ...], ...] = (
        (good,),
        (good, other),
        (good, good),
        *((tmp_path / name, keys) for name in harmed),
    )
    with empty_portal(lived_in, tmp_path / "target") as left:
        said = [
            run(lived_in, "backup", "restore", file, *(word for key in key for word in ("--identity", key)))
            for file, *key in tries
        ]
        nothing = left()
        given = run(lived_in, "backup", "restore", good, "--identity", keys)

    assert (made[0], WARNING in made[1]) == (0, False)
    assert [one[0] for one in said] == [1] * 6
    assert [one[1].partition(": ")[2][:45] for one in said] == [
        "está cerrada con llave: diga con --identity e",
        "esta llave no la abre: se cerró con otra llav",
        "la línea 1 no es una llave privada: compárela",
        "está cortada o fue alterada",
        "está cortada o fue alterada",
        "no es una copia de seguridad, o no está enter",
    ]
    assert nothing == (0, [])
    assert given == (0, made[1].replace("guardado", "devuelto"))


@ON_ONE
def test_a_backup_for_keys_opens_without_the_portal_too(lived_in: Flask, keys: Path, tmp_path: Path) -> None:
    run(lived_in, "backup", "make", tmp_path / "copy")

    content = (tmp_path / "copy").read_bytes()
    plain = pyrage.decrypt(content, read_identities(keys.read_text()))

    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        assert tar.getnames()[:2] == ["manifest.json", "portal.sqlite"]
        assert [one.read() for name in tar.getnames()[2:] if (one := tar.extractfile(name))] == [PAPER]
    assert (PAPER in content, b"SQLite format" in content) == (False, False)


@ON_ONE
def test_words_lock_a_backup_and_other_words_give_nothing_back(lived_in: Flask, tmp_path: Path) -> None:
    right, wrong, backup = tmp_path / "right", tmp_path / "wrong", tmp_path / "copy.tar"
    right.write_text(f"{WORDS}\n")
    wrong.write_text(WORDS.title())
    asked = lived_in.test_cli_runner().invoke(
        args=["backup", "make", str(backup), "--passphrase"], input=f"{WORDS}\n{WORDS}\n"
    )
    content = backup.read_bytes()

    with empty_portal(lived_in, tmp_path / "target") as left:
        refused = run(lived_in, "backup", "restore", backup, "--passphrase-file", wrong)
        nothing = left()
        given = run(lived_in, "backup", "restore", backup, "--passphrase-file", right)
        _, files = left()

    assert (asked.exit_code, WORDS in asked.output) == (0, False)
    assert (PAPER in content, b"SQLite format" in content) == (False, False)
    assert refused == (1, f"{backup}: la frase no es esa, o fue alterada")
    assert nothing == (0, [])
    assert (given[0], given[1].partition(":")[0], files) == (0, "devuelto", [sha256_hex(PAPER)])


@ON_ONE
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("corta\ncorta\n", "frase: La contraseña debe tener de 12 a 72 caracteres."),
        ("concurso2027peru\nconcurso2027peru\n", "frase: Esa contraseña es fácil de adivinar."),
        (f"{WORDS}\n{WORDS}s\n", "Error: The two entered values do not match."),
    ],
)
def test_words_that_are_weak_or_typed_otherwise_make_no_backup(
    lived_in: Flask, tmp_path: Path, typed: str, told: str
) -> None:
    made = lived_in.test_cli_runner().invoke(
        args=["backup", "make", str(tmp_path / "copy"), "--passphrase"], input=typed
    )

    assert (made.exit_code, told in made.output) == (1, True)
    assert not (tmp_path / "copy").exists()


@ON_ONE
def test_wrong_keys_of_the_settings_make_no_backup(lived_in: Flask, tmp_path: Path) -> None:
    private, public = make_key()
    for keys, told in (
        ((public, private), "BACKUP_RECIPIENTS: la llave 2 es una llave privada"),
        ((public[:-1],), f"BACKUP_RECIPIENTS: {public[:-1]} no es una llave pública"),
    ):
        lock_for(lived_in, *keys)
        code, said = run(lived_in, "backup", "make", tmp_path / "copy")

        assert (code, said.startswith(told), private in said) == (1, True, False)
    assert not (tmp_path / "copy").exists()


@ON_ONE
def test_a_backup_that_is_open_to_all_says_so_and_one_that_cannot_be_written_leaves_nothing(
    lived_in: Flask, tmp_path: Path
) -> None:
    made = run(lived_in, "backup", "make", tmp_path / "copy")
    nowhere = run(lived_in, "backup", "make", tmp_path / "none" / "copy")

    assert (made[0], WARNING in made[1]) == (0, True)
    assert nowhere == (
        1,
        f"No existe la carpeta de «{tmp_path / 'none' / 'copy'}». Créela, o escriba otra.",
    )


@ON_ONE
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "nada"), "No existe el archivo «{at}/nada». Revise su nombre y la carpeta en que está."),
        (("restore", "nada"), "No existe el archivo «{at}/nada». Revise su nombre y la carpeta en que está."),
        (("check", "."), "is a directory"),
        (("check", "latin"), "{at}/latin: no es una copia de seguridad, o no está entera"),
        (
            ("make", "copy", "--passphrase-file", "latin"),
            "{at}/latin no es un archivo de texto en UTF-8: guárdelo así, con la frase en la primera línea",
        ),
    ],
    ids=["none", "none to give back", "a folder", "no backup", "no text"],
)
def test_files_that_are_none_of_a_backup_are_named(
    lived_in: Flask, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "latin").write_bytes("contraseña larga del año".encode("latin-1"))
    named = (word if word.startswith("--") else tmp_path / word for word in arguments[1:])

    ended = run(lived_in, "backup", arguments[0], *named)

    assert ended[0] in {1, 2}
    assert told.format(at=tmp_path) in ended[1]
    assert not (tmp_path / "copy").exists()


@ON_ONE
def test_keys_are_made_once_with_words_on_where_they_belong(lived_in: Flask, tmp_path: Path) -> None:
    file = tmp_path / "llave.txt"

    made, again = run(lived_in, "backup", "keys", file), run(lived_in, "backup", "keys", file)

    paper = file.read_text()
    private = paper.splitlines()[-1]
    public = str(read_identities(paper)[0].to_public())
    assert (made[0], public in made[1], public in paper, private in made[1]) == (0, True, True, False)
    assert (private.startswith("AGE-SECRET-KEY-1"), file.stat().st_mode & 0o077) == (True, 0)
    assert again == (1, f"{file} ya existe: elija otro nombre")
