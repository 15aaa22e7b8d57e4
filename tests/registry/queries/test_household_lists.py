"""Lists of households: narrowed, in pages, counted up to a bound."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Household
from contest_portal.registry.queries import household_lists as household_list_queries
from contest_portal.registry.queries.household_lists import (
    Cursor,
    HouseholdRow,
    conditions,
    count_households,
    household_page,
)
from contest_portal.registry.rules.household_filter import HouseholdFilter, SisfohChoice
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.query_count import counted_queries

TODAY = date(2026, 11, 23)


@pytest.fixture
def households(session: Session) -> dict[str, Household]:
    make_district(session)
    make_district(session, "090302", name="Anchonga")
    near, far = make_centre(session), make_centre(session, "0903020004", name="Ñahuincucho")
    made = {
        code: make_household(session, centre, code=code)
        for code, centre in (("B-2", near), ("A-9", far), ("A-1", near), ("C-3", near))
    }
    made["A-1"].sisfoh_class, made["A-1"].sisfoh_expires_on = "pobre", date(2026, 11, 22)
    made["B-2"].sisfoh_class, made["B-2"].sisfoh_expires_on = "pobre", TODAY
    made["A-9"].sisfoh_class = "pobre_extremo"
    make_person(session, made["A-1"])
    make_person(session, made["A-1"], given_names="Saúl", sex="M", is_head=False)
    make_person(session, made["B-2"], given_names="Hugo", sex="M").birth_date = date(2008, 11, 23)
    make_person(session, made["A-9"], given_names="Rosa").birth_date = None
    session.flush()
    return made


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (HouseholdFilter(), ["A-1", "B-2", "C-3", "A-9"]),
        (HouseholdFilter(territory="0903"), ["A-1", "B-2", "C-3", "A-9"]),
        (HouseholdFilter(territory="090302"), ["A-9"]),
        (HouseholdFilter(territory="0903010099"), ["A-1", "B-2", "C-3"]),
        (HouseholdFilter(territory="10"), []),
        (HouseholdFilter(sisfoh=SisfohChoice.POOR), ["A-1", "B-2"]),
        (HouseholdFilter(sisfoh=SisfohChoice.NO_DATA), ["C-3"]),
        (HouseholdFilter(sisfoh=SisfohChoice.EXPIRED), ["A-1"]),
        (HouseholdFilter(head_sex="F"), ["A-1", "A-9"]),
        (HouseholdFilter(head_sex="M"), ["B-2"]),
        (HouseholdFilter(age_from=18), ["A-1", "B-2"]),
        (HouseholdFilter(age_from=19), ["A-1"]),
        (HouseholdFilter(age_to=18), ["B-2"]),
        (HouseholdFilter(age_to=17), []),
        (HouseholdFilter(head_sex="F", sisfoh=SisfohChoice.VERY_POOR, territory="09"), ["A-9"]),
    ],
)
def test_a_list_is_narrowed(
    session: Session, households: dict[str, Household], wanted: HouseholdFilter, codes: list[str]
) -> None:
    asked = conditions(wanted, today=TODAY)

    assert [row.code for row in household_page(session, asked, Cursor(), size=10).rows] == codes
    assert count_households(session, asked) == len(codes)


def test_a_condition_of_a_higher_floor_narrows_too(
    session: Session, households: dict[str, Household]
) -> None:
    asked = [Household.id.in_([households["B-2"].id])]

    assert [row.code for row in household_page(session, asked, Cursor(), size=10).rows] == ["B-2"]


def test_a_row_names_the_head_and_counts_the_members(
    session: Session, households: dict[str, Household]
) -> None:
    assert household_page(session, [], Cursor(), size=1).rows == (
        HouseholdRow(
            households["A-1"].id,
            "A-1",
            "Delia Ccanto Huamaní",
            2,
            "0903010099",
            "Chahuarma",
            "Lircay",
            "Angaraes",
            "Huancavelica",
            "pobre",
            date(2026, 11, 22),
        ),
    )


def test_pages_go_on_from_a_household_and_back(session: Session, households: dict[str, Household]) -> None:
    def page(**cursor: int) -> tuple[list[str], bool, bool]:
        found = household_page(session, [], Cursor(**cursor), size=2)
        return [row.code for row in found.rows], found.has_before, found.has_after

    assert page() == (["A-1", "B-2"], False, True)
    assert page(after=households["B-2"].id) == (["C-3", "A-9"], True, False)
    assert page(before=households["A-9"].id) == (["B-2", "C-3"], True, True)
    assert page(before=households["C-3"].id) == (["A-1", "B-2"], False, True)
    assert page(after=10**9) == (["A-1", "B-2"], False, True)


def test_a_count_stops_at_its_bound(
    session: Session, households: dict[str, Household], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(household_list_queries, "COUNTED", 2)

    assert count_households(session, []) == 3


@pytest.mark.parametrize("size", [1, 4])
def test_the_number_of_queries_does_not_grow_with_the_page(
    session: Session, households: dict[str, Household], size: int
) -> None:
    with counted_queries(session) as counted:
        household_page(session, [], Cursor(after=households["A-1"].id), size=size)

    assert counted.total == 4
