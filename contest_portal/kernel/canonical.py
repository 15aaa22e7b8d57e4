"""One way to write data so that two machines give the same bytes and the same hash."""

import hashlib
import json
from collections.abc import Mapping, Sequence

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
"""What may be written canonically: no fractions of binary kind, no NaN."""


def canonical_json(value: Json) -> str:
    """Write sorted keys, no spaces, UTF-8 as is. Raises TypeError for a binary fraction anywhere inside."""
    _refuse_binary_fractions(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_hex(data: bytes | str) -> str:
    """Give the SHA-256 of bytes, or of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def canonical_hash(value: Json) -> str:
    """Hash the canonical writing of a value."""
    return sha256_hex(canonical_json(value))


def _refuse_binary_fractions(value: object) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"keys must be text, not {key!r}")
            _refuse_binary_fractions(item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            _refuse_binary_fractions(item)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"not writable canonically: {value!r}")
