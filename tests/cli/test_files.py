"""Files go from the folder into a bucket and back, by a command that may be stopped; backups hold them either way."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, text

from contest_portal.applications.quarantine_models import QuarantinedFile
from contest_portal.cli.settings_checks import files_findings
from contest_portal.config import Settings
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.database import Database
from contest_portal.kernel.scanner import Scanner
from contest_portal.kernel.sealed_columns import NO_SECRET
from contest_portal.kernel.storage import Storage, shelf_at
from tests.bucket import KEYS, make_bucket
from tests.conftest import NOON
from tests.factories.intruders import take_the_guard_away
from tests.factories.publication import make_announced_contest

PAPERS = (b"an acta as it was issued", b"a resolution", b"a scan that no row names")
ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
NOWHERE = "s3://archivos?endpoint=http://127.0.0.1:9"


@pytest.fixture
def lived_in(app: Flask, own_database: Database, settings: Settings) -> Flask:
    """A portal on a database of its own whose documents name stored files."""
    storage: Storage = app.extensions["storage"]
    with own_database.transaction() as session:
        make_announced_contest(session)
        digests = [storage.put(paper) for paper in PAPERS]
        take_the_guard_away(session, "document")
        session.execute(text("UPDATE document SET file_sha256 = :digest"), {"digest": digests[0]})
        session.execute(text("UPDATE office SET logo_sha256 = :digest"), {"digest": digests[1]})
    secrets = {"data_key": NO_SECRET, "files_key_id": KEYS["key_id"], "files_secret": KEYS["secret"]}
    app.extensions |= {"database": own_database, "settings": replace(settings, **secrets)}
    return app


def run(app: Flask, *words: str | Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=[str(word) for word in words])
    return result.exit_code, result.output.strip()


def settle(app: Flask, tmp_path: Path, place: str) -> Storage:
    """Let the portal keep its files elsewhere from now on."""
    storage = Storage(tmp_path / "storage", shelf_at(place, **KEYS))
    app.extensions["storage"] = storage
    return storage


@ON_ONE
def test_files_go_into_a_bucket_and_back_and_a_copy_that_was_cut_goes_on(
    lived_in: Flask, bucket_place: str, tmp_path: Path
) -> None:
    place = make_bucket(bucket_place)
    shelf_at(place, **KEYS).put(sha256_hex(PAPERS[0]), PAPERS[0])  # as far as it came before it was cut

    there = run(lived_in, "files", "copy", place)
    again = run(lived_in, "files", "copy", place)
    bucket = settle(lived_in, tmp_path, place)
    checked = run(lived_in, "files", "check")
    back = run(lived_in, "files", "copy", tmp_path / "back")

    said = "copied: {} files\nevery file that a row names is there. Now set {} and start"
    assert there == (0, said.format(2, "FILES_URL"))
    assert again == (0, said.format(0, "FILES_URL"))
    assert checked == (0, "whole: 3 files")
    assert back == (0, said.format(3, "STORAGE_DIR"))
    assert sorted(bucket.digests()) == sorted(Storage(tmp_path / "back").digests())
    assert [Storage(tmp_path / "back").get(sha256_hex(paper)) for paper in PAPERS] == [*PAPERS]


@ON_ONE
def test_what_is_missing_or_altered_is_named(lived_in: Flask, bucket_place: str) -> None:
    storage, (acta, logo, scan) = lived_in.extensions["storage"], map(sha256_hex, PAPERS)
    storage.drop(acta)
    storage.drop(scan)
    storage.shelf.put(scan, b"something else")

    checked = run(lived_in, "files", "check")
    copied = run(lived_in, "files", "copy", make_bucket(bucket_place))

    missing = f"document.file_sha256: the file {acta} is missing"
    assert checked == (1, f"{missing}\nthe file {scan} was altered")
    altered = f"the file {scan} was altered or went away: it was not copied"
    assert copied == (1, f"copied: 1 files\n{altered}\n{missing}")
    assert storage.has(logo)


@ON_ONE
def test_bucket_that_does_not_answer_is_named_and_nothing_is_called_missing(lived_in: Flask) -> None:
    ended = run(lived_in, "files", "copy", NOWHERE)
    wrong = run(lived_in, "files", "copy", "s3://archivos?secret=clave")

    away = "the bucket archivos does not answer: look at FILES_URL and its keys, and begin again"
    assert (ended[0], ended[1].splitlines()[-1]) == (1, away)
    assert (wrong[0], "it has parts that nobody knows: secret" in wrong[1]) == (2, True)


@ON_ONE
def test_backup_of_a_bucket_is_given_back_into_another(
    lived_in: Flask, own_database: Database, bucket_place: str, tmp_path: Path
) -> None:
    first, second = make_bucket(bucket_place), make_bucket(bucket_place)
    run(lived_in, "files", "copy", first)
    settle(lived_in, tmp_path, first)
    made = run(lived_in, "backup", "make", tmp_path / "backup.tar")
    given = settle(lived_in, tmp_path, second)
    target = Database(f"sqlite:///{tmp_path / 'target.sqlite'}")
    lived_in.extensions["database"] = target

    ended = run(lived_in, "backup", "restore", tmp_path / "backup.tar")

    target.engine.dispose()
    assert (made[0], ended) == (0, (0, made[1].splitlines()[0].replace("guardado", "devuelto")))
    assert [given.get(sha256_hex(paper)) for paper in PAPERS] == [*PAPERS]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({}, []),
        ({"versions": False}, ["files_versions"]),
        ({"public": True}, ["files_public"]),
        (None, ["files_away"]),
    ],
    ids=["safe", "no versions", "public", "away"],
)
def test_settings_check_looks_at_the_bucket_as_a_stranger_would(
    settings: Settings, bucket_place: str, tmp_path: Path, made: dict[str, bool] | None, expected: list[str]
) -> None:
    place = NOWHERE if made is None else make_bucket(bucket_place, **made)
    storage = Storage(tmp_path, shelf_at(place, **KEYS))

    found = [*files_findings(replace(settings, files_url=place), storage)]

    assert [(one.code, one.unsafe) for one in found] == [(code, True) for code in expected]
    if made is not None:
        assert [*storage.shelf.names()] == []


def test_endpoint_of_another_machine_without_tls_is_unsafe(settings: Settings, tmp_path: Path) -> None:
    told = replace(settings, files_url="s3://archivos?endpoint=http://objetos.example")

    assert [one.code for one in files_findings(told, Storage(tmp_path))] == ["files_plain"]
    assert [*files_findings(settings, Storage(tmp_path))] == []


def test_the_scanner_is_asked_again_by_a_command_that_tells_what_waits_on(
    app: Flask, own_database: Database
) -> None:
    storage: Storage = app.extensions["storage"]
    digests = [storage.put(content) for content in PAPERS]
    with own_database.transaction() as session:
        session.add_all(QuarantinedFile(sha256=digest, since=NOON) for digest in digests[:2])
    app.extensions |= {"database": own_database, "scanner": Scanner("a-scanner-that-is-away")}

    away = run(app, "files", "scan")
    app.extensions["scanner"] = Scanner(
        "grep -q resolution"
    )  # ends with 1, as for a virus, where it is not found
    found = run(app, "files", "scan")
    nothing = run(app, "files", "scan")

    said = (
        "clean: 0, infected: 0, waiting: 2\nthe scanner gives no answer: look at SCAN_COMMAND, and try again"
    )
    assert (away[0], away[1].endswith(said)) == (1, True)
    assert [(status, text.splitlines()[-1]) for status, text in (found, nothing)] == [
        (0, "clean: 1, infected: 1, waiting: 0"),
        (0, "clean: 0, infected: 0, waiting: 0"),
    ]
    with own_database.transaction() as session:
        held = session.scalars(select(QuarantinedFile)).all()
        assert [(one.sha256, one.tries, one.infected_at is not None) for one in held] == [
            (digests[0], 1, True)
        ]
        session.execute(delete(QuarantinedFile))
