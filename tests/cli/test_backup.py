"""The drill: a portal is backed up while it lives, checked, given back on either kind of database, and goes on."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from contest_portal.cli.backing_up import PREFIX
from contest_portal.documents.models import Document
from contest_portal.kernel.age_files import make_key
from contest_portal.kernel.audit import head_checkpoint, record
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.database import Database
from contest_portal.kernel.sealed_columns import NO_SECRET
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON, copied_database
from tests.factories.intruders import take_the_guard_away
from tests.factories.publication import make_announced_contest

PAPER = b"a paper as it was issued"
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def lived_in(app: Flask, own_database: Database) -> Flask:
    """A portal with an announced contest whose papers are kept, on a database of its own."""
    with own_database.transaction() as session:
        make_announced_contest(session)
        digest = app.extensions["storage"].put(PAPER)
        take_the_guard_away(session, "document")
        session.execute(text("UPDATE document SET file_sha256 = :digest"), {"digest": digest})
    app.extensions["database"] = own_database
    app.extensions["settings"] = replace(
        app.extensions["settings"], data_key=NO_SECRET
    )  # as its rows were sealed
    return app


@contextmanager
def empty(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    folder.mkdir()
    with copied_database(kind, request, folder) as url:
        database = Database(url)
        yield database
        database.engine.dispose()


def run(app: Flask, *words: str | Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=[str(word) for word in words])
    return result.exit_code, result.output.strip()


def test_a_portal_is_given_back_as_it_was_and_goes_on(
    lived_in: Flask,
    own_database: Database,
    database_kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    backup, key = tmp_path / "backup.tar.age", tmp_path / "key.txt"
    private, public = make_key()
    key.write_text(private)
    settings = replace(lived_in.extensions["settings"], backup_recipients=(public,))
    lived_in.extensions["settings"] = settings
    made = run(lived_in, "backup", "make", backup)
    with own_database.transaction() as session:
        was = head_checkpoint(session)
        record(session, at=NOON, actor_id=None, action="x.done", subject="x:1")  # after the backup

    with empty(database_kind, request, tmp_path / "target") as target:
        lived_in.extensions |= {"database": target, "storage": Storage(tmp_path / "given")}
        given = run(lived_in, "backup", "restore", backup, "--identity", key)
        again = run(lived_in, "backup", "restore", backup, "--identity", key)
        with target.transaction() as session:
            head = head_checkpoint(session)
            files = set(session.scalars(select(Document.file_sha256)))
            record(session, at=NOON, actor_id=None, action="x.done", subject="x:2")
        checked = run(lived_in, "audit", "verify")

    assert (made[0], given) == (0, (0, made[1].replace("guardado", "devuelto")))
    assert again == (1, "la base de datos no está vacía: hay filas en user_account")
    assert head == was
    assert [Storage(tmp_path / "given").get(digest or "") for digest in files] == [PAPER]
    assert checked == (0, f"the chain holds: {was.size + 1} rows")
    assert [one.name for one in tmp_path.rglob(f"{PREFIX}*")] == []
    assert backup.stat().st_mode & 0o077 == 0


def test_with_another_secret_it_is_said_that_what_is_sealed_stays_shut(
    lived_in: Flask, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.tar"
    run(lived_in, "backup", "make", backup)
    lived_in.extensions["settings"] = replace(lived_in.extensions["settings"], data_key="of another laptop")

    checked = run(lived_in, "backup", "check", backup)
    with empty(database_kind, request, tmp_path / "target") as target:
        lived_in.extensions |= {"database": target, "storage": Storage(tmp_path / "given")}
        given = run(lived_in, "backup", "restore", backup)

    assert [code for code, _ in (checked, given)] == [0, 0]
    told = ["document.data" in said and "instance/secret_key" in said for _, said in (checked, given)]
    assert told == [True, True]


def test_a_database_is_moved_to_the_other_kind_by_one_command(
    lived_in: Flask,
    own_database: Database,
    database_kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    with empty(OTHER[database_kind], request, tmp_path / "target") as target:
        url = target.engine.url.render_as_string(hide_password=False)
        moved, again = run(lived_in, "db", "move", url), run(lived_in, "db", "move", url)
        with target.transaction() as session, own_database.reading() as before:
            state = head_checkpoint(before)
            assert head_checkpoint(session) == state
            new = session.scalar(
                text("INSERT INTO fund (office_id, name, source, year, amount, reserved, version) "
                     "SELECT office_id, 'Otro', source, year, 1, 0, 1 FROM fund RETURNING id")
            )  # fmt: skip
            assert new == session.scalar(text("SELECT max(id) FROM fund"))

    assert (moved[0], moved[1].split("; ")[1]) == (
        0,
        f"el registro tiene {state.size}. Ahora ponga DATABASE_URL y arranque",
    )
    assert again == (1, "la base de datos no está vacía: hay filas en user_account")


def altered(backup: Path, name: str, change: bytes | None) -> None:
    """Write a backup again with one part changed or left out."""
    folder = backup.with_suffix(".parts")
    with tarfile.open(backup) as tar:
        names = tar.getnames()
        tar.extractall(folder, filter="data")
    target = folder / name
    if change is None:
        target.unlink()
    else:
        target.write_bytes(change + target.read_bytes()[len(change) :])
    with tarfile.open(backup, "w") as tar:
        for one in names:
            if (folder / one).exists():
                tar.add(folder / one, one)
    shutil.rmtree(folder)


def part_of(backup: Path, name: str) -> bytes:
    """Read one part of a backup."""
    with tarfile.open(backup) as tar:
        part = tar.extractfile(name)
        assert part
        return part.read()


@ON_ONE
def test_a_backup_that_was_altered_or_cut_is_refused(lived_in: Flask, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tar", tmp_path / "bad.tar"
    run(lived_in, "backup", "make", good)
    paper = f"files/{Storage(tmp_path / 'one').put(PAPER)}"
    (tmp_path / "text.tar").write_text("no tar")
    (tmp_path / "cut.tar").write_bytes(good.read_bytes()[:20_000])
    outcomes = [
        run(lived_in, "backup", "check", tmp_path / name)[0] for name in ("text.tar", "cut.tar", "none.tar")
    ]
    for name, change in ((paper, b"B"), (paper, None), ("portal.sqlite", None), ("manifest.json", b"[")):
        shutil.copy(good, bad)
        altered(bad, name, change)
        outcomes.append(run(lived_in, "backup", "check", bad)[0])

    for change in (b"no database", b"SQLite format 3\0" + b"\1" * 300):  # by somebody who knows the manifest
        shutil.copy(good, bad)
        altered(bad, "portal.sqlite", change)
        digest = sha256(part_of(bad, "portal.sqlite"))
        told = json.loads(part_of(bad, "manifest.json")) | {"database_sha256": digest.hexdigest()}
        altered(bad, "manifest.json", canonical_json(told).encode())
        status, said = run(lived_in, "backup", "check", bad)
        assert (status, "fue alterada" in said) == (1, True), said

    assert run(lived_in, "backup", "check", good)[0] == 0
    assert run(lived_in, "backup", "make", good) == (1, f"{good} ya existe: elija otro nombre")
    assert outcomes == [1] * 7


@ON_ONE
def test_what_does_not_hold_in_the_portal_is_named_in_its_backup(
    lived_in: Flask, own_database: Database, tmp_path: Path
) -> None:
    with own_database.transaction() as session:
        session.execute(text("UPDATE series SET last = last + 1 WHERE kind = 'acta'"))
    run(lived_in, "backup", "make", tmp_path / "backup.tar")

    code, said = run(lived_in, "backup", "check", tmp_path / "backup.tar")

    assert (code, said.partition(": ")[0], len(said.splitlines())) == (1, "document.no_gap", 1)


@ON_ONE
def test_a_backup_of_a_newer_portal_says_so(lived_in: Flask, own_database: Database, tmp_path: Path) -> None:
    with own_database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    run(lived_in, "backup", "make", tmp_path / "backup.tar")

    code, said = run(lived_in, "backup", "check", tmp_path / "backup.tar")

    assert (code, "es de una versión posterior del portal" in said) == (1, True)
