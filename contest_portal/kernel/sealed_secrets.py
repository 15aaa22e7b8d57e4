"""Secrets at rest: what the database keeps of them is of no use to whoever has the database alone.

The keys follow from SECRET_KEY, so they are in no backup. With another SECRET_KEY nothing opens any more.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contest_portal.kernel.problems import PortalError

_NONCE_BYTES = 12


class CannotOpen(PortalError):
    """What was sealed was sealed with another key, for another purpose, or was changed."""


@dataclass(frozen=True)
class Sealer:
    """Seals short texts and hashes random codes. `purpose` is part of both, so that one is never taken for another."""

    secret_key: str = field(repr=False)

    def seal(self, text: str, *, purpose: str) -> str:
        """Encrypt a text (AES-256-GCM); the same text gives another result each time."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str, *, purpose: str) -> str:
        """Give the text again; CannotOpen when it was not sealed here for this purpose."""
        try:
            content = base64.urlsafe_b64decode(sealed)
            nonce, rest = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
            return self._cipher.decrypt(nonce, rest, purpose.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise CannotOpen(purpose) from error

    def keyed_hash(self, text: str, *, purpose: str) -> str:
        """Hash a random code. One pass is enough: nobody guesses 49 random bits and a key."""
        return hmac.new(self._derived("hash"), f"{purpose}\0{text}".encode(), "sha256").hexdigest()

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self._derived("seal"))

    def _derived(self, use: str) -> bytes:
        information = f"contest portal {use} 1".encode()
        return HKDF(SHA256(), 32, None, information).derive(self.secret_key.encode())
