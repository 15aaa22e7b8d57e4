"""`flask settings check` names what is unsafe, and is content with what is not."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.cli.guard_checks import guard_findings
from contest_portal.cli.settings_checks import (
    certificate_findings,
    data_findings,
    disk_findings,
    files_findings,
    server_findings,
    settings_findings,
    stamp_findings,
)
from contest_portal.config import ROOT, SECOND_FACTOR_ROLES, Settings
from contest_portal.kernel.age_files import make_key as make_age_key
from contest_portal.kernel.certificates import read_certificate
from contest_portal.kernel.sealed_columns import DataKeys
from contest_portal.kernel.signing_key import make_key
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.factories.intruders import take_the_guard_away
from tests.factories.signing import PASSWORD, make_signer

SAFE = Settings(
    environment="production",
    database_url="postgresql+psycopg://portal@/portal",
    secret_key="k" * 64,
    data_key="d" * 64,
    storage_dir=Path("/var/lib/portal"),
    public_url="https://fondos.example",
    rate_limit_storage="redis://127.0.0.1",
    trusted_proxies=1,
    scan_command="clamdscan -",
    second_factor_roles=SECOND_FACTOR_ROLES,
    backup_recipients=(make_age_key()[1],),
)
FAR = "postgresql+psycopg://portal@db.example/portal"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"environment": "development"}, [("environment", True)]),
        ({"secret_key": "short"}, [("secret_key", True)]),
        ({"data_key": "k" * 64}, [("data_key", True)]),
        ({"data_key": "short", "older_data_keys": ("old",)}, [("data_key", True), ("data_key_older", False)]),
        ({"public_url": "http://fondos.example"}, [("public_url", True)]),
        ({"fast_passwords": True}, [("passwords", True)]),
        ({"trusted_proxies": 0}, [("proxies", False)]),
        ({"rate_limit_storage": "memory://"}, [("rate_limit", True)]),
        ({"rate_limit_storage": "redis://contador.example"}, [("rate_limit_tls", True)]),
        ({"rate_limit_storage": "rediss://contador.example"}, []),
        (
            {"rate_limit_storage": "memory://", "database_url": "sqlite:////var/lib/portal.sqlite"},
            [("rate_limit", False), ("database", False)],
        ),
        ({"scan_command": ""}, [("scan", False)]),
        ({"backup_recipients": ()}, [("backup_recipients", True)]),
        ({"backup_recipients": (), "environment": "development"}, [("environment", True)]),
        ({"backup_recipients": ("age1none",)}, [("backup_recipients_wrong", True)]),
        ({"juror_pin": False}, [("juror_pin", False)]),
        ({"second_factor_roles": ()}, [("second_factor", True)]),
        ({"second_factor_roles": SECOND_FACTOR_ROLES[1:]}, [("second_factor", True)]),
        ({"database_url": "sqlite:////var/lib/portal.sqlite"}, [("database", False)]),
        ({"database_url": FAR}, [("database_tls", True)]),
        ({"database_url": f"{FAR}?sslmode=require"}, [("database_tls", True)]),
        ({"database_url": f"{FAR}?sslmode=verify-full"}, []),
    ],
)
def test_settings_are_looked_at_one_by_one(
    change: dict[str, object], expected: list[tuple[str, bool]]
) -> None:
    found = settings_findings(replace(SAFE, **change))

    assert [(one.code, one.unsafe) for one in found] == expected


@pytest.mark.parametrize(
    ("file", "password", "mode", "days", "expected"),
    [
        (None, "", 0o600, 0, [("unsigned", False)]),
        ("none.p12", "", 0o600, 0, [("certificate", True)]),
        ("test.p12", "another", 0o600, 0, [("certificate", True)]),
        ("test.p12", PASSWORD, 0o600, 0, [("certificate_test", True)]),
        ("test.p12", PASSWORD, 0o640, 0, [("certificate_readable", True), ("certificate_test", True)]),
        ("test.p12", PASSWORD, 0o600, 700, [("certificate_ends", False), ("certificate_test", True)]),
        ("test.p12", PASSWORD, 0o600, 800, [("certificate_ended", True), ("certificate_test", True)]),
    ],
)
def test_the_key_that_signs_is_looked_at(
    file: str | None,
    password: str,
    mode: int,
    days: int,
    expected: list[tuple[str, bool]],
    tmp_path: Path,
) -> None:
    make_signer(tmp_path)
    (tmp_path / "test.p12").chmod(mode)
    settings = replace(SAFE, signing_file=tmp_path / file if file else None, signing_password=password)

    found = certificate_findings(settings, NOON + timedelta(days=days))

    assert [(one.code, one.unsafe) for one in found] == expected


def test_a_list_of_authorities_that_adds_nothing_is_named(tmp_path: Path) -> None:
    make_signer(tmp_path)
    settings = replace(
        SAFE, signing_file=tmp_path / "test.p12", signing_password=PASSWORD, timestamp_url="https://h"
    )
    alone = replace(settings, signing_trust_file=tmp_path / "none.pem")

    assert [[one.code for one in certificate_findings(each, NOON)] for each in (settings, alone)] == [
        ["certificate_test"],
        ["certificate_trust", "certificate_test"],
    ]


def test_a_short_key_of_an_authority_is_named(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Oficina")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(NOON).not_valid_after(NOON + timedelta(days=900))
    content = pkcs12.serialize_key_and_certificates(
        b"firma", key, made.sign(key, hashes.SHA256()), None, BestAvailableEncryption(PASSWORD.encode())
    )
    file = tmp_path / "firma.p12"
    file.touch(0o600)
    file.write_bytes(content)
    settings = replace(SAFE, signing_file=file, signing_password=PASSWORD)

    assert [one.code for one in certificate_findings(settings, NOON)] == ["certificate_short"]
    found = read_certificate(content, PASSWORD)
    assert [replace(found, rsa_bits=bits).is_short for bits in (3071, 3072, 0)] == [True, False, False]


def test_the_key_of_stamps_is_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    settings = replace(SAFE, stamp_key_file=file)
    gone = [(one.code, one.unsafe) for one in stamp_findings(settings)]
    make_key(file)
    whole = list(stamp_findings(settings))
    file.chmod(0o644)

    assert [(one.code, one.unsafe) for one in stamp_findings(SAFE)] == [("unstamped", False)]
    assert (gone, whole) == ([("stamp_key", True)], [])
    assert [(one.code, one.unsafe) for one in stamp_findings(settings)] == [("stamp_key_readable", True)]


def test_who_may_read_the_files_is_looked_at(tmp_path: Path) -> None:
    database = tmp_path / "portal.sqlite"
    database.touch(0o600)
    tmp_path.chmod(0o755)
    kept = replace(SAFE, storage_dir=tmp_path, database_url=f"sqlite:///{database}")
    inside = replace(SAFE, storage_dir=ROOT / "instance" / "none")
    as_root = ["root"] if os.geteuid() == 0 else []

    codes = [[one.code for one in disk_findings(settings)] for settings in (kept, inside)]
    tmp_path.chmod(0o700)

    assert codes == [[*as_root, "readable"], [*as_root, "storage_place", "missing"]]
    assert [one.code for one in disk_findings(kept)] == as_root


def test_a_place_of_files_that_is_no_folder_is_unsafe(tmp_path: Path) -> None:
    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir()
    file.touch()

    found = [
        [(one.code, one.unsafe) for one in files_findings(replace(SAFE, storage_dir=place), Storage(place))]
        for place in (folder, tmp_path / "not yet", file, file / "inside")
    ]

    assert found == [[], [], [("storage", True)], [("storage", True)]]


def test_what_the_database_holds_is_looked_at(session: Session) -> None:
    empty = [one.code for one in data_findings(session, DataKeys())]
    make_user(session, Role.ADMIN).email = "admin@demo.example"
    session.flush()
    demonstration = [one.code for one in data_findings(session, DataKeys())]
    session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    assert (empty, demonstration) == (["admin"], ["demonstration"])
    assert [one.code for one in data_findings(session, DataKeys())] == ["structure"]


def test_guards_that_were_taken_away_are_named(session: Session) -> None:
    owner = ["owner"] if session.get_bind().dialect.name == "postgresql" else []
    whole = [one.code for one in guard_findings(session)]

    take_the_guard_away(session, "sheet")

    found = {one.code: one for one in guard_findings(session)}
    assert (whole, [*found]) == (owner, ["guards", *owner])
    assert "sheet_guarded_delete" in found["guards"].sentence
    assert "sheet_guarded_update" in found["guards"].sentence
    assert "document" not in found["guards"].sentence


def test_what_the_server_promises_is_asked(session: Session) -> None:
    """The server of tests has been told not to sync: it must be found out."""
    names = ("fsync", "full_page_writes", "synchronous_commit")
    is_postgres = session.get_bind().dialect.name == "postgresql"
    expected = [name for name in names if is_postgres and session.scalar(text(f"show {name}")) == "off"]

    found = [one.code for one in server_findings(session)]
    if is_postgres:
        session.execute(text("set local synchronous_commit to local"))
    later = [one.code for one in server_findings(session)]

    assert (found, later) == (expected, [name for name in expected if name != "synchronous_commit"])


def test_the_command_fails_for_what_is_unsafe_alone(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = replace(settings, database_url="sqlite:///none.sqlite")
    plain = app.test_cli_runner().invoke(args=["settings", "check"])
    as_json = app.test_cli_runner().invoke(args=["settings", "check", "--json"])

    assert (plain.exit_code, as_json.exit_code) == (1, 1)
    assert "UNSAFE environment: PORTAL_ENV is not production" in plain.output
    assert "note admin: nobody administers it" in plain.output
    assert [one["code"] for one in json.loads(as_json.output)][:2] == ["environment", "secret_key"]


def test_production_takes_no_demonstration(app: Flask, settings: Settings, session: Session) -> None:
    app.extensions["settings"] = replace(settings, environment="production")

    result = app.test_cli_runner().invoke(args=["demo", "load"])

    assert (result.exit_code, "known to all" in result.output) == (1, True)
    assert session.scalar(text("SELECT count(*) FROM user_account")) == 0
