"""A key of the portal's own (ECDSA over P-256): it signs what phones check without a network.

P-256, because every browser checks it by itself, old phones too. The file holds the private key, and behind it the
public keys of those that were in use before: papers that they signed must be checked for years.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from contest_portal.kernel.private_files import write_private
from contest_portal.kernel.problems import PortalError

_PUBLIC = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)
_CURVE = ec.SECP256R1
_HALF = 32


class BadKey(PortalError):
    """A file that should hold the key cannot be read, or holds something else."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key in use and the public halves (130 hexadecimal digits) of all, the one in use first."""

    private: ec.EllipticCurvePrivateKey
    public_keys: tuple[str, ...]

    def sign(self, message: bytes) -> bytes:
        """Give r and s, 32 bytes each. The same message gives the same signature (RFC 6979)."""
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        r, s = decode_dss_signature(self.private.sign(message, algorithm))
        return r.to_bytes(_HALF) + s.to_bytes(_HALF)


def read_key(file: Path) -> SigningKey:
    """Read the key; kept until the file changes. BadKey when there is none."""
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        raise BadKey(f"{file} holds no key: {error}") from error


@lru_cache(maxsize=2)
def _read(file: Path, _changed: int) -> SigningKey:
    content = file.read_bytes()
    private = load_pem_private_key(content, None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise ValueError("not a key over P-256")
    before = [load_pem_public_key(one) for one in _PUBLIC.findall(content)]
    return SigningKey(private, tuple(_digits(key) for key in (private.public_key(), *before)))


def make_key(file: Path) -> SigningKey:
    """Write a new key for its owner alone; a key that is there already stays in the file as a public one."""
    content = _pem(ec.generate_private_key(_CURVE()))
    if file.exists():
        was = _public_pem(read_key(file).private).rstrip()
        content += b"\n".join([was, *_PUBLIC.findall(file.read_bytes()), b""])
    write_private(file, content)
    return read_key(file)


def _pem(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public_pem(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _digits(key: object) -> str:
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, _CURVE):
        raise ValueError("not a key over P-256")
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex()
