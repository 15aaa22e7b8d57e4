"""Two people on one draft: what is taken, what is there already, what is a conflict."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.draft_fields import (
    SECTION_OF,
    Draft,
    DraftField,
    Fate,
    Merge,
    field_version,
    fields_of,
    merge_field,
    overwrites_nobody,
    section_versions,
)
from contest_portal.applications.rules.profile import SectionCode, empty_profile, with_section
from contest_portal.contests.rules.profile_form import STANDARD_FORM
from contest_portal.kernel.money import Money
from tests.factories.profile_forms import OFFERS
from tests.factories.profiles import CHOICE, PROFILE

EMPTY = Draft(Choice(None, None, ""), empty_profile())
FULL = Draft(CHOICE, replace(PROFILE, quotations=OFFERS, quotations_reason="Dura más."))
CHOOSING = STANDARD_FORM.section("choice")
TEXTS = st.sampled_from(("", "uno", "dos", "tres"))


def titled(text: str, draft: Draft = EMPTY) -> Draft:
    return replace(draft, choice=replace(draft.choice, title=text))


def summed_up(text: str, draft: Draft = EMPTY) -> Draft:
    return replace(draft, profile=replace(draft.profile, summary=text))


@pytest.mark.parametrize("field", DraftField)
def test_an_edit_of_what_nobody_changed_takes_that_field_alone(field: DraftField) -> None:
    merge = merge_field(EMPTY, FULL, field, started_from=field_version(EMPTY, field))

    moved = {
        other for other in DraftField if field_version(merge.draft, other) != field_version(EMPTY, other)
    }
    assert (merge.fate, moved) == (Fate.WRITTEN, {field})
    assert field_version(merge.draft, field) == field_version(FULL, field)


@pytest.mark.parametrize(
    ("stored", "typed", "seen", "expected"),
    [
        ("uno", "dos", "uno", Merge(titled("dos"), Fate.WRITTEN)),
        ("tres", "dos", "uno", Merge(titled("tres"), Fate.CONFLICT)),
        ("dos", "dos", "uno", Merge(titled("dos"), Fate.THERE_ALREADY)),
        ("uno", "uno", "uno", Merge(titled("uno"), Fate.THERE_ALREADY)),
        ("tres", "", "uno", Merge(titled("tres"), Fate.CONFLICT)),
        ("", "dos", "uno", Merge(titled(""), Fate.CONFLICT)),
    ],
    ids=["only me", "both, differently", "both, alike", "nobody", "I emptied it", "another emptied it"],
)
def test_who_changed_what(stored: str, typed: str, seen: str, expected: Merge) -> None:
    started_from = field_version(titled(seen), DraftField.TITLE)

    assert merge_field(titled(stored), titled(typed), DraftField.TITLE, started_from=started_from) == expected


def test_an_edit_that_names_no_version_overwrites_nothing() -> None:
    merge = merge_field(FULL, titled("otro"), DraftField.TITLE, started_from="")

    assert merge == Merge(FULL, Fate.CONFLICT)


@pytest.mark.parametrize(
    ("stored", "typed", "expected"),
    [
        (titled("uno"), titled("uno"), True),
        (titled("uno"), titled("dos"), True),
        (titled("dos"), titled("dos"), True),
        (titled("tres"), titled("dos"), False),
        (summed_up("a", titled("uno")), titled("dos"), False),
        (summed_up("a", titled("dos")), summed_up("a", titled("dos")), True),
        (summed_up("a", titled("tres")), summed_up("a", titled("dos")), False),
        (titled("uno", FULL), titled("dos"), False),
    ],
    ids=[
        "nothing typed",
        "only me",
        "saved already, the answer lost",
        "both, differently",
        "another wrote where I did not",
        "both fields saved already",
        "one saved already, one of another",
        "another chose the line",
    ],
)
def test_a_whole_section_overwrites_nobody(stored: Draft, typed: Draft, *, expected: bool) -> None:
    seen = section_versions(titled("uno"), CHOOSING)

    assert overwrites_nobody(stored, typed, CHOOSING, started_from=seen) is expected


def test_what_others_wrote_in_another_section_is_not_overwritten() -> None:
    stored = replace(EMPTY, profile=replace(EMPTY.profile, goods=PROFILE.goods))
    seen = section_versions(EMPTY, CHOOSING)

    assert overwrites_nobody(stored, titled("dos"), CHOOSING, started_from=seen)


def test_a_section_that_names_no_versions_is_never_free() -> None:
    free = [
        overwrites_nobody(FULL, typed, CHOOSING, started_from={}) for typed in (FULL, titled("otro", FULL))
    ]

    assert free == [False, False]


def test_two_people_in_different_fields_do_not_meet() -> None:
    seen = section_versions(EMPTY, CHOOSING)

    first = merge_field(EMPTY, titled("uno"), DraftField.TITLE, started_from=seen[DraftField.TITLE])
    second = merge_field(
        first.draft, summed_up("dos"), DraftField.SUMMARY, started_from=seen[DraftField.SUMMARY]
    )

    assert second == Merge(summed_up("dos", titled("uno")), Fate.WRITTEN)


def test_a_row_added_or_moved_is_another_version_of_its_table() -> None:
    versions = {
        field_version(replace(FULL, profile=replace(PROFILE, goods=goods)), DraftField.GOODS)
        for goods in (PROFILE.goods, PROFILE.goods[:1], PROFILE.goods[::-1], ())
    }

    assert len(versions) == 4


def test_the_amount_asked_for_is_one_field_of_two_parts() -> None:
    other = replace(FULL, profile=replace(PROFILE, requested_assistance=Money.soles(1)))

    assert field_version(other, DraftField.REQUESTED) != field_version(FULL, DraftField.REQUESTED)


@pytest.mark.parametrize("section", SectionCode)
def test_the_fields_of_a_section_are_all_that_it_holds(section: SectionCode) -> None:
    draft = EMPTY
    for field in fields_of(STANDARD_FORM.section(section)):
        draft = merge_field(draft, FULL, field, started_from=field_version(draft, field)).draft

    choice = CHOICE if section is SectionCode.CHOICE else EMPTY.choice
    assert draft == Draft(choice, with_section(EMPTY.profile, section, PROFILE))
    assert {SECTION_OF[DraftField(field)] for field in fields_of(STANDARD_FORM.section(section))} == {section}


@given(
    edits=st.lists(
        st.tuples(st.sampled_from((DraftField.TITLE, DraftField.SUMMARY)), TEXTS, TEXTS), max_size=8
    )
)
def test_no_typed_text_is_lost(edits: list[tuple[DraftField, str, str]]) -> None:
    """What an edit typed is in the draft; or the writer is told, keeps it, and the draft stands as it was."""
    make = {DraftField.TITLE: titled, DraftField.SUMMARY: summed_up}
    draft = EMPTY
    for field, seen, text in edits:
        typed = make[field](text)
        merge = merge_field(draft, typed, field, started_from=field_version(make[field](seen), field))

        if merge.fate is Fate.CONFLICT:
            assert merge.draft == draft
            assert field_version(draft, field) != field_version(make[field](seen), field)
        else:
            assert merge.draft == make[field](text, draft)
        draft = merge.draft
