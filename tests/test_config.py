"""Settings from the environment."""

from pathlib import Path

import pytest

from contest_portal.config import SECOND_FACTOR_ROLES, BadSettings, Settings
from contest_portal.kernel.key_tokens import KeyToken

PRODUCTION = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "DATA_KEY": "fedcba9876543210" * 4,
    "PUBLIC_URL": "https://fondos.example/",
}


def test_development_needs_nothing_and_keeps_one_secret(tmp_path: Path) -> None:
    env = {"PORTAL_INSTANCE": str(tmp_path)}

    first, second = Settings.from_env(env), Settings.from_env(env)

    assert first == second
    assert (first.public_url, first.trusted_proxies, len(first.secret_key)) == (
        "http://127.0.0.1:8000",
        0,
        64,
    )


def test_production_takes_what_it_is_told(tmp_path: Path) -> None:
    told = {
        "TRUSTED_PROXIES": "2",
        "SCAN_COMMAND": "clamdscan --no-summary -",
        "BACKUP_RECIPIENTS": "a, b\nc",
    }
    settings = Settings.from_env({**PRODUCTION, "PORTAL_INSTANCE": str(tmp_path), **told})

    assert (settings.is_production, settings.public_url, settings.trusted_proxies, settings.scan_command) == (
        True,
        "https://fondos.example",
        2,
        "clamdscan --no-summary -",
    )
    assert settings.backup_recipients == ("a", "b", "c")
    assert list(tmp_path.iterdir()) == []


def test_development_signs_with_the_test_certificate_that_was_made_and_production_never(
    tmp_path: Path,
) -> None:
    env = {"PORTAL_INSTANCE": str(tmp_path)}
    before = Settings.from_env(env).signing_file
    made = tmp_path / "test-certificate.p12"
    made.touch()

    assert (before, Settings.from_env(env).signing_file) == (None, made)
    assert Settings.from_env({**env, **PRODUCTION}).signing_file is None


def test_the_certificate_that_is_named_comes_first(tmp_path: Path) -> None:
    (tmp_path / "test-certificate.p12").touch()
    told = {"SIGNING_FILE": "/etc/portal/firma.p12", "SIGNING_PASSWORD": "clave"}

    settings = Settings.from_env({"PORTAL_INSTANCE": str(tmp_path), **told})

    assert (settings.signing_file, settings.signing_password) == (Path("/etc/portal/firma.p12"), "clave")


def test_a_token_is_named_with_one_way_to_its_pin(tmp_path: Path) -> None:
    (tmp_path / "test-certificate.p12").touch()
    told = {
        "PORTAL_INSTANCE": str(tmp_path),
        "SIGNING_TOKEN_MODULE": "/usr/lib/opensc-pkcs11.so",
        "SIGNING_TOKEN_LABEL": "Oficina",
        "SIGNING_KEY_LABEL": "firma",
        "SIGNING_PIN_FILE": "/etc/portal/pin",
        "SIGNING_TRUST_FILE": "/etc/portal/trust.pem",
    }

    settings = Settings.from_env(told)

    assert (settings.signing_file, settings.signing_token) == (
        None,
        KeyToken(
            module=Path("/usr/lib/opensc-pkcs11.so"),
            token="Oficina",
            key="firma",
            refused=tmp_path / "token-pin-refused",
            pin_file=Path("/etc/portal/pin"),
        ),
    )
    assert settings.signing_trust_file == Path("/etc/portal/trust.pem")
    for change in ({"SIGNING_PIN": "1234"}, {"SIGNING_PIN_FILE": ""}, {"SIGNING_FILE": "f.p12"}):
        with pytest.raises(BadSettings, match="SIGNING_"):
            Settings.from_env({**told, **change})


def test_who_looks_at_the_settings_sees_no_secret() -> None:
    told = {
        "SIGNING_FILE": "f.p12",
        "SIGNING_PASSWORD": "s3-firma",
        "DATABASE_URL": "postgresql://u:s3-base@localhost/y",
    }

    settings = Settings.from_env({**PRODUCTION, **told, "SECRET_KEY": f"s3-{'0123456789abcdef' * 2}"})

    assert "s3-" not in repr(settings)


@pytest.mark.parametrize(("mode", "starts"), [(0o600, True), (0o400, True), (0o640, False), (0o604, False)])
def test_production_does_not_start_with_a_key_that_others_can_read(
    tmp_path: Path, mode: int, *, starts: bool
) -> None:
    key, none = tmp_path / "key", str(tmp_path / "none")
    key.touch()
    key.chmod(mode)
    token = {"SIGNING_TOKEN_MODULE": "/usr/lib/token.so", "SIGNING_PIN_FILE": str(key)}
    for told in ({"SIGNING_FILE": str(key)}, token, {"STAMP_KEY_FILE": str(key), "SIGNING_FILE": none}):
        (name,) = [one for one, value in told.items() if value == str(key)]
        Settings.from_env({**told, "PORTAL_INSTANCE": str(tmp_path)})
        if starts:
            assert Settings.from_env({**PRODUCTION, **told}).is_production
            continue
        with pytest.raises(BadSettings) as refused:
            Settings.from_env({**PRODUCTION, **told})
        assert str(refused.value) == f"{name} ({key}) can be read by other accounts: chmod 600"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATA_KEY", "PUBLIC_URL"])
def test_production_does_not_start_without_what_it_needs(missing: str) -> None:
    env = {name: value for name, value in PRODUCTION.items() if name != missing}

    with pytest.raises(BadSettings, match=missing):
        Settings.from_env(env)


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEY"])
@pytest.mark.parametrize(
    "guessed",
    ["dev", "changeme" * 4, "0123456789abcdef" * 2 + "change", "k" * 64, "0123456789abcdef0123456789abcde"],
)
def test_production_does_not_start_with_a_secret_of_a_guide(name: str, guessed: str) -> None:
    with pytest.raises(BadSettings, match=f"{name} can be guessed: make a random one"):
        Settings.from_env({**PRODUCTION, name: guessed})


@pytest.mark.parametrize(
    ("place", "far"),
    [
        ("postgresql://portal@/portal", False),
        ("postgresql://portal@/portal?host=/run/postgresql", False),
        ("postgresql://portal@[::1]/portal?sslmode=disable", False),
        ("postgresql://portal@db.example/portal", True),
        ("postgresql://portal@/portal?host=db.example", True),
        ("postgresql://portal@/portal?host=/run&host=db.example", True),
        ("postgresql://portal@db.example/portal?sslmode=require", True),
        ("postgresql://portal@db.example/portal?sslmode=verify-full", False),
    ],
)
def test_production_does_not_start_where_another_could_play_the_database(place: str, far: bool) -> None:  # noqa: FBT001
    env = {**PRODUCTION, "DATABASE_URL": place}
    if not far:
        assert Settings.from_env(env).database_url == place
        return
    with pytest.raises(BadSettings, match="it must end with"):
        Settings.from_env(env)


@pytest.mark.parametrize(("said", "starts"), [("1", False), ("true", False), ("0", True), ("", True)])
def test_production_never_shows_its_inside(said: str, starts: bool) -> None:  # noqa: FBT001
    env = {**PRODUCTION, "FLASK_DEBUG": said}
    if starts:
        assert Settings.from_env(env).is_production
        return
    with pytest.raises(BadSettings, match="FLASK_DEBUG"):
        Settings.from_env(env)


@pytest.mark.parametrize("megabytes", ["20", "500", "1000"])
def test_largest_file_of_the_register_is_chosen(megabytes: str, tmp_path: Path) -> None:
    env = {"PORTAL_INSTANCE": str(tmp_path)}

    usual, chosen = Settings.from_env(env), Settings.from_env({**env, "UPLOAD_LIMIT_MB": megabytes})

    assert (usual.upload_limit_mb, chosen.upload_limit_mb) == (500, int(megabytes))


def test_files_of_one_person_have_a_sum_that_is_chosen(tmp_path: Path) -> None:
    env = {"PORTAL_INSTANCE": str(tmp_path)}

    usual, chosen = Settings.from_env(env), Settings.from_env({**env, "PERSON_FILES_MB": "100"})

    assert (usual.person_files_mb, chosen.person_files_mb) == (1_000, 100)
    with pytest.raises(BadSettings, match="PERSON_FILES_MB must be a number from 100 to 9999"):
        Settings.from_env({**env, "PERSON_FILES_MB": "99"})


@pytest.mark.parametrize("megabytes", ["", "0", "19", "1001", "500 MB", "99999"])
def test_size_that_is_none_is_named(megabytes: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="UPLOAD_LIMIT_MB must be a number from 20 to 1000"):
        Settings.from_env({"PORTAL_INSTANCE": str(tmp_path), "UPLOAD_LIMIT_MB": megabytes})


@pytest.mark.parametrize("number", ["", "-1", "one", "10", "1.0", "\u0661"])
def test_number_of_proxies_that_is_none_is_named(number: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="TRUSTED_PROXIES"):
        Settings.from_env({"PORTAL_INSTANCE": str(tmp_path), "TRUSTED_PROXIES": number})


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, ()),
        ({"REQUIRE_SECOND_FACTOR": "all"}, SECOND_FACTOR_ROLES),
        ({"REQUIRE_SECOND_FACTOR": "staff, admin"}, ("admin", "staff")),
        ({**PRODUCTION}, SECOND_FACTOR_ROLES),
        ({**PRODUCTION, "REQUIRE_SECOND_FACTOR": "none"}, ()),
    ],
    ids=str,
)
def test_second_factor_is_asked_in_production_unless_something_else_is_said(
    tmp_path: Path, env: dict[str, str], expected: tuple[str, ...]
) -> None:
    settings = Settings.from_env({"PORTAL_INSTANCE": str(tmp_path), **env})

    assert settings.second_factor_roles == expected


@pytest.mark.parametrize(
    ("asked", "expected"), [("", True), (" required ", True), ("none", False), (" none", False)]
)
def test_a_pin_on_phones_is_asked_everywhere_unless_the_office_does_without(
    tmp_path: Path, asked: str, *, expected: bool
) -> None:
    env = {"PORTAL_INSTANCE": str(tmp_path), "JUROR_PIN": asked}

    found = [Settings.from_env(one).juror_pin for one in (env, {**PRODUCTION, **env})]

    assert found == [expected, expected]


@pytest.mark.parametrize("asked", ["no", "0", "None", "required,none", "1234"])
def test_a_misspelt_pin_setting_never_asks_less(tmp_path: Path, asked: str) -> None:
    with pytest.raises(BadSettings, match="JUROR_PIN must be required or none"):
        Settings.from_env({**PRODUCTION, "PORTAL_INSTANCE": str(tmp_path), "JUROR_PIN": asked})


@pytest.mark.parametrize("asked", ["representative", "staff,", "yes", "ALL"])
def test_second_factor_of_what_is_no_such_role_is_refused(tmp_path: Path, asked: str) -> None:
    with pytest.raises(BadSettings, match="REQUIRE_SECOND_FACTOR"):
        Settings.from_env({"PORTAL_INSTANCE": str(tmp_path), "REQUIRE_SECOND_FACTOR": asked})


@pytest.mark.parametrize(
    ("asked", "roles"),
    [
        (" all ", SECOND_FACTOR_ROLES),
        (" none", ()),
        ("staff,staff", ("staff",)),
        ("treasurer,admin,juror", ("admin", "juror", "treasurer")),
        (" secretary ,\tauditor ", ("auditor", "secretary")),
        (",".join(reversed(SECOND_FACTOR_ROLES)), SECOND_FACTOR_ROLES),
    ],
)
def test_roles_of_the_second_factor_are_read_whatever_their_order_and_spaces(
    tmp_path: Path, asked: str, roles: tuple[str, ...]
) -> None:
    env = {"PORTAL_INSTANCE": str(tmp_path), "REQUIRE_SECOND_FACTOR": asked}

    found = [Settings.from_env(one).second_factor_roles for one in (env, {**PRODUCTION, **env})]

    assert found == [roles, roles]


@pytest.mark.parametrize("blank", ["", " ", "\t\n"], ids=["empty", "a space", "a tab and a line"])
def test_a_blank_second_factor_is_none_that_was_said(tmp_path: Path, blank: str) -> None:
    env = {"PORTAL_INSTANCE": str(tmp_path), "REQUIRE_SECOND_FACTOR": blank}

    found = [Settings.from_env(one).second_factor_roles for one in (env, {**PRODUCTION, **env})]

    assert found == [(), SECOND_FACTOR_ROLES]


@pytest.mark.parametrize(
    "asked",
    [
        ",",
        "staff;admin",
        "staff admin",
        "all,staff",
        "staff,none",
        "Staff",
        "promoter",
        "staff,representative",
        "*",
    ],
)
def test_a_second_factor_that_is_misspelt_never_asks_less(tmp_path: Path, asked: str) -> None:
    """In production, too, the portal does not start rather than ask nobody."""
    env = {**PRODUCTION, "PORTAL_INSTANCE": str(tmp_path), "REQUIRE_SECOND_FACTOR": asked}

    with pytest.raises(BadSettings) as refusal:
        Settings.from_env(env)

    assert str(refusal.value) == (
        "REQUIRE_SECOND_FACTOR must be all, none, or some of admin, auditor, juror, secretary, staff, treasurer"
    )


def test_files_are_in_the_folder_unless_a_bucket_is_named(tmp_path: Path) -> None:
    env = {"PORTAL_INSTANCE": str(tmp_path)}
    keys = {"AWS_ACCESS_KEY_ID": "portal", "AWS_SECRET_ACCESS_KEY": "clave"}
    place = "s3://archivos/portal?endpoint=https://objetos.example"

    found = Settings.from_env({**env, **keys, "FILES_URL": place})

    assert Settings.from_env(env).files_url == ""
    assert (found.files_url, found.files_key_id, found.files_secret) == (place, "portal", "clave")
    assert "clave" not in repr(found)
    with pytest.raises(BadSettings, match="FILES_URL is wrong: it must begin with s3://"):
        Settings.from_env({**env, "FILES_URL": "https://objetos.example/archivos"})
