"""Files that nobody opens without their key, in the format of the tool `age` (age-encryption.org/v1).

Files go through as a stream: memory does not grow with them. Words lock small things alone, such as a key.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from pyrage import (
    DecryptError,
    EncryptError,
    IdentityError,
    RecipientError,
    decrypt_io,
    encrypt_io,
    passphrase,
    x25519,
)

from contest_portal.kernel.problems import PortalError

Recipient = x25519.Recipient
Identity = x25519.Identity
BEGINS = b"age-encryption.org/v1\n"
_PRIVATE = "AGE-SECRET-KEY-"
_OTHER_KEY = "matching keys"


class WrongKey(PortalError):
    """A key is not written as keys are, or is not one of those that open the file. Never tells a private key."""


class DamagedFile(PortalError):
    """A locked file is cut, or another than the one that was locked."""


def make_key() -> tuple[str, str]:
    """Make a key: the private half, which opens, and the public one, which only locks."""
    made = Identity.generate()
    return str(made), str(made.to_public())


def read_recipients(keys: Iterable[str]) -> list[Recipient]:
    """Read public keys. Raises WrongKey for what is none; a private one among them is not repeated."""
    found = []
    for number, key in enumerate(keys, start=1):
        if key.upper().startswith(_PRIVATE):
            raise WrongKey(
                f"la llave {number} es una llave privada: quítela de aquí y ponga la pública (age1…)"
            )
        try:
            found.append(Recipient.from_str(key))
        except RecipientError as error:
            raise WrongKey(f"{key} no es una llave pública: cópiela de nuevo, entera (age1…)") from error
    return found


def read_identities(text: str) -> list[Identity]:
    """Read private keys, one a line, between lines that begin with #. Raises WrongKey with the number of the line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        key = line.strip()
        if not key or key.startswith("#"):
            continue
        try:
            found.append(Identity.from_str(key))
        except IdentityError as error:
            raise WrongKey(
                f"la línea {number} no es una llave privada: compárela letra por letra con su papel ({_PRIVATE}…)"
            ) from error
    if not found:
        raise WrongKey(f"no hay ninguna llave privada ({_PRIVATE}…)")
    return found


def lock(pieces: Iterator[bytes], target: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Write pieces so that each of the recipients can open them, and nobody else. OSError for whatever goes wrong."""
    try:
        encrypt_io(_Stream(pieces), target, recipients)
    except EncryptError as error:  # what reading or writing said is left as words alone
        raise OSError(str(error)) from error


def unlock(source: BinaryIO, target: BinaryIO, identities: Sequence[Identity]) -> None:
    """Write what a locked file holds.

    Raises WrongKey or DamagedFile; what the target holds by then is good for nothing. A full disk stays OSError.
    """
    try:
        decrypt_io(source, target, identities)
    except DecryptError as error:
        if _OTHER_KEY in str(error):
            raise WrongKey("esta llave no la abre: se cerró con otra llave, o fue alterada") from error
        raise DamagedFile("está cortada o fue alterada") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise DamagedFile("está cortada o fue alterada") from error


def lock_by_words(content: bytes, words: str) -> bytes:
    """Lock something small with words. The library makes each try to guess them cost up to seconds and 512 MiB."""
    return passphrase.encrypt(content, words)


def unlock_by_words(locked: bytes, words: str) -> bytes:
    """Give what words had locked. Raises WrongKey when it was others, or another file."""
    try:
        return passphrase.decrypt(locked, words)
    except DecryptError as error:
        raise WrongKey("la frase no es esa, o fue alterada") from error


class _Stream:
    """Pieces as something that is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Give at most so many bytes, none at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = memoryview(piece)
        given, self._left = self._left[:size], self._left[size:]
        return bytes(given)
