"""What a version of a sheet said, and what it changed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.canonical import canonical_json


class SheetDeed(StrEnum):
    """What made a version."""

    SAVED = "saved"
    FINALISED = "finalised"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class WrittenMark:
    """A mark in units of the contest's scale, and the reason written beside it."""

    units: int
    reason: str = ""


def write_marks(marks: Mapping[str, WrittenMark]) -> str:
    """Write marks by criterion as canonical JSON."""
    return canonical_json({code: [one.units, one.reason] for code, one in marks.items()})


def read_marks(text: str) -> Mapping[str, WrittenMark]:
    """Read what `write_marks` wrote."""
    return {code: WrittenMark(int(units), str(reason)) for code, (units, reason) in json.loads(text).items()}


def changed_criteria(
    before: Mapping[str, WrittenMark], after: Mapping[str, WrittenMark], criteria: Iterable[str]
) -> tuple[str, ...]:
    """List the criteria, in their order, whose mark or reason is not what it was; a mark taken away is a change."""
    return tuple(code for code in criteria if before.get(code) != after.get(code))
