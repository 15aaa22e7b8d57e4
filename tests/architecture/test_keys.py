"""Where secrets, hashes and lines outward are made stands in docs/keys.md; nothing weak is used."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from contest_portal.config import ROOT
from tests.architecture.sources import modules, name_of, nodes_of, tracked_files

KEYS = (ROOT / "docs" / "keys.md").read_text()
CRYPTOGRAPHY = frozenset(
    "argon2 cryptography hashlib hmac itsdangerous pyhanko pyhanko_certvalidator pyrage secrets ssl".split()
)
OUTWARD = frozenset(
    "flask_limiter.Limiter http.client limits.storage obstore pyhanko.sign.timestamps urllib.request".split()
)
UNKNOWN = frozenset(
    "Crypto Cryptodome bcrypt crypt ecdsa gnupg jose jwt md5 nacl oscrypto passlib random rsa sha uuid".split()
)
"""Libraries of cryptography that nobody chose here, and numbers that can be guessed."""
WEAK = frozenset(
    "ARC4 AES AESCCM Blowfish CBC CFB CTR DSAPrivateKey ECB MD5 OAEP OFB PKCS1v15 RC2 SHA1 SHA224 TripleDES"
    " md5 sha1 sha224".split()
)
"""Names of ciphers, modes, paddings and hashes; AES in GCM is `AESGCM`."""
OF_TESTS = frozenset("hypothesis moto openpyxl playwright pytest tests time_machine tinyhtml5".split())
SECRET = re.compile(
    rb"-----BEGIN (?:EC |RSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{60}"
    rb"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abp]-[0-9A-Za-z-]{20}"
    rb"|(?:SECRET_KEY|DATA_KEY|PASSWORD|PIN|TOKEN)=[\"']?[0-9A-Za-z+/_-]{24}"
)
PINNED = re.compile(r"[\w.-]+(\[[\w,]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}")
NEVER_KEPT = re.compile(r"(^|/)\.env|\.(p12|pfx|pem|key|sqlite|db|dump|log)$|(^|/)(instance|\.git)/")


def loaded(path: Path) -> Iterator[str]:
    """Give the libraries that a module loads, wherever in it: whole names, and those they stand under."""
    for node in nodes_of(path):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[: end + 1]) for end in range(len(parts)))


def files_with(libraries: frozenset[str]) -> set[str]:
    return {name_of(path).partition("/")[2] for path in modules() if libraries & set(loaded(path))}


def listed_under(heading: str) -> set[str]:
    """Give the files that a table of docs/keys.md names."""
    section = KEYS.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"`([\w/]+\.py)`", section))


@pytest.mark.parametrize(
    ("heading", "libraries"),
    [("Where cryptography is used", CRYPTOGRAPHY), ("Lines outward", OUTWARD)],
)
def test_the_list_is_what_the_program_does(heading: str, libraries: frozenset[str]) -> None:
    assert listed_under(heading) == files_with(libraries)


def test_no_other_library_makes_secrets_and_nothing_weak_is_named() -> None:
    unknown = {(name_of(path), one) for path in modules() for one in UNKNOWN & set(loaded(path))}
    words = [
        (name_of(path), word)
        for path in modules()
        for node in nodes_of(path)
        for word in (getattr(node, "attr", ""), getattr(node, "id", ""), getattr(node, "value", ""))
        if isinstance(word, str) and word in WEAK
    ]

    assert unknown == {
        ("contest_portal/registry/sources/http_pages.py", "random")
    }  # how long to wait, no secret
    assert words == [("contest_portal/kernel/one_time_codes.py", "sha1")]  # what telephones know (RFC 6238)


def test_no_secret_lies_in_the_repository() -> None:
    names = {name_of(path) for path in tracked_files()}

    assert {name for name in names if NEVER_KEPT.search(name)} == set()
    assert {name_of(path) for path in tracked_files() if SECRET.search(path.read_bytes())} == set()


@pytest.mark.parametrize(
    "text",
    [
        b"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgabcdefghijklmnop\n",
        b"AWS=" + b"AKIA" + b"IOSFODNN7EXAMPLE",
        b"export SECRET_KEY" + b"=0123456789abcdef0123456789abcdef",
    ],
)
def test_a_secret_would_be_found(text: bytes) -> None:
    assert SECRET.search(text)


def test_the_program_loads_nothing_of_the_tests() -> None:
    used = {one for path in modules() for one in OF_TESTS & set(loaded(path))}
    locked = {
        match.lower()
        for file in ("requirements.txt", "requirements-prod.txt")
        for match in re.findall(r"^([\w.-]+)==", (ROOT / file).read_text(), re.MULTILINE)
    }

    assert (used, locked & {"pytest", "hypothesis", "moto", "playwright", "time-machine", "openpyxl"}) == (
        set(),
        set(),
    )


def test_every_package_is_pinned_with_its_hashes() -> None:
    files = ("requirements.txt", "requirements-prod.txt", "requirements-dev.txt", "requirements-setup.txt")
    texts = [(ROOT / file).read_text().replace("\\\n", " ") for file in files]
    lines = [
        line for line in chain(*(text.splitlines() for text in texts)) if line.strip() and line[0] not in "# "
    ]

    assert len(lines) > 100
    assert [
        line
        for line in lines
        if not re.match(r"[\w.-]+(\[[\w,]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ] == []


def test_no_form_writes_itself_into_a_record() -> None:
    """Each field of a record is given by name: what else was sent has no effect."""
    found = {
        name_of(path)
        for path in modules()
        for node in nodes_of(path)
        if (isinstance(node, ast.Attribute) and node.attr == "populate_obj")
        or (
            isinstance(node, ast.keyword)
            and node.arg is None
            and re.match(r"request\.(form|args|values|json|get_json)", ast.unparse(node.value))
        )
    }

    assert found == set()
