"""Which words of a profile or a sheet are somebody's own prose, and how they go. What things are called and cost
stays: the award rests on it. Lists, dates, figures and marks stay too. Pure.
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


def marks_without_prose(marks: Mapping[str, Any]) -> dict[str, Any]:
    """Give marks by criterion, as `write_marks` writes them, with a word in the place of each reason."""
    return {code: [units, _gone(reason)] for code, (units, reason) in marks.items()}


def typing_without_prose(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was typed from a sheet on paper, or sent by a phone, without reasons and comment."""
    marks = [{**mark, "reason": _gone(mark["reason"])} for mark in sheet["marks"]]
    return {**sheet, "marks": marks, "comment": _gone(sheet["comment"])}


def _gone(text: str) -> str:
    return text and WITHDRAWN
