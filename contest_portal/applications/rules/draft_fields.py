"""The fields of a draft that are saved one at a time, and what becomes of an edit when somebody else wrote meanwhile.

A table is one field: its rows have no identity of their own. The version of a field is a digest of what it holds, so
that an edit that started from the present content, however it came to be, overwrites nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from contest_portal.applications.rules.answers import answer_texts
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import Profile, SectionCode, with_answers
from contest_portal.contests.rules.profile_form import FormSection, ProfileForm
from contest_portal.kernel.canonical import Json, canonical_hash
from contest_portal.kernel.records import to_data

_DIGITS = 12


class DraftField(StrEnum):
    """What a group writes, as finely as two people can write at once without meeting.

    Beside these, each question of the contest's own is a field, by the name that it has in forms (`Question.field`).
    """

    TITLE = "title"
    CATEGORY = "category"
    LINE = "line"
    SUMMARY = "summary"
    SITUATION = "situation"
    ASSETS = "assets"
    PROBLEMS = "problems"
    ASSISTANCE = "assistance"
    GOODS = "goods"
    QUOTATIONS = "quotations"
    QUOTATIONS_REASON = "quotations_reason"
    SALES = "sales"
    COSTS = "costs"
    COUNTERPART = "counterpart"
    REQUESTED = "requested"


class Fate(StrEnum):
    """What becomes of an edit."""

    WRITTEN = "written"
    THERE_ALREADY = "there already"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a group writes for a contest."""

    choice: Choice
    profile: Profile


@dataclass(frozen=True, slots=True)
class Merge:
    """A draft after an edit, and what became of the edit. After a conflict the draft is as it was."""

    draft: Draft
    fate: Fate


SECTION_OF: Mapping[DraftField, SectionCode] = MappingProxyType(
    {
        DraftField.TITLE: SectionCode.CHOICE,
        DraftField.CATEGORY: SectionCode.CHOICE,
        DraftField.LINE: SectionCode.CHOICE,
        DraftField.SUMMARY: SectionCode.CHOICE,
        DraftField.SITUATION: SectionCode.SITUATION,
        DraftField.ASSETS: SectionCode.ASSETS,
        DraftField.PROBLEMS: SectionCode.PROBLEMS,
        DraftField.ASSISTANCE: SectionCode.ASSISTANCE,
        DraftField.GOODS: SectionCode.GOODS,
        DraftField.QUOTATIONS: SectionCode.GOODS,
        DraftField.QUOTATIONS_REASON: SectionCode.GOODS,
        DraftField.SALES: SectionCode.SALES,
        DraftField.COSTS: SectionCode.SALES,
        DraftField.COUNTERPART: SectionCode.COUNTERPART,
        DraftField.REQUESTED: SectionCode.BUDGET,
    }
)

_PLACES: Mapping[str, tuple[type[Choice | Profile], tuple[str, ...]]] = MappingProxyType(
    {
        DraftField.TITLE: (Choice, ("title",)),
        DraftField.CATEGORY: (Choice, ("category_code",)),
        DraftField.LINE: (Choice, ("line_code",)),
        DraftField.REQUESTED: (Profile, ("requested_goods", "requested_assistance")),
    }
)
"""Where a field is kept; all others are a part of the profile with their own name."""


def fields_of(section: FormSection) -> tuple[str, ...]:
    """Give the fields of a section in the order of the form."""
    usual = (
        field.value
        for field in DraftField
        if SECTION_OF[field] == section.code and (section.quotations or field not in _OF_QUOTATIONS)
    )
    return (*usual, *(question.field for question in section.questions))


def section_with(field: str, form: ProfileForm) -> FormSection:
    """Give the section that a field is written in; KeyError when the form asks for no such thing."""
    for section in form.sections:
        if field in fields_of(section):
            return section
    raise KeyError(field)


def field_version(draft: Draft, field: str) -> str:
    """Give the version of a field: a digest of what it holds."""
    return canonical_hash(held(draft, field))[:_DIGITS]


def section_versions(draft: Draft, section: FormSection) -> dict[str, str]:
    """Give the versions of a section's fields."""
    return {field: field_version(draft, field) for field in fields_of(section)}


def merge_field(stored: Draft, typed: Draft, field: str, *, started_from: str) -> Merge:
    """Take one field from `typed`, unless somebody changed that field since the version the edit started from.

    The same text twice is no conflict: an answer may be lost on the way, and the edit sent again.
    """
    present = field_version(stored, field)
    if field_version(typed, field) == present:
        return Merge(stored, Fate.THERE_ALREADY)
    if started_from != present:
        return Merge(stored, Fate.CONFLICT)
    return Merge(with_field(stored, typed, field), Fate.WRITTEN)


def overwrites_nobody(
    stored: Draft, typed: Draft, section: FormSection, *, started_from: Mapping[str, str]
) -> bool:
    """Tell whether a whole section may be taken from `typed`: nobody changed it, but to what is typed now.

    The page that sends it has saved its fields one by one before; the answer to the last may not have come back.
    """
    return all(
        field in started_from
        and merge_field(stored, typed, field, started_from=started_from[field]).fate is not Fate.CONFLICT
        for field in fields_of(section)
    )


def with_field(stored: Draft, typed: Draft, field: str) -> Draft:
    """Take one field from `typed` and keep all else."""
    if field not in _USUAL:
        return replace(stored, profile=with_answers(stored.profile, typed.profile, {_code(field)}))
    whole, parts = _place(field)
    if whole is Choice:
        taken = {name: getattr(typed.choice, name) for name in parts}
        return replace(stored, choice=replace(stored.choice, **taken))
    taken = {name: getattr(typed.profile, name) for name in parts}
    return replace(stored, profile=replace(stored.profile, **taken))


def held(draft: Draft, field: str) -> list[Json]:
    """Give what a field holds as plain data."""
    if field not in _USUAL:
        return [answer_texts(draft.profile).get(_code(field), "")]
    whole, parts = _place(field)
    return [to_data(getattr(draft.choice if whole is Choice else draft.profile, name)) for name in parts]


def _place(field: str) -> tuple[type[Choice | Profile], tuple[str, ...]]:
    return _PLACES.get(field, (Profile, (field,)))


def _code(field: str) -> str:
    return field.removeprefix("q_")


_OF_QUOTATIONS = frozenset({DraftField.QUOTATIONS, DraftField.QUOTATIONS_REASON})
_USUAL = frozenset(field.value for field in DraftField)
