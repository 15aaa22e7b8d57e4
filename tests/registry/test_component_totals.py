"""Counting households by place: every household once, where it lives, and only what is there."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.component_totals import (
    KindTotals,
    Level,
    PlaceTotals,
    Totals,
    TotalsFilter,
    component_matrix,
    component_totals,
    record_years,
)
from contest_portal.registry.models.register import Centre
from tests.factories.components import kind_of, make_record
from tests.factories.nuclei import make_central, make_nucleus
from tests.factories.registry import make_centre, make_district, make_household
from tests.query_count import counted_queries

IN_2022 = (("in_use", date(2022, 3, 1)),)
IN_2024 = (("delivered", date(2024, 3, 1)),)


@pytest.fixture
def centres(session: Session) -> tuple[Centre, Centre]:
    """Two centres: four households in the first, two in the second."""
    make_district(session)
    one, two = make_centre(session), make_centre(session, "0903010100", name="Tuco")
    homes = [make_household(session, one) for _ in range(4)]
    far = [make_household(session, two) for _ in range(2)]
    for home in homes[:3]:
        make_record(session, home, steps=IN_2022)
    make_record(session, homes[0], steps=IN_2024)
    make_record(session, homes[0], "pastos", steps=IN_2024)
    make_record(session, far[0], steps=IN_2024)
    make_record(session, homes[3], steps=(("planned", date(2024, 3, 1)),))
    make_record(session, homes[3], "pastos", steps=(*IN_2022, ("abandoned", date(2023, 1, 1))))
    make_record(session, far[1], steps=IN_2022, is_voided=True)
    return one, two


def told(session: Session, total: KindTotals) -> tuple[str, int, int, int, int]:
    cuyes, pastos = kind_of(session).id, kind_of(session, "pastos").id
    place = total.place
    return (
        place.name,
        place.households,
        place.with_any,
        total.by_kind.get(cuyes, 0),
        total.by_kind.get(pastos, 0),
    )


def in_short(place: PlaceTotals) -> tuple[str, int, int]:
    return place.name, place.households, place.with_any


@pytest.mark.usefixtures("centres")
def test_the_programme_counts_every_household_once(session: Session) -> None:
    totals = component_totals(session, TotalsFilter())

    assert told(session, totals.whole) == ("", 6, 4, 4, 1)
    assert (totals.whole.place.level, totals.parts) == (Level.PROGRAMME, ())


def test_the_parts_of_the_programme_are_its_central_nuclei(
    session: Session, centres: tuple[Centre, Centre]
) -> None:
    make_nucleus(session, make_central(session, name="NEC Lircay"), centres[0])
    make_nucleus(
        session, make_central(session, name="NEC Antiguo", first_year=2019, last_year=2022), *centres
    )
    make_central(session, name="NEC Vacío", first_year=2018, last_year=2018)

    totals = component_totals(session, TotalsFilter())

    expected = [("NEC Lircay", 4, 3, 3, 1), ("NEC Antiguo", 6, 4, 4, 1), ("NEC Vacío", 0, 0, 0, 0)]
    assert [in_short(part) for part in totals.parts] == [one[:3] for one in expected]
    matrix = component_matrix(session, TotalsFilter())
    assert [told(session, total) for total in matrix] == [("", 6, 4, 4, 1), *expected]


def test_the_parts_of_a_central_nucleus_are_its_centres(
    session: Session, centres: tuple[Centre, Centre]
) -> None:
    central = make_central(session)
    make_nucleus(session, central, centres[1])
    make_nucleus(session, central, centres[0], code="NE-02")

    totals = component_totals(session, TotalsFilter(central_id=central.id))

    assert told(session, totals.whole) == ("NEC Lircay", 6, 4, 4, 1)
    assert [in_short(part) for part in totals.parts] == [("Chahuarma", 4, 3), ("Tuco", 2, 1)]
    matrix = component_matrix(session, TotalsFilter(central_id=central.id))
    assert [told(session, total) for total in matrix] == [
        ("NEC Lircay", 6, 4, 4, 1),
        ("Chahuarma", 4, 3, 3, 1),
        ("Tuco", 2, 1, 1, 0),
    ]


def test_a_centre_has_no_parts(session: Session, centres: tuple[Centre, Centre]) -> None:
    totals = component_totals(session, TotalsFilter(centre_code=centres[0].code))

    assert (told(session, totals.whole), totals.parts) == (("Chahuarma", 4, 3, 3, 1), ())
    assert (totals.whole.place.share, totals.whole.share_of(kind_of(session, "pastos").id)) == (750, 250)


@pytest.mark.parametrize(
    ("year", "expected"), [(2022, ("", 6, 3, 3, 0)), (2024, ("", 6, 2, 2, 1)), (2023, ("", 6, 0, 0, 0))]
)
@pytest.mark.usefixtures("centres")
def test_a_year_counts_what_came_in_it_and_is_still_there(
    session: Session, year: int, expected: tuple[str, int, int, int, int]
) -> None:
    assert told(session, component_totals(session, TotalsFilter(year=year)).whole) == expected


@pytest.mark.usefixtures("centres")
def test_the_years_to_choose_from_span_what_is_still_there(session: Session) -> None:
    assert record_years(session) == (2024, 2023, 2022)


def test_there_is_no_share_where_nobody_lives(session: Session) -> None:
    totals = component_totals(session, TotalsFilter())

    assert (totals.whole.place.share, totals.whole.share_of(1), record_years(session)) == (None, None, ())


def test_the_matrix_agrees_with_the_totals_and_its_parts_add_up(
    session: Session, centres: tuple[Centre, Centre]
) -> None:
    central = make_central(session)
    make_nucleus(session, central, *centres)
    wanted = TotalsFilter(central_id=central.id)

    whole, *parts = component_matrix(session, wanted)

    assert Totals(whole, tuple(part.place for part in parts)) == component_totals(session, wanted)
    for kind_id, number in whole.by_kind.items():
        assert sum(part.by_kind.get(kind_id, 0) for part in parts) == number


@pytest.mark.usefixtures("centres")
def test_the_matrix_of_the_programme_agrees_with_its_totals_in_every_year(session: Session) -> None:
    for year in (None, 2022, 2023, 2024):
        wanted = TotalsFilter(year=year)

        assert component_matrix(session, wanted)[0] == component_totals(session, wanted).whole


def test_more_places_need_no_more_queries(session: Session, centres: tuple[Centre, Centre]) -> None:
    make_nucleus(session, make_central(session), centres[0])
    with counted_queries(session) as few:
        component_totals(session, TotalsFilter())
    for _ in range(3):
        make_nucleus(session, make_central(session, first_year=2010, last_year=2011), centres[1])

    with counted_queries(session) as many:
        component_totals(session, TotalsFilter())

    assert few.total == many.total
