"""Columns that whoever has the file of the database alone cannot read (AES-256-GCM).

Each column has a key of its own, derived from a secret of the settings, and its name is sealed in, so that a value put
into another column does not open. A sealed value names its secret: with several of them the first seals and all open,
until everything was sealed anew.
"""

import base64
import secrets
from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, Text
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.sql.operators import eq, is_, is_not, ne
from sqlalchemy.types import TypeDecorator

from contest_portal.kernel.sealed_secrets import CannotOpen

NO_SECRET = "of trials and tests, where nothing is kept"  # noqa: S105 - what stands in for one where nothing is kept: trials, tests
_FORM = "s1"
_NONCE_BYTES, _NAME_BYTES = 12, 4


class DataKeys:
    """The secrets that columns are sealed with."""

    def __init__(self, newest: str = NO_SECRET, *older: str) -> None:
        self._secrets = {_name_of(secret): secret for secret in (*older, newest)}
        self.newest = _name_of(newest)

    def seal(self, text: str, *, purpose: str) -> str:
        """Seal a text with the newest secret; the same text gives another result each time."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + _cipher(self._secrets[self.newest], purpose).encrypt(
            nonce, text.encode(), purpose.encode()
        )
        return f"{_FORM}.{self.newest}.{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, *, purpose: str) -> str:
        """Give the text again. CannotOpen when sealed with another secret, for another column, or altered."""
        form, _, rest = sealed.partition(".")
        name, _, content = rest.partition(".")
        if form != _FORM or name not in self._secrets:
            raise CannotOpen(purpose)
        try:
            raw = base64.urlsafe_b64decode(content)
            cipher = _cipher(self._secrets[name], purpose)
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise CannotOpen(purpose) from error

    def is_newest(self, sealed: str) -> bool:
        """Tell whether a value was sealed with the newest secret."""
        return sealed.startswith(f"{_FORM}.{self.newest}.")

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """Give a key of 32 bytes for each secret, the newest first: for what is sealed and opened elsewhere."""
        names = sorted(self._secrets, key=lambda name: name != self.newest)
        return tuple(_derived(self._secrets[name], purpose) for name in names)


_KEYS: "WeakKeyDictionary[Dialect, DataKeys]" = WeakKeyDictionary()


def use_keys(dialect: Dialect, keys: DataKeys) -> None:
    """Let whatever speaks to a database through this dialect seal and open with these keys."""
    _KEYS[dialect] = keys


class Sealed(TypeDecorator[str]):
    """A text that is sealed in the database. It can be there or not; nothing else can be asked of it in a query.

    "Equals" finds nothing, and nobody is told: the same text is sealed differently each time.
    """

    impl = Text
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal."""
        return None if value is None else keys_of(dialect).seal(value, purpose=self.purpose)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open; CannotOpen when the secret is another."""
        return None if value is None else keys_of(dialect).open(value, purpose=self.purpose)

    class comparator_factory(TypeDecorator.Comparator[str]):  # noqa: N801 - SQLAlchemy's name
        """Refuse what could never be true: the same text is sealed differently each time."""

        def operate(self, op: Callable[..., Any], *other: Any, **options: Any) -> Any:
            """Let "is there" and "is not there" through; and "equals", which SQLAlchemy asks of columns as such."""
            if op not in {is_, is_not, eq, ne}:
                _refuse()
            return super().operate(op, *other, **options)


def keys_of(dialect: Dialect) -> DataKeys:
    """Give the keys that whatever speaks through this dialect seals and opens with."""
    return _KEYS.get(dialect) or DataKeys()


def _refuse() -> NoReturn:
    raise InvalidRequestError("a sealed column cannot be compared in a query")


def _name_of(secret: str) -> str:
    return _derived(secret, "name")[:_NAME_BYTES].hex()


@cache
def _cipher(secret: str, purpose: str) -> AESGCM:
    return AESGCM(_derived(secret, f"column {purpose}"))


@cache
def _derived(secret: str, use: str) -> bytes:
    return HKDF(SHA256(), 32, None, f"contest portal {use} 1".encode()).derive(secret.encode())
