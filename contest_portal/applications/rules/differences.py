"""What differs between two versions of a profile, section by section and row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from contest_portal.applications.rules.answers import answer_texts
from contest_portal.applications.rules.profile import SECTION_FIELDS, Profile
from contest_portal.applications.rules.submission import SentFile
from contest_portal.contests.rules.profile_form import FormSection, ProfileForm

Row = Mapping[str, str]


class RowChange(StrEnum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a changed row, by the key of its column."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row that differs. `place` counts from 1 as the page does: in the new version, or where it stood before."""

    place: int
    change: RowChange
    cells: tuple[Cell, ...]


def changed_sections(before: Profile, after: Profile, form: ProfileForm) -> tuple[str, ...]:
    """Name the sections that differ, in the order of the form."""
    return tuple(
        section.code for section in form.sections if _content(before, section) != _content(after, section)
    )


def file_differences(
    before: Sequence[SentFile], after: Sequence[SentFile]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the files that came and those that went; a file is told by its content."""
    old, new = {file.sha256 for file in before}, {file.sha256 for file in after}
    return (
        tuple(file.name for file in after if file.sha256 not in old),
        tuple(file.name for file in before if file.sha256 not in new),
    )


def _content(profile: Profile, section: FormSection) -> tuple[object, ...]:
    texts = answer_texts(profile)
    own = (getattr(profile, name) for name in SECTION_FIELDS.get(section.code, ()))
    return (*own, *(texts.get(question.code) for question in section.questions))


def row_differences(before: Sequence[Row], after: Sequence[Row]) -> tuple[RowDifference, ...]:
    """Compare two tables of written rows: rows that stand in both are passed over, wherever they moved to."""
    old, new = [_key(row) for row in before], [_key(row) for row in after]
    found: list[RowDifference] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for was, now in zip_longest(range(a1, a2), range(b1, b2)):
            found.append(_difference(before, after, was, now))
    return tuple(found)


def _key(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(row.items()))


def _difference(
    before: Sequence[Row], after: Sequence[Row], was: int | None, now: int | None
) -> RowDifference:
    if was is None and now is not None:
        return RowDifference(now + 1, RowChange.ADDED, _cells({}, after[now]))
    if now is None and was is not None:
        return RowDifference(was + 1, RowChange.REMOVED, _cells(before[was], {}))
    if was is None or now is None:
        raise ValueError("a row of neither version")
    return RowDifference(now + 1, RowChange.CHANGED, _cells(before[was], after[now]))


def _cells(before: Row, after: Row) -> tuple[Cell, ...]:
    keys = list(dict.fromkeys((*before, *after)))
    return tuple(
        Cell(key, before.get(key, ""), after.get(key, ""))
        for key in keys
        if before.get(key, "") != after.get(key, "")
    )
