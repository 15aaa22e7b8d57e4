"""Lists and counts for the office's pages."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.queries import overview as overview_queries
from contest_portal.registry.queries import territory
from contest_portal.registry.queries.overview import Overview, ReasonCount, centres_by_reason, overview
from contest_portal.registry.queries.territory import (
    CentreFilter,
    Place,
    centres,
    count_centres,
    district_by_ubigeo,
    districts,
    every_centre,
)
from tests.factories.registry_files import DISTRICTS, HOUSEHOLDS, import_register, import_territory, imported


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (CentreFilter(), ["0903010099", "0903010001", "0903020004"]),
        (CentreFilter(text="chahu"), ["0903010099"]),
        (CentreFilter(text="ñahuin"), ["0903020004"]),
        (CentreFilter(text="NAHUIN"), ["0903020004"]),
        (CentreFilter(text="09030100"), ["0903010099", "0903010001"]),
        (CentreFilter(text="0903010099"), ["0903010099"]),
        (CentreFilter(territory="090302"), ["0903020004"]),
        (CentreFilter(territory="09"), ["0903010099", "0903010001", "0903020004"]),
        (CentreFilter(territory="10"), []),
        (CentreFilter(status="targeted"), ["0903010099"]),
        (CentreFilter(status="no_data"), ["0903020004"]),
        (CentreFilter(text="lircay", territory="0903", status="not_targeted"), ["0903010001"]),
        (CentreFilter(text="_"), []),
        (CentreFilter(text="' OR '1'='1"), []),
    ],
)
def test_centres_are_narrowed_by_words_territory_and_standing(
    session: Session, wanted: CentreFilter, codes: list[str]
) -> None:
    import_territory(session)

    found = centres(session, wanted, limit=10, offset=0)

    assert [line.code for line in found] == codes
    assert count_centres(session, wanted) == len(codes)
    assert sorted(line.code for line in every_centre(session, wanted)) == sorted(codes)


def test_a_page_of_centres_goes_on_where_the_last_ended(session: Session) -> None:
    import_territory(session)

    pages = [centres(session, CentreFilter(), limit=2, offset=offset) for offset in (0, 2, 4)]

    assert [[line.code for line in page] for page in pages] == [
        ["0903010099", "0903010001"],
        ["0903020004"],
        [],
    ]


def test_a_district_shows_its_newest_rate_and_its_centres(session: Session) -> None:
    import_territory(session)
    imported(session, "poverty", "ubigeo,anio,tasa_pct\n090301,2013,10\n")

    found = districts(session, text="lircay", limit=5, offset=0)

    assert [(d.ubigeo, d.rate_e4, d.rate_year, d.centres, d.has_malnutrition_priority) for d in found] == [
        ("090301", 458_000, 2018, 2, None)
    ]


def test_a_district_without_a_rate_shows_none(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    assert (district_by_ubigeo(session, "090301").rate_e4, territory.count_districts(session)) == (
        None,
        2,
    )


def test_an_unknown_district_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        district_by_ubigeo(session, "090301")


def test_places_follow_from_the_codes(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    assert territory.departments(session) == (Place("09", "Huancavelica"),)
    assert territory.provinces(session, "09") == (Place("0903", "Angaraes"),)
    assert territory.provinces(session, "10") == ()
    assert territory.districts_of(session, "0903") == (
        Place("090302", "Anchonga"),
        Place("090301", "Lircay"),
    )


def test_an_empty_register_asks_for_districts_first(session: Session) -> None:
    nothing = {"targeted": 0, "not_targeted": 0, "no_data": 0}

    assert overview(session) == Overview(0, 0, 0, 0, 0, 0, 0, nothing)
    assert overview(session).next_kind == "districts"


def test_the_overview_counts_everything(session: Session) -> None:
    import_register(session)

    held = overview(session)

    assert held == Overview(2, 2, 0, 3, 2, 2, 3, {"targeted": 1, "not_targeted": 1, "no_data": 1})
    assert held.next_kind is None


def test_who_is_gone_is_not_counted(session: Session) -> None:
    import_register(session)
    imported(session, "households", "".join(HOUSEHOLDS.splitlines(keepends=True)[:3]))

    held = overview(session)

    assert (held.households, held.persons) == (1, 2)


def test_centres_are_counted_by_reason(session: Session) -> None:
    import_territory(session)

    assert centres_by_reason(session) == (
        ReasonCount("targeted", "poverty_above", 1),
        ReasonCount("not_targeted", "not_rural", 1),
        ReasonCount("no_data", "households_and_district_unknown", 1),
    )


def test_the_history_lists_the_newest_file_first(session: Session) -> None:
    import_territory(session)

    found = overview_queries.batches(session, limit=2)

    assert [(line.kind, line.rows_read, line.applied_by) for line in found] == [
        ("centres", 3, None),
        ("poverty", 2, None),
    ]
    assert overview_queries.count_batches(session) == 3
