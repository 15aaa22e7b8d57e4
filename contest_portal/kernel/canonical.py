"""One way to write data so that two machines give the same bytes and the same hash."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
"""What may be written canonically: no fractions of binary kind, no NaN."""
_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_PLAIN = frozenset({str, int, bool, type(None)})
_TEXT = frozenset({str})


def canonical_json(value: Json) -> str:
    """Write sorted keys, no spaces, UTF-8 as is. Raises TypeError for a binary fraction anywhere inside."""
    _refuse_binary_fractions(value)
    return _WRITER.encode(value)


def sha256_hex(data: bytes | str) -> str:
    """Give the SHA-256 of bytes, or of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def canonical_hash(value: Json) -> str:
    """Hash the canonical writing of a value."""
    return sha256_hex(canonical_json(value))


def _refuse_binary_fractions(value: object) -> None:
    if isinstance(value, dict | Mapping):
        if not _TEXT.issuperset(map(type, value)):
            for key in value:
                if not isinstance(key, str):
                    raise TypeError(f"keys must be text, not {key!r}")
        _refuse_inside(value.values())
    elif isinstance(value, list | tuple | Sequence) and not isinstance(value, str):
        _refuse_inside(value)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"not writable canonically: {value!r}")


def _refuse_inside(items: Collection[object]) -> None:
    if not _PLAIN.issuperset(map(type, items)):
        for item in items:
            if type(item) not in _PLAIN:
                _refuse_binary_fractions(item)
