"""What a phone keeps of a sheet: one entry for each state of it, immutable, chained and signed.

An entry is known by the SHA-256 of its text, so that nothing can be written twice under one name. Its order is the
phone's own count; the phone's clock is a note that decides nothing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.kernel.records import from_data
from contest_portal.kernel.strict_json import read_json

LONGEST_ENTRY = 64 * 1024
MOST_MARKS = 80
MOST_BASES = 12
_DEVICE = re.compile(r"[0-9a-f]{32}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_STATE = re.compile(r"[0-9a-f]{64}|v(0|[1-9][0-9]{0,8})", re.ASCII)
FIRST = "0" * 64
"""What the first entry of a phone follows."""


class Kind(StrEnum):
    """What the juror made of the sheet."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True, slots=True, order=True)
class EntryMark:
    """A mark in units of the contest's scale, and why it was given."""

    criterion: str
    units: int
    reason: str


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One state of one sheet on one phone, as it was signed.

    `based_on` names what the phone knew as the last state when this was written: other entries, or `v3` for the third
    version that the portal keeps. `previous` is the entry before it on this phone, whichever its sheet.
    """

    device: str
    number: int
    contest: str
    group: str
    phase: str
    rules: str
    marks: tuple[EntryMark, ...]
    comment: str
    kind: Kind
    based_on: tuple[str, ...]
    previous: str
    written_at: str


def read_entry(body: str) -> SheetEntry:
    """Read the text of an entry; Refused for anything but the one way to write it."""
    try:
        data = read_json(body, longest=LONGEST_ENTRY)
        entry = from_data(SheetEntry, data)
    except ValueError as error:
        raise Refused([_malformed()]) from error
    if canonical_json(data) != body or not _is_sound(entry):
        raise Refused([_malformed()])
    return entry


def key_of(body: str) -> str:
    """Give the name of an entry."""
    return sha256_hex(body)


def _is_sound(entry: SheetEntry) -> bool:
    criteria = [mark.criterion for mark in entry.marks]
    return (
        _are(_DEVICE, entry.device)
        and _are(_HASH, entry.previous, entry.rules)
        and _are(_STATE, *entry.based_on)
        and 0 < len(entry.based_on) <= MOST_BASES
        and 0 < entry.number < 10**6
        and len(criteria) <= MOST_MARKS
        and criteria == sorted(set(criteria))
        and all(0 <= mark.units < 10**6 for mark in entry.marks)
        and all(
            len(one) <= 40 and one.isprintable()  # no database keeps a zero byte in a column
            for one in (entry.contest, entry.group, entry.phase, entry.written_at, *criteria)
        )
    )


def _are(pattern: re.Pattern[str], *texts: str) -> bool:
    return all(pattern.fullmatch(text) for text in texts)


def _malformed() -> Problem:
    return Problem(
        "entry.malformed",
        field="entries",
        message=N_(
            "Una anotación del teléfono no se puede leer. Descárguela en un archivo y avise a soporte."
        ),
    )
