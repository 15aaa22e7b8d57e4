"""What a page of an outside registry must look like, and how it becomes lines of the households file.

The shape is checked strictly here; what the cells say (a DNI, a date, a centre that exists) is left to the rules of
the households file, so that both ways in obey the same rules. Fields that the contract does not name are dropped.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.problems import PortalError
from contest_portal.kernel.strict_json import read_json
from contest_portal.registry.rules.kinds.households import HOUSEHOLDS

MOST_HOUSEHOLDS = 1_000
MOST_MEMBERS = 60
LONGEST_CURSOR, LONGEST_WATERMARK = 500, 200
MOST_TOTAL = 100_000_000
_LONGEST_TEXT = 200
HOUSEHOLD_FIELDS = ("centre_code", "language", "sisfoh_class", "sisfoh_expires_on")
OPTIONAL_FIELDS = {
    "sisfoh_classified_on": "sisfoh_classified_on",
    "latitude_e6": "latitude",
    "longitude_e6": "longitude",
}
"""Fields that a page may leave out, and the names under which it gives them."""
OPTIONAL_MEMBER_FIELDS = ("kinship",)
MEMBER_FIELDS = ("dni", "given_names", "paternal_surname", "maternal_surname", "birth_date", "sex")
_MAY_BE_NULL = frozenset({"language", "sisfoh_class", "sisfoh_expires_on", "birth_date", "maternal_surname"})
Row = dict[str, str]
"""A line of the households file, by field."""

FILE_FIELDS = (
    "household_code",
    *MEMBER_FIELDS,
    "is_head",
    *OPTIONAL_MEMBER_FIELDS,
    *HOUSEHOLD_FIELDS,
    *OPTIONAL_FIELDS,
)
FILE_TITLES = tuple(
    next(column.title for column in HOUSEHOLDS.columns if column.field == field) for field in FILE_FIELDS
)


class MalformedPage(PortalError):
    """A page that is not what the contract says; `place` tells where, and holds no value of it."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(f"malformed page at {place}")


@dataclass(frozen=True, slots=True)
class SourceHousehold:
    """A household as it arrived: its fields and its members', texts as they came. Empty is "no data"."""

    code: str
    facts: Mapping[str, str]
    members: tuple[Mapping[str, str], ...]

    def rows(self) -> Iterator[Row]:
        """Give the lines of the households file: one per member."""
        for member in self.members:
            yield {"household_code": self.code, **member, **self.facts}

    def as_json(self) -> Json:
        """Give the household as plain data."""
        members: list[Json] = [_member_as_json(member) for member in self.members]
        facts = {
            OPTIONAL_FIELDS.get(name, name): told
            for name, told in self.facts.items()
            if told or name not in OPTIONAL_FIELDS
        }
        return {"code": self.code, **facts, "members": members}


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page whose shape is right. `next_cursor` None: it is the last one."""

    households: tuple[SourceHousehold, ...]
    next_cursor: str | None
    watermark: str
    total: int

    @property
    def persons(self) -> int:
        """Count the members of all households."""
        return sum(len(household.members) for household in self.households)

    @property
    def content(self) -> str:
        """Write the households canonically: what is kept, and what two equal pages have in common."""
        return canonical_json([household.as_json() for household in self.households])


def read_page(body: bytes) -> ReadPage:
    """Read the body of an answer. Raises MalformedPage."""
    page = _record(_parsed(body), "page")
    next_cursor = _text(page, "next_cursor", "page", longest=LONGEST_CURSOR, may_be_null=True)
    households = tuple(
        _household(item, f"households[{place}]")
        for place, item in enumerate(_items(page, "households", "page", most=MOST_HOUSEHOLDS))
    )
    if next_cursor and not households:
        raise MalformedPage("page.households: empty, but not the last page")
    return ReadPage(
        households=households,
        next_cursor=next_cursor or None,
        watermark=_text(page, "watermark", "page", longest=LONGEST_WATERMARK, least=1),
        total=_total(page),
    )


def kept_households(content: str) -> tuple[SourceHousehold, ...]:
    """Read back what `ReadPage.content` wrote."""
    items = json.loads(content)
    return tuple(_household(item, f"households[{place}]") for place, item in enumerate(items))


def _household(item: object, place: str) -> SourceHousehold:
    record = _record(item, place)
    members = _items(record, "members", place, most=MOST_MEMBERS)
    if not members:
        raise MalformedPage(f"{place}.members: empty")
    return SourceHousehold(
        code=_text(record, "code", place, least=1),
        facts={**_texts(record, HOUSEHOLD_FIELDS, place), **_optional_texts(record, place)},
        members=tuple(_member(member, f"{place}.members[{number}]") for number, member in enumerate(members)),
    )


def _member(item: object, place: str) -> Mapping[str, str]:
    record = _record(item, place)
    is_head = record.get("is_head")
    if not isinstance(is_head, bool):
        raise MalformedPage(f"{place}.is_head")
    optional = {name: _optional_text(record, name, place) for name in OPTIONAL_MEMBER_FIELDS}
    return {**_texts(record, MEMBER_FIELDS, place), "is_head": "1" if is_head else "0", **optional}


def _member_as_json(member: Mapping[str, str]) -> Json:
    told: dict[str, Json] = {
        name: value for name, value in member.items() if value or name not in OPTIONAL_MEMBER_FIELDS
    }
    return {**told, "is_head": member["is_head"] == "1"}


def _texts(record: Mapping[str, object], names: tuple[str, ...], place: str) -> dict[str, str]:
    return {name: _text(record, name, place, may_be_null=name in _MAY_BE_NULL) for name in names}


def _optional_texts(record: Mapping[str, object], place: str) -> dict[str, str]:
    """Give what a page need not have; the coordinates of the dwelling are decimal degrees as text."""
    return {field: _optional_text(record, name, place) for field, name in OPTIONAL_FIELDS.items()}


def _optional_text(record: Mapping[str, object], name: str, place: str) -> str:
    return _text({name: record.get(name)}, name, place, may_be_null=True)


def _text(
    record: Mapping[str, object],
    name: str,
    place: str,
    *,
    longest: int = _LONGEST_TEXT,
    least: int = 0,
    may_be_null: bool = False,
) -> str:
    value = record.get(name, MalformedPage)
    if value is None and may_be_null:
        return ""
    if not isinstance(value, str) or not least <= len(value) <= longest or not _is_plain(value):
        raise MalformedPage(f"{place}.{name}")
    return value


def _is_plain(text: str) -> bool:
    """Tell whether a text holds no control character and no half of a character."""
    return not any(unicodedata.category(char) in {"Cc", "Cs"} for char in text)


def _items(record: Mapping[str, object], name: str, place: str, *, most: int) -> list[object]:
    value = record.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise MalformedPage(f"{place}.{name}")
    return value


def _total(page: Mapping[str, object]) -> int:
    value = page.get("total")
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_TOTAL:
        raise MalformedPage("page.total")
    return value


def _record(item: object, place: str) -> Mapping[str, object]:
    if not isinstance(item, dict):
        raise MalformedPage(place)
    return item


def _parsed(body: bytes) -> object:
    try:
        return read_json(body, longest=len(body))
    except ValueError as error:
        raise MalformedPage("page: not JSON in UTF-8") from error
