"""What is sent, word for word: the content whose hash stands on the receipt, and the code it gets."""

import re
from dataclasses import dataclass

from contest_portal.applications.rules.profile import Profile
from contest_portal.kernel.records import added_later

_NUMBER = re.compile(r"-([0-9]+)$", re.ASCII)


@dataclass(frozen=True, slots=True)
class SentMember:
    """A member as sent."""

    dni: str
    full_name: str
    sex: str
    office: str
    household_id: int
    centre_code: str


@dataclass(frozen=True, slots=True)
class SentGroup:
    """The group as sent."""

    name: str
    ruc: str | None
    centre_code: str
    members: tuple[SentMember, ...]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as sent, by its content. `asked` is the code by which the contest asks for it."""

    name: str
    sha256: str
    asked: str | None = added_later(None)


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything a group sent, under the rules it was sent under."""

    contest_code: str
    rules_sha256: str
    application_code: str
    version: int
    category_code: str
    line_code: str
    title: str
    group: SentGroup
    profile: Profile
    files: tuple[SentFile, ...]


def next_code(contest_code: str, newest: str | None) -> str:
    """Give the code after the highest one given out: `<contest>-001`, `-002`, without gaps."""
    found = _NUMBER.search(newest) if newest is not None else None
    return f"{contest_code}-{(int(found[1]) if found else 0) + 1:03d}"
