"""When two sources say different things of the same household or person: which one the register believes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.identifiers import clean_text, sort_key
from contest_portal.registry.rules.cells import is_blank, is_no_data, parse_day
from contest_portal.registry.rules.coordinates import degrees_text, read_point
from contest_portal.registry.rules.kinds.households import CLASSES

_BETWEEN = " | "


class ConflictField(StrEnum):
    """What sources are compared in."""

    CENTRE = "centre_code"
    CLASS = "sisfoh_class"
    NAMES = "names"
    BIRTH_DATE = "birth_date"
    PLACE = "place"


COLUMNS: Mapping[ConflictField, tuple[str, ...]] = {
    ConflictField.CENTRE: ("centre_code",),
    ConflictField.CLASS: ("sisfoh_class", "sisfoh_classified_on", "sisfoh_expires_on"),
    ConflictField.NAMES: ("given_names", "paternal_surname", "maternal_surname"),
    ConflictField.BIRTH_DATE: ("birth_date",),
    ConflictField.PLACE: ("latitude_e6", "longitude_e6"),
}
"""The columns that are kept or replaced together: a class without its own days would be nobody's word."""

HOUSEHOLD_FIELDS = (ConflictField.CENTRE, ConflictField.CLASS, ConflictField.PLACE)
PERSON_FIELDS = (ConflictField.NAMES, ConflictField.BIRTH_DATE)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says, and how much it is believed (1 most)."""

    source: str
    precedence: int
    value: str


def disagree(held: Claim, other: Claim) -> bool:
    """Tell whether two sources contradict each other. "No data" contradicts nothing, nor do accents and capitals."""
    if held.source == other.source or not held.value or not other.value:
        return False
    return sort_key(held.value) != sort_key(other.value)


def is_other_writing(field: ConflictField, held: Claim, other: Claim) -> bool:
    """Tell whether a less believed source only writes a name otherwise: then the register keeps its own writing.

    Taking it over would make the name the other source's word, which could change it the next time unnoticed.
    """
    is_same_name = field is ConflictField.NAMES and held.source != other.source and bool(other.value)
    return is_same_name and held.value not in ("", other.value) and winner(held, other) is held


def winner(held: Claim, other: Claim) -> Claim:
    """Give the claim of the source that is believed more; between equals, what the register holds."""
    return other if other.precedence < held.precedence else held


def value_of(field: ConflictField, columns: Mapping[str, str]) -> str:
    """Write what columns of a line say of a field in the one way that can be compared. Nothing readable is empty."""
    texts = [clean_text(columns.get(name, "")) for name in COLUMNS[field]]
    first = "" if is_no_data(texts[0]) else texts[0]
    if field is ConflictField.NAMES:
        return _BETWEEN.join("" if is_blank(text) else text for text in texts) if first else ""
    if field is ConflictField.CLASS:
        return CLASSES.get(" ".join(first.casefold().replace("_", " ").split()), "")
    if field is ConflictField.BIRTH_DATE:
        day = parse_day(first)
        return day.isoformat() if day else ""
    if field is ConflictField.PLACE:
        point, _ = read_point(*texts)
        return "" if point is None else point.text
    return first


def column_text(name: str, value: object) -> str:
    """Write what the register holds in a column as a line of a file would; None is blank."""
    if value is None:
        return ""
    return degrees_text(int(str(value))) if name in COLUMNS[ConflictField.PLACE] else str(value)


def shown_value(field: str, value: str) -> str:
    """Write a value for a reader: names without the marks between their parts, a dwelling's place only roughly."""
    if field == ConflictField.PLACE:
        point, _ = read_point(*value.split(", "))
        return "" if point is None else point.coarse_text
    return " ".join(value.replace(_BETWEEN, " ").split())
