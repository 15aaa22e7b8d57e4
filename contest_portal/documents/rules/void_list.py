"""The list of documents declared void: short, dated and signed, so that a phone keeps it and asks it without a network.

Bytes, in this order: 2 (the layout; a stamp's is 1, so that neither is taken for the other under the same key), the
instant at which the list was made as four (seconds since 2000-01-01 in UTC), then for each document the first eight of
the SHA-256 of its data, in ascending order. Signed and written as a stamp is (`stamps.token_of`).
`static/js/verifier/void-list.js` reads the same.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

LAYOUT = 2
ENTRY_BYTES = 8
_INSTANT = 4
_START = datetime(2000, 1, 1, tzinfo=UTC)
_HEAD = 1 + _INSTANT


def void_list_bytes(made_at: datetime, data_hashes: Iterable[str]) -> bytes:
    """Write the list as the bytes that are signed; `data_hashes` are in hexadecimal digits, in any order."""
    seconds = (made_at - _START) // timedelta(seconds=1)
    entries = sorted({bytes.fromhex(one)[:ENTRY_BYTES] for one in data_hashes})
    return b"".join((LAYOUT.to_bytes(1), seconds.to_bytes(_INSTANT), *entries))


def read_void_list(signed: bytes) -> tuple[datetime, tuple[str, ...]]:
    """Read when a list was made and the beginnings of the hashes in it. ValueError when it is none."""
    if signed[:1] != LAYOUT.to_bytes(1) or len(signed) < _HEAD or (len(signed) - _HEAD) % ENTRY_BYTES:
        raise ValueError("no list of documents declared void")
    entries = range(_HEAD, len(signed), ENTRY_BYTES)
    made_at = _START + timedelta(seconds=int.from_bytes(signed[1:_HEAD]))
    return made_at, tuple(signed[place : place + ENTRY_BYTES].hex() for place in entries)
