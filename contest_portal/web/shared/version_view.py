"""What differs between two versions of a profile, in the words of its pages, side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.differences import RowDifference, row_differences
from contest_portal.applications.rules.profile import Profile
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.web.shared.labels import ROW_CHANGE_LABELS
from contest_portal.web.shared.profile_view import NOT_YET, SectionView, TableView, profile_sections


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One thing that differs: what it is, how it stood and how it stands."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """A section of the form with what differs in it."""

    title: str
    lines: tuple[DifferenceLine, ...]


def version_differences(
    choice: Choice, before: Profile, after: Profile, rulebook: Rulebook
) -> tuple[SectionDifference, ...]:
    """Give the sections that differ, in the order of the form; both versions have the same choice."""
    pairs = zip(
        profile_sections(choice, before, rulebook), profile_sections(choice, after, rulebook), strict=True
    )
    found = (SectionDifference(new.title, tuple(_lines(old, new))) for old, new in pairs)
    return tuple(section for section in found if section.lines)


def _lines(old: SectionView, new: SectionView) -> Iterator[DifferenceLine]:
    before, after = dict(old.pairs), dict(new.pairs)
    for term in dict.fromkeys((*before, *after)):  # what is asked may differ: it hangs on other answers
        if before.get(term) != after.get(term):
            yield DifferenceLine(term, before.get(term) or NOT_YET, after.get(term) or NOT_YET)
    for before_table, after_table in zip(old.tables, new.tables, strict=True):
        for row in row_differences(before_table.rows, after_table.rows):
            yield from row_lines(after_table, row, ROW_CHANGE_LABELS)


def row_lines(table: TableView, row: RowDifference, changes: Mapping[str, str]) -> Iterator[DifferenceLine]:
    """Give the cells in which a row differs; `changes` says in words what became of it."""
    labels = {str(column["key"]): str(column["label"]) for column in table.columns}
    change = gettext(changes[row.change.value])
    for cell in row.cells:
        what = f"{table.caption}, {row.place}. {change}: {labels.get(cell.key, cell.key)}"
        yield DifferenceLine(what, cell.before or NOT_YET, cell.after or NOT_YET)
