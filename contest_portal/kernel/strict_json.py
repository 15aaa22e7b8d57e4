"""JSON from machines, read strictly: whole numbers, no key twice, no half characters, not more than allowed."""

import json
from collections.abc import Mapping

from contest_portal.kernel.canonical import Json

DEEPEST = 12


def read_json(text: str | bytes, *, longest: int) -> Json:
    """Read JSON of at most `longest` bytes; ValueError for whatever two programs could read differently."""
    content = text.encode() if isinstance(text, str) else text
    if len(content) > longest:
        raise ValueError(f"more than {longest} bytes")
    try:
        parsed: Json = json.loads(
            content.decode(),
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            object_pairs_hook=_without_repetition,
        )
        json.dumps(parsed, ensure_ascii=False).encode()  # refuses halves of a character
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    _refuse_depth(parsed, DEEPEST)
    return parsed


def _refuse_number(text: str) -> object:
    raise ValueError(f"not a whole number: {text[:20]}")


def _without_repetition(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse_depth(value: Json, left: int) -> None:
    if not isinstance(value, list | Mapping):
        return
    if not left:
        raise ValueError("nested too deeply")
    for item in value.values() if isinstance(value, Mapping) else value:
        _refuse_depth(item, left - 1)
