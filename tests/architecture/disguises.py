"""What a planted word looks like to whoever hides it badly: turned round, spaced, in base64, as a plain hash."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache

_HASHES = ("md5", "sha1", "sha256")
_HASH = re.compile(r"\b(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b", re.IGNORECASE)
_SPACES = (" ", ".", "-", "\u00a0")


def found_in_disguise(words: str, values: Iterable[str]) -> set[str]:
    """Give which values stand in a text in another form than their own. Hashes are taken out of it in one pass."""
    hashes = {found.lower() for found in _HASH.findall(words)}
    return {
        value
        for value in values
        if any(form in words for form in _forms(value)) or not hashes.isdisjoint(_hashes(value))
    }


@cache
def _forms(value: str) -> tuple[str, ...]:
    return (value[::-1], *(space.join(value) for space in _SPACES), *_in_base64(value.encode()))


def _in_base64(data: bytes) -> Iterator[str]:
    """Give what is the same of it wherever in a longer text it begins: the ends depend on what stands beside."""
    for before in range(3):
        text = base64.b64encode(bytes(before) + data).decode().rstrip("=")
        whole = (before + len(data)) * 8 // 6
        yield text[-(-before * 8 // 6) : whole]


@cache
def _hashes(value: str) -> frozenset[str]:
    forms = {value, value.lower(), value.upper()}
    return frozenset(hashlib.new(name, form.encode()).hexdigest() for form in forms for name in _HASHES)
