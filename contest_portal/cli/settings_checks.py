"""What is unsafe in the way a portal is set up: each thing in one sentence that says what to do."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from limits.storage import storage_from_string
from sqlalchemy import func, make_url, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.config import (
    FEWEST_OF_SECRET,
    HERE,
    MIGRATIONS,
    ROOT,
    SECOND_FACTOR_ROLES,
    Settings,
    is_far_in_clear,
)
from contest_portal.documents.press import signer_of
from contest_portal.kernel.age_files import WrongKey, read_recipients
from contest_portal.kernel.bucket_address import BucketAddress
from contest_portal.kernel.certificates import BadCertificate, Certificate
from contest_portal.kernel.clock_watch import APART, database_apart, newest_after
from contest_portal.kernel.private_files import others_read
from contest_portal.kernel.problems import StoreAway
from contest_portal.kernel.revisions import apart_from, newest_revision, revision_of
from contest_portal.kernel.sealed_columns import DataKeys
from contest_portal.kernel.sealed_values import unreadable_columns
from contest_portal.kernel.signing_key import BadKey, read_key
from contest_portal.kernel.storage import Storage
from contest_portal.tables import METADATA

SOON = timedelta(days=60)
PROMISES = {
    "fsync": "when the power goes the whole database may be ruined.",
    "full_page_writes": "when the power goes pages may be left half written.",
    "synchronous_commit": "when the power goes the last receipts given out may be lost.",
}
"""What PostgreSQL promises of what it has acknowledged, unless somebody turned it off; and what then may happen."""
DEMONSTRATION = "%@demo.example"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to change: unsafe as it is, or, when not `unsafe`, fit for some portals alone."""

    code: str
    sentence: str
    unsafe: bool = True


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Look at the settings alone."""
    if not settings.is_production:
        yield Finding(
            "environment", "PORTAL_ENV is not production: set it, so that cookies are only sent over TLS."
        )
    yield from _secret_findings(settings)
    if not settings.public_url.startswith("https://"):
        yield Finding(
            "public_url", "PUBLIC_URL does not begin with https://: papers and codes would point there."
        )
    if settings.fast_passwords:
        yield Finding(
            "passwords", "passwords are hashed fast, as tests do: they could be guessed from a copy."
        )
    if not settings.trusted_proxies:
        yield Finding(
            "proxies", "TRUSTED_PROXIES is 0: behind a proxy all visitors count as one address.", unsafe=False
        )
    yield from _rate_limit_findings(settings)
    if not settings.scan_command:
        yield Finding(
            "scan", "SCAN_COMMAND is not set: nobody looks at attachments for viruses.", unsafe=False
        )
    yield from _database_findings(settings.database_url)
    yield from _factor_findings(settings.second_factor_roles)
    yield from _backup_findings(settings)
    if not settings.juror_pin:
        yield Finding(
            "juror_pin", "JUROR_PIN is none: whoever finds a juror's phone can read its sheets.", unsafe=False
        )


def _secret_findings(settings: Settings) -> Iterator[Finding]:
    if len(settings.secret_key) < FEWEST_OF_SECRET:
        yield Finding(
            "secret_key", f"SECRET_KEY has fewer than {FEWEST_OF_SECRET} characters: make a random one."
        )
    if len(settings.data_key) < FEWEST_OF_SECRET or settings.data_key == settings.secret_key:
        yield Finding(
            "data_key",
            f"DATA_KEY has fewer than {FEWEST_OF_SECRET} characters or is SECRET_KEY: make a random one.",
        )
    if settings.older_data_keys:
        yield Finding(
            "data_key_older", "OLDER_DATA_KEYS is set: run secrets rotate, then take it away.", unsafe=False
        )


def _rate_limit_findings(settings: Settings) -> Iterator[Finding]:
    """One process may count in its memory; a portal on a server of databases usually has several."""
    place = settings.rate_limit_storage
    if place.startswith("memory:"):
        alone = make_url(settings.database_url).get_backend_name() == "sqlite"
        yield Finding(
            "rate_limit",
            "RATE_LIMIT_STORAGE is memory: with several workers each counts alone. Name a Redis for all.",
            unsafe=not alone,
        )
    elif place.startswith("redis://") and (urlsplit(place).hostname or "") not in HERE:
        yield Finding("rate_limit_tls", "RATE_LIMIT_STORAGE leads to another machine: use rediss://.")


def counter_findings(settings: Settings) -> Iterator[Finding]:
    """Ask the shared store of counters, if there is one: while it is away each worker counts alone."""
    place = settings.rate_limit_storage
    if not place.startswith("redis"):
        return
    if not storage_from_string(place, socket_connect_timeout=1, socket_timeout=1).check():
        yield Finding(
            "rate_limit_away", "the Redis of RATE_LIMIT_STORAGE does not answer: each worker counts alone."
        )


def _factor_findings(asked_of: tuple[str, ...]) -> Iterator[Finding]:
    unasked = sorted(set(SECOND_FACTOR_ROLES) - set(asked_of))
    if unasked:
        yield Finding(
            "second_factor",
            f"no second factor is asked of {', '.join(unasked)}: take REQUIRE_SECOND_FACTOR away, or add them.",
        )


def _backup_findings(settings: Settings) -> Iterator[Finding]:
    if settings.is_production and not settings.backup_recipients:
        yield Finding(
            "backup_recipients",
            "BACKUP_RECIPIENTS is not set: who takes a backup reads the register. Make keys by flask backup keys.",
        )
    try:
        read_recipients(settings.backup_recipients)
    except WrongKey as error:
        yield Finding("backup_recipients_wrong", f"BACKUP_RECIPIENTS is wrong ({error}): no backup is made.")


def _database_findings(address: str) -> Iterator[Finding]:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        yield Finding("database", "the database is SQLite: for one machine and one process.", unsafe=False)
    elif is_far_in_clear(url):
        yield Finding("database_tls", "DATABASE_URL leads to another machine: add ?sslmode=verify-full.")


def disk_findings(settings: Settings) -> Iterator[Finding]:
    """Look at who may read the files of the portal."""
    if os.geteuid() == 0:
        yield Finding("root", "it runs as root: give it an account of its own.")
    if settings.is_production and settings.storage_dir.resolve().is_relative_to(ROOT):
        yield Finding("storage_place", "STORAGE_DIR lies inside the program: an update could remove it.")
    database = make_url(settings.database_url)
    kept = [settings.storage_dir]
    if database.get_backend_name() == "sqlite" and database.database:
        kept.append(Path(database.database))
    for path in kept:
        if not os.access(path, os.F_OK):
            yield Finding("missing", f"{path} does not exist yet.", unsafe=False)
        elif path.stat().st_mode & 0o007:
            yield Finding("readable", f"{path} can be read by every account of this machine: chmod o-rwx.")


def files_findings(settings: Settings, storage: Storage) -> Iterator[Finding]:
    """Look at the folder of files, or at their bucket: who else reads it, and what a mistake could destroy."""
    if not settings.files_url:
        if not storage.shelf.is_ready():
            yield Finding(
                "storage",
                f"STORAGE_DIR ({settings.storage_dir}) is no folder that this account reads and writes: "
                "give it to the account (chown), or name another.",
            )
        return
    address = BucketAddress.read(settings.files_url)
    if address.is_plain and address.host not in HERE:
        yield Finding("files_plain", "FILES_URL has an endpoint without TLS: files travel for all to read.")
    try:
        found = storage.shelf.probe()
    except StoreAway:
        yield Finding("files_away", "the bucket of FILES_URL cannot be written to: look at it and its keys.")
        return
    if found is not None and found.is_public:
        yield Finding("files_public", "strangers can read the bucket of FILES_URL: close it to the public.")
    if found is not None and not found.keeps_versions:
        yield Finding(
            "files_versions",
            "the bucket of FILES_URL keeps no versions: turn them on, so that a deleted file comes back.",
        )


def certificate_findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at the key that signs documents: is there one, does it open and hold, and who else can read it."""
    signer, file = signer_of(settings), settings.signing_file
    if signer is None:
        yield Finding(
            "unsigned",
            "neither SIGNING_FILE nor SIGNING_TOKEN_MODULE is set: PDFs carry no digital signature.",
            unsafe=False,
        )
        return
    try:
        certificate = signer.certificate()
    except BadCertificate as error:
        yield Finding("certificate", f"what SIGNING_… names cannot sign ({error}): nothing is printed.")
        return
    yield from _trust_findings(settings)
    yield from _length_findings(certificate)
    if file is not None and others_read(file):
        yield Finding("certificate_readable", f"{file} can be read by other accounts: chmod 600.")
    if not certificate.holds(now):
        yield Finding(
            "certificate_ended",
            f"the certificate of {certificate.signer} does not hold now: nothing is printed.",
        )
    elif not certificate.holds(now + SOON):
        yield Finding(
            "certificate_ends",
            f"the certificate ends on {certificate.ends_at:%Y-%m-%d}: ask for the next.",
            unsafe=False,
        )
    if certificate.is_test:
        yield Finding(
            "certificate_test",
            "documents are signed with a test certificate: nobody vouches for it.",
            unsafe=settings.is_production,
        )


def _length_findings(certificate: Certificate) -> Iterator[Finding]:
    if certificate.is_short:
        yield Finding(
            "certificate_short",
            f"the certificate has an RSA key of {certificate.rsa_bits} bits: ask for 3072, or a curve, next time.",
            unsafe=False,
        )


def _trust_findings(settings: Settings) -> Iterator[Finding]:
    trust = settings.signing_trust_file
    if trust is not None and not (settings.timestamp_url and trust.is_file()):
        yield Finding(
            "certificate_trust",
            f"SIGNING_TRUST_FILE ({trust}) is no file, or SIGNING_TIMESTAMP_URL is not set: it adds nothing.",
            unsafe=False,
        )


def stamp_findings(settings: Settings) -> Iterator[Finding]:
    """Look at the key that signs the QR of papers."""
    file = settings.stamp_key_file
    if file is None:
        yield Finding(
            "unstamped",
            "STAMP_KEY_FILE is not set: nobody checks a paper without a network (certificate make-stamp-key).",
            unsafe=False,
        )
        return
    try:
        read_key(file)
    except BadKey as error:
        yield Finding("stamp_key", f"STAMP_KEY_FILE is wrong ({error}): nothing is printed.")
        return
    if others_read(file):
        yield Finding("stamp_key_readable", f"{file} can be read by other accounts: chmod 600.")


def server_findings(session: Session) -> Iterator[Finding]:
    """Ask PostgreSQL whether what it acknowledges is on the disk; the embedded database is told so by the portal."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for name, harm in PROMISES.items():
        if session.scalar(select(func.current_setting(name))) == "off":
            yield Finding(
                name, f"PostgreSQL runs with {name} off: {harm} Set it to on and reload the server."
            )


def clock_findings(session: Session, now: datetime) -> Iterator[Finding]:
    """Compare this machine's clock with the database's, and with what the log has seen."""
    away = database_apart(session)
    if away > APART:
        yield Finding(
            "clock_apart",
            f"the clocks of portal and database are {away.total_seconds():.0f} s apart: set both by NTP.",
        )
    newest = newest_after(session, now)
    if newest is not None:
        yield Finding(
            "clock_behind",
            f"the log holds deeds of {newest:%Y-%m-%d %H:%M} UTC, later than this clock: nothing can be sent. "
            "Put the clock right; if it is right now, flask audit accept-clock.",
        )


def data_findings(session: Session, keys: DataKeys) -> Iterator[Finding]:
    """Look at what is in the database, and whether `keys` open what is sealed."""
    apart = apart_from(revision_of(session), newest_revision(MIGRATIONS))
    if apart is not None:
        yield Finding("structure", apart)
        return
    for purpose in unreadable_columns(session, keys, METADATA):
        yield Finding(
            "data_key_other", f"DATA_KEY does not open {purpose}: give back the one it was sealed with."
        )
    if session.scalar(select(User.id).where(User.email.like(DEMONSTRATION)).limit(1)) is not None:
        yield Finding(
            "demonstration", "it holds accounts of the demonstration, whose password is known to all."
        )
    admins = select(RoleGrant.id).where(RoleGrant.role == Role.ADMIN.value).limit(1)
    if session.scalar(admins) is None:
        yield Finding("admin", "nobody administers it: flask user create --role admin.", unsafe=False)
