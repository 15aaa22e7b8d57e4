"""Settings, read once from the environment and frozen."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from contest_portal.kernel.bucket_address import BucketAddress
from contest_portal.kernel.key_tokens import KeyToken
from contest_portal.kernel.private_files import others_read, write_private
from contest_portal.kernel.problems import PortalError
from contest_portal.kernel.sealed_columns import DataKeys
from contest_portal.kernel.signing_key import make_key

ROOT = Path(__file__).resolve().parent.parent
TEST_CERTIFICATE, TEST_PASSWORD = "test-certificate.p12", "prueba"
PIN_REFUSED = "token-pin-refused"
MIGRATIONS = ROOT / "migrations" / "versions"
MOST_ACTS_PER_MINUTE = 300
"""Of one account, unless told otherwise: five in a second are a program."""
MOST_OF_PERSON_MB = 1_000
"""Megabytes of files that one account may have in open contests, unless told otherwise: promoters file for many."""
FEWEST_OF_SECRET, FEWEST_LETTERS = 32, 8
"""A secret of sixteen random bytes in hexadecimal has as many, and as many different ones."""
PLACEHOLDERS = ("change", "secret", "password", "example", "your", "clave", "cambi")
HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})
SECOND_FACTOR_ROLES = ("admin", "auditor", "juror", "secretary", "staff", "treasurer")
"""Whoever decides, pays, seals marks or sees persons: in production they sign in with more than a password."""
DATABASE_KINDS = frozenset({"postgresql", "sqlite"})


class BadSettings(PortalError):
    """The environment holds a setting the portal cannot start with: the sentence begins with its name."""

    @property
    def code(self) -> str:
        """Name the setting as `settings check` names its findings."""
        return str(self).split()[0].lower()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between a laptop in a village, a test and production.

    `public_url` is the address printed in documents and QR codes; it never comes from a request. `trusted_proxies`
    is how many proxies stand before the portal, whose word on a visitor's address is taken. `upload_limit_mb` is for
    files of the register alone, `person_files_mb` for all that one account adds to applications. Of `acts_per_minute`
    of one account more are refused. Columns that tell most of a person are sealed with `data_key`, and read with
    `older_data_keys` too. Files are kept in the bucket of `files_url`, without one in `storage_dir`. `scan_command`
    looks at attachments for viruses (`kernel/scanner.py`). Documents are signed with the key of `signing_file`
    (PKCS#12) or on `signing_token` (PKCS#11) if there is one, and timed by `timestamp_url` if that is named; with the
    authorities of `signing_trust_file` they can be checked for good. With `stamp_key_file` the QR of each says, signed,
    what the paper is (`documents/rules/stamps.py`). Figures are told to who bears `metrics_token`, if there is one.
    `second_factor_roles` must sign in with a code as well; everybody else may. Backups are locked for the holders of
    `backup_recipients`, public keys of age. With `juror_pin` a phone takes sheets along under a PIN alone.
    """

    environment: str
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    storage_dir: Path
    public_url: str
    data_key: str = field(default="", repr=False)
    older_data_keys: tuple[str, ...] = field(default=(), repr=False)
    files_url: str = ""
    files_key_id: str = ""
    files_secret: str = field(default="", repr=False)
    rate_limit_storage: str = field(default="memory://", repr=False)
    trusted_proxies: int = 0
    upload_limit_mb: int = 500
    person_files_mb: int = MOST_OF_PERSON_MB
    acts_per_minute: int = MOST_ACTS_PER_MINUTE
    scan_command: str = ""
    signing_file: Path | None = None
    signing_password: str = field(default="", repr=False)
    signing_token: KeyToken | None = None
    timestamp_url: str = ""
    signing_trust_file: Path | None = None
    stamp_key_file: Path | None = None
    metrics_token: str = field(default="", repr=False)
    second_factor_roles: tuple[str, ...] = ()
    backup_recipients: tuple[str, ...] = ()
    juror_pin: bool = True
    fast_passwords: bool = False

    @property
    def is_production(self) -> bool:
        """Tell whether cookies must be secure and defaults are refused."""
        return self.environment == "production"

    @property
    def data_keys(self) -> DataKeys:
        """Give what columns are sealed with: DATA_KEY, in development SECRET_KEY, and the ones before it."""
        return DataKeys(self.data_key or self.secret_key, *self.older_data_keys)

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read `PORTAL_ENV`, `DATABASE_URL`, `SECRET_KEY`, `STORAGE_DIR`, `PUBLIC_URL` and those with a usual value.

        Raises BadSettings for a bad number or address; in production when a secret is missing or could be guessed, when
        the public address is missing, when errors would be shown with their code (`FLASK_DEBUG`), when a database on
        another machine could be played by somebody else, and when other accounts can read the file of a key.
        """
        environment = env.get("PORTAL_ENV", "development")
        instance = Path(env.get("PORTAL_INSTANCE", str(ROOT / "instance")))
        settings = cls(
            environment=environment,
            database_url=_database_url(env, instance),
            secret_key=env.get("SECRET_KEY", ""),
            storage_dir=Path(env.get("STORAGE_DIR", str(instance / "storage"))),
            public_url=env.get("PUBLIC_URL", "").rstrip("/"),
            data_key=env.get("DATA_KEY", ""),
            older_data_keys=tuple(env.get("OLDER_DATA_KEYS", "").split()),
            files_url=_files_url(env),
            files_key_id=env.get("AWS_ACCESS_KEY_ID", ""),
            files_secret=env.get("AWS_SECRET_ACCESS_KEY", ""),
            rate_limit_storage=env.get("RATE_LIMIT_STORAGE", "memory://"),
            trusted_proxies=_number(env, "TRUSTED_PROXIES", usual=0, least=0, most=9),
            upload_limit_mb=_number(env, "UPLOAD_LIMIT_MB", usual=500, least=20, most=1_000),
            person_files_mb=_number(env, "PERSON_FILES_MB", usual=MOST_OF_PERSON_MB, least=100, most=9_999),
            acts_per_minute=_number(env, "ACTS_PER_MINUTE", usual=MOST_ACTS_PER_MINUTE, least=60, most=9_999),
            scan_command=env.get("SCAN_COMMAND", ""),
            signing_file=Path(env["SIGNING_FILE"]) if env.get("SIGNING_FILE") else None,
            signing_password=env.get("SIGNING_PASSWORD", ""),
            signing_token=_signing_token(env, instance),
            timestamp_url=env.get("SIGNING_TIMESTAMP_URL", ""),
            signing_trust_file=Path(env["SIGNING_TRUST_FILE"]) if env.get("SIGNING_TRUST_FILE") else None,
            stamp_key_file=Path(env["STAMP_KEY_FILE"]) if env.get("STAMP_KEY_FILE") else None,
            metrics_token=env.get("METRICS_TOKEN", ""),
            second_factor_roles=_second_factor_roles(env, environment),
            backup_recipients=tuple(env.get("BACKUP_RECIPIENTS", "").replace(",", " ").split()),
            juror_pin=_juror_pin(env),
        )
        if settings.is_production:
            _require_no_debugging(env)
        return settings._complete(instance)

    def _complete(self, instance: Path) -> "Settings":
        if self.is_production:
            _require_secret(self.secret_key, "SECRET_KEY")
            _require_secret(self.data_key, "DATA_KEY")
            _require(self.public_url, "PUBLIC_URL")
            if is_far_in_clear(make_url(self.database_url)):
                raise BadSettings(
                    "DATABASE_URL leads to another machine: it must end with ?sslmode=verify-full"
                )
            self._require_private_keys()
            return self
        return replace(
            self,
            secret_key=self.secret_key or _local_secret(instance),
            public_url=self.public_url or "http://127.0.0.1:8000",
            stamp_key_file=self.stamp_key_file or _local_stamp_key(instance),
        )._with_test_certificate()

    def _require_private_keys(self) -> None:
        """Refuse keys that another account of the machine could copy; one that is not there is told by its use."""
        pin_file = self.signing_token.pin_file if self.signing_token else None
        named = {
            "SIGNING_FILE": self.signing_file,
            "SIGNING_PIN_FILE": pin_file,
            "STAMP_KEY_FILE": self.stamp_key_file,
        }
        open_to_others = [f"{name} ({file})" for name, file in named.items() if file and others_read(file)]
        if open_to_others:
            raise BadSettings(f"{', '.join(open_to_others)} can be read by other accounts: chmod 600")

    def _with_test_certificate(self) -> "Settings":
        """Sign with the test certificate that `flask certificate make-test` left here, if no other is named."""
        made = self.storage_dir.with_name(TEST_CERTIFICATE)
        if self.signing_file or self.signing_token or not made.exists():
            return self
        return replace(self, signing_file=made, signing_password=TEST_PASSWORD)


def _require(value: str, name: str) -> None:
    if not value:
        raise BadSettings(f"{name} must be set in production")


def _require_no_debugging(env: Mapping[str, str]) -> None:
    if env.get("FLASK_DEBUG", "0").lower() not in {"", "0", "false", "no"}:
        raise BadSettings(
            "FLASK_DEBUG must not be set in production: whoever meets an error would see inside"
        )


def _require_secret(value: str, name: str) -> None:
    """Refuse what stands in guides and examples, or was typed by hand."""
    _require(value, name)
    is_placeholder = any(word in value.lower() for word in PLACEHOLDERS)
    if len(value) < FEWEST_OF_SECRET or len(set(value)) < FEWEST_LETTERS or is_placeholder:
        raise BadSettings(
            f"{name} can be guessed: make a random one, "
            'such as that of python3 -c "import secrets; print(secrets.token_hex(32))"'
        )


def is_far_in_clear(url: URL) -> bool:
    """Tell whether a database is on another machine and nobody looks at who answers there."""
    asked = url.query.get("host", ())
    hosts = {url.host or "", *((asked,) if isinstance(asked, str) else asked)}
    is_far = any(host not in HERE and not host.startswith("/") for host in hosts)
    return is_far and url.query.get("sslmode") != "verify-full"


def _number(env: Mapping[str, str], name: str, *, usual: int, least: int, most: int) -> int:
    text = env.get(name, str(usual))
    if not (len(text) <= 4 and text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise BadSettings(f"{name} must be a number from {least} to {most}")
    return int(text)


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    """Read where the database is: `sqlite:///FILE`, usually one in the instance, or `postgresql+psycopg://…`."""
    url = env.get("DATABASE_URL", f"sqlite:///{instance / 'portal.sqlite'}")
    if not is_database_address(url):
        raise BadSettings("DATABASE_URL must be sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME")
    return url


def is_database_address(url: str) -> bool:
    """Tell whether a text is the address of a database of a kind that the portal knows."""
    try:
        return make_url(url).get_backend_name() in DATABASE_KINDS
    except (ArgumentError, ValueError):
        return False


def _files_url(env: Mapping[str, str]) -> str:
    """Read where files are kept: `s3://bucket/prefix?endpoint=…`, or nothing for the folder `STORAGE_DIR`."""
    url = env.get("FILES_URL", "").strip()
    try:
        if url:
            BucketAddress.read(url)
    except ValueError as error:
        raise BadSettings(f"FILES_URL is wrong: {error}") from error
    return url


def _second_factor_roles(env: Mapping[str, str], environment: str) -> tuple[str, ...]:
    """Read `REQUIRE_SECOND_FACTOR`: `all` (usual in production), `none`, or roles separated by commas."""
    usual = "all" if environment == "production" else "none"
    asked = env.get("REQUIRE_SECOND_FACTOR", "").strip() or usual
    if asked in {"all", "none"}:
        return SECOND_FACTOR_ROLES if asked == "all" else ()
    roles = sorted({role.strip() for role in asked.split(",")})
    if not set(roles) <= set(SECOND_FACTOR_ROLES):
        known = ", ".join(SECOND_FACTOR_ROLES)
        raise BadSettings(f"REQUIRE_SECOND_FACTOR must be all, none, or some of {known}")
    return tuple(roles)


def _juror_pin(env: Mapping[str, str]) -> bool:
    """Read `JUROR_PIN`: `required` (usual everywhere) or `none`, for an office whose jurors cannot have one."""
    asked = env.get("JUROR_PIN", "").strip() or "required"
    if asked not in {"required", "none"}:
        raise BadSettings("JUROR_PIN must be required or none")
    return asked == "required"


def _signing_token(env: Mapping[str, str], instance: Path) -> KeyToken | None:
    """Read where the key on a token is: `SIGNING_TOKEN_MODULE`, the driver's library, and what belongs to it."""
    module = env.get("SIGNING_TOKEN_MODULE")
    if not module:
        return None
    if env.get("SIGNING_FILE"):
        raise BadSettings("SIGNING_FILE and SIGNING_TOKEN_MODULE are both set: take one of them away")
    pin, pin_file = env.get("SIGNING_PIN", ""), env.get("SIGNING_PIN_FILE")
    if bool(pin) == bool(pin_file):
        raise BadSettings(
            "SIGNING_TOKEN_MODULE needs either SIGNING_PIN or SIGNING_PIN_FILE: set one of them"
        )
    return KeyToken(
        module=Path(module),
        token=env.get("SIGNING_TOKEN_LABEL", ""),
        key=env.get("SIGNING_KEY_LABEL", ""),
        refused=Path(env.get("STORAGE_DIR", str(instance / "storage"))).with_name(PIN_REFUSED),
        pin=pin,
        pin_file=Path(pin_file) if pin_file else None,
    )


def _local_secret(instance: Path) -> str:
    """Keep one random secret per installation, so that sessions survive a restart."""
    path = instance / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_hex(32).encode())
    return path.read_text()


def _local_stamp_key(instance: Path) -> Path:
    """Keep one key for the codes of papers per installation."""
    path = instance / "stamp-key.pem"
    if not path.exists():
        make_key(path)
    return path
