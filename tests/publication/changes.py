"""One change somewhere in a bundle, as somebody could make it who wants another result."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from contest_portal.kernel.canonical import canonical_hash

Spot = tuple[Any, Any]


def seeded(seed: int) -> Random:
    """Make the same changes every time."""
    return Random(seed)  # noqa: S311 - no secret: which changes are tried


def spots(value: Any) -> Iterator[Spot]:
    """Give every place of a file, as what holds it and its key or number."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from spots(value[key])


def changed(text: str, random: Random, *, within: tuple[str, ...] = ()) -> tuple[Any, str]:
    """Change one place, or one inside one of these sections; give the file and a word for what was done."""
    data = json.loads(text)
    parts = [data] if not within else [data[key] for key in within if data.get(key)]
    holder, key = random.choice([spot for part in parts for spot in spots(part)])
    before = holder[key]
    holder[key] = _other(before, random)
    return data, f"{key}: {str(before)[:60]} -> {str(holder[key])[:60]}"


def rehashed(data: Any) -> Any:
    """Make the hash of the whole fit again, as a thief would."""
    return data | {"bundle_sha256": canonical_hash({k: v for k, v in data.items() if k != "bundle_sha256"})}


def _other(value: Any, random: Random) -> Any:
    """Give another value of any kind; never an equal one."""
    if isinstance(value, bool) or value is None:
        return 1 if value is None else not value
    if isinstance(value, int):
        return value + random.choice((-1, 1, 10))
    if isinstance(value, str):
        at = random.randrange(len(value) + 1)
        return value[:at] + random.choice("~^|") + value[at + random.randint(0, 1) :]
    if isinstance(value, list):
        return [*value, value[0]] if value and random.random() < 0.5 else value[1:] if value else [1]
    gone = random.choice(sorted(value)) if value else ""
    return {key: item for key, item in value.items() if key != gone} if value else {"x": 1}
