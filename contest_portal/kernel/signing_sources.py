"""Where a key that signs documents is: in a PKCS#12 file here, on a token in `key_tokens.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from contest_portal.kernel.certificates import BadCertificate, Certificate, read_certificate

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer, SimpleSigner

Made = TypeVar("Made")


class SigningSource(Protocol):
    """What holds a key and its certificate. Both methods raise BadCertificate, whose problem says what to do."""

    def certificate(self) -> Certificate:
        """Tell whose certificate it is; the key is ready to sign when this returns."""

    def use(self, work: "Callable[[Signer], Made]") -> Made:
        """Let the work sign with the key and give what it made; the work may be done a second time."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file. It may be replaced by another while the portal runs."""

    file: Path
    password: str = field(repr=False)

    def certificate(self) -> Certificate:
        """Read whose certificate it is."""
        return _read(self._content(), self.password)

    def use(self, work: "Callable[[Signer], Made]") -> Made:
        """Let the work sign with the key of the file as it is now."""
        return work(_opened(self._content(), self.password))

    def _content(self) -> bytes:
        try:
            return self.file.read_bytes()
        except OSError as error:
            raise BadCertificate(f"{self.file} cannot be read: {error.strerror}") from error


@lru_cache(maxsize=2)
def _read(content: bytes, password: str) -> Certificate:
    return read_certificate(content, password)


@lru_cache(maxsize=2)
def _opened(content: bytes, password: str) -> "SimpleSigner":
    """Open a file; kept, because opening it takes longer than signing."""
    _read(content, password)
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415 - half a second

    signer: SimpleSigner = SimpleSigner.load_pkcs12_data(content, (), password.encode() or None)
    return signer
