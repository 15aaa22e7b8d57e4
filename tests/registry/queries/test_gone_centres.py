"""Centres that a newer file left out: out of lists, counts and targeting, and said where they are shown."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.queries.areas import parts_of
from contest_portal.registry.queries.finding import find
from contest_portal.registry.queries.overview import centres_by_reason, centres_by_status, overview
from contest_portal.registry.queries.personal_files import household_file
from contest_portal.registry.queries.register import centre_by_code
from contest_portal.registry.queries.territory import (
    CentreFilter,
    centres,
    count_centres,
    district_by_ubigeo,
    every_centre,
)
from contest_portal.registry.rules.targeting import Thresholds
from contest_portal.registry.targeting import preview_rule
from tests.factories.lives import NOVEMBER, home
from tests.factories.registry_files import CENTRES, checked, import_register, imported

GONE, LEFT = "0903010099", ("0903010001", "0903020004")
WITHOUT = "".join(line for line in CENTRES.splitlines(keepends=True) if GONE not in line)
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def left_out(session: Session) -> None:
    import_register(session)
    imported(session, "centres", WITHOUT)
    session.expire_all()


def listed(session: Session, wanted: CentreFilter) -> list[tuple[str, date | None]]:
    return [(line.code, line.gone_on) for line in centres(session, wanted, limit=9, offset=0)]


@pytest.mark.parametrize(
    ("gone", "codes"),
    [
        (False, [("0903010001", None), ("0903020004", None)]),
        (True, [(GONE, DAY)]),
        (None, [(GONE, DAY), ("0903010001", None), ("0903020004", None)]),
    ],
    ids=["those there", "those gone", "all"],
)
def test_a_list_has_the_gone_only_when_asked(
    session: Session, *, gone: bool | None, codes: list[tuple[str, date | None]]
) -> None:
    wanted = CentreFilter(gone=gone)

    assert listed(session, wanted) == codes
    assert count_centres(session, wanted) == len(codes)
    assert sorted((line.code, line.gone_on) for line in every_centre(session, wanted)) == sorted(codes)


def test_a_status_is_asked_of_those_that_are_there(session: Session) -> None:
    assert count_centres(session, CentreFilter(status="targeted")) == 0
    assert count_centres(session, CentreFilter(status="targeted", gone=True)) == 1


def test_counts_leave_the_gone_out(session: Session) -> None:
    found = overview(session)

    assert (found.centres, found.centres_with_households) == (2, 1)
    assert sum(centres_by_status(session).values()) == 2
    assert sum(row.number for row in centres_by_reason(session)) == 2
    assert [area.centres for area in parts_of(session, "0903")] == [1, 1]
    assert district_by_ubigeo(session, "090301").centres == 1


def test_a_rule_is_previewed_over_those_that_are_there(session: Session) -> None:
    change = preview_rule(session, Thresholds(min_households=1, poverty_above_e4=0))

    assert sum(change.before.values()) == sum(change.after.values()) == 2
    assert GONE not in {move.centre_code for move in change.moves}


def test_a_file_that_tells_of_it_again_counts_it_again(session: Session) -> None:
    change = checked(session, "centres", CENTRES).targeting

    assert change is not None
    assert (sum(change.before.values()), sum(change.after.values())) == (2, 3)


def test_its_page_its_households_and_a_search_still_know_it(session: Session) -> None:
    household = home(session)

    assert (centre_by_code(session, GONE).gone_on, centre_by_code(session, LEFT[0]).gone_on) == (DAY, None)
    assert household_file(session, household.id, today=NOVEMBER.date()).centre_is_gone
    assert [line.code for line in find(session, "chahuarma", limit=9).centres] == [GONE]
