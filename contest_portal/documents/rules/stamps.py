"""The stamp: what the QR of a paper says of it, short enough to be signed and read without a network.

Bytes, in this order: 1 (the layout), the day as two bytes (days since 2000-01-01), the amount as six (céntimos; all
ones for none), the first sixteen of the SHA-256 of the document's data, then kind, number and group code in UTF-8, each
but the last followed by a line feed. Behind them stand the 64 bytes of the signature; all of it is base64url without
`=`. No person is named in it. `static/js/verifier/stamp.js` reads the same.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, timedelta

from contest_portal.kernel.money import Money

LAYOUT = 1
DIGEST_BYTES = 16
SIGNATURE_BYTES = 64
_DAY, _AMOUNT = 2, 6
_NO_AMOUNT = 2 ** (8 * _AMOUNT) - 1
_FIRST_DAY = date(2000, 1, 1)
_HEAD = 1 + _DAY + _AMOUNT + DIGEST_BYTES


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is said of a document: `data_sha256` whole or its first half; group code and amount where it has them."""

    kind: str
    code: str
    issued_on: date
    group_code: str
    amount: Money | None
    data_sha256: str


def stamp_bytes(stamp: Stamp) -> bytes:
    """Write a stamp as the bytes that are signed."""
    cents = _NO_AMOUNT if stamp.amount is None else stamp.amount.cents
    return b"".join(
        (
            LAYOUT.to_bytes(1),
            (stamp.issued_on - _FIRST_DAY).days.to_bytes(_DAY),
            cents.to_bytes(_AMOUNT),
            bytes.fromhex(stamp.data_sha256)[:DIGEST_BYTES],
            "\n".join((stamp.kind, stamp.code, stamp.group_code)).encode(),
        )
    )


def token_of(signed: bytes, signature: bytes) -> str:
    """Write the bytes of a stamp and their signature as they stand behind the `#` of an address."""
    return urlsafe_b64encode(signed + signature).decode().rstrip("=")


def parts_of(token: str) -> tuple[bytes, bytes]:
    """Give the signed bytes and the signature of a token. ValueError when it is none."""
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    if len(raw) <= SIGNATURE_BYTES:
        raise ValueError("shorter than a signature")
    return raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]


def read_stamp(signed: bytes) -> Stamp:
    """Read the bytes of a stamp back, with the half of the hash that they hold. ValueError when they are none."""
    if signed[:1] != LAYOUT.to_bytes(1) or len(signed) < _HEAD:
        raise ValueError("another layout")
    kind, code, group_code = signed[_HEAD:].decode().split("\n")
    cents = int.from_bytes(signed[1 + _DAY : 1 + _DAY + _AMOUNT])
    return Stamp(
        kind=kind,
        code=code,
        issued_on=_FIRST_DAY + timedelta(days=int.from_bytes(signed[1 : 1 + _DAY])),
        group_code=group_code,
        amount=None if cents == _NO_AMOUNT else Money(cents),
        data_sha256=signed[_HEAD - DIGEST_BYTES : _HEAD].hex(),
    )
