"""Which words of a profile are somebody's own prose, and how they go. What things are called and cost stays: the award
rests on it. Lists, dates and figures stay too. Pure.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

WITHDRAWN = "Retirado"
_WHOLE = ("summary", "quotations_reason")
_OF_ROWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "situation": ("today", "expected"),
        "assets": ("description",),
        "problems": ("problem", "solution"),
        "assistance": ("expected_result", "specialist"),
        "counterpart": ("description",),
        "quotations": ("supplier", "ruc"),
    }
)


def without_prose(profile: Mapping[str, Any], free: Collection[str]) -> dict[str, Any]:
    """Give a profile, as JSON, with a word in the place of each text; one that is empty stays so.

    `free` are the codes of the contest's own questions that are answered in free words.
    """
    changed: dict[str, Any] = {name: _gone(profile[name]) for name in _WHOLE if name in profile}
    changed |= {
        name: [row | {column: _gone(row[column]) for column in columns} for row in profile[name]]
        for name, columns in _OF_ROWS.items()
        if name in profile
    }
    if "answers" in profile:
        changed["answers"] = [
            row | {"text": _gone(row["text"])} if row["question"] in free else row
            for row in profile["answers"]
        ]
    return {**profile, **changed}


def _gone(text: str) -> str:
    return text and WITHDRAWN
