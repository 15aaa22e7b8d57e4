"""Reading nuclei: lists with their households, choices of centres, and where a centre stands."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.queries import nuclei as queries
from contest_portal.registry.rules.nuclei import Years
from tests.factories.nuclei import make_central, make_nucleus
from tests.factories.registry import make_centre, make_district, make_household
from tests.query_count import counted_queries


def test_a_central_nucleus_counts_its_nuclei_centres_and_households(session: Session) -> None:
    make_district(session)
    one, other = make_centre(session), make_centre(session, "0903010100", name="Tuco")
    for centre in (one, one, other):
        make_household(session, centre)
    central = make_central(session, code="NEC-9")
    make_nucleus(session, central, one)
    make_nucleus(session, central, other, code="NE-02")

    line = queries.central_nucleus(session, central.id)

    assert (line.code, line.years, line.nuclei, line.centres, line.households) == (
        "NEC-9",
        "2024–2026",
        2,
        2,
        3,
    )


def test_central_nuclei_are_listed_newest_first_then_by_name(session: Session) -> None:
    make_central(session, name="Zeta", first_year=2024)
    make_central(session, name="Ñandú", first_year=2024)
    make_central(session, name="Norte", first_year=2024)
    make_central(session, name="Alfa", first_year=2019, last_year=2021)

    assert [line.name for line in queries.central_nuclei(session)] == ["Norte", "Ñandú", "Zeta", "Alfa"]


def test_nuclei_come_by_code_with_their_centres_by_name(session: Session) -> None:
    make_district(session)
    tuco, chahuarma = make_centre(session, "0903010100", name="Tuco"), make_centre(session)
    make_household(session, tuco)
    central = make_central(session)
    make_nucleus(session, central, code="NE-02", name="Vacío")
    make_nucleus(session, central, tuco, chahuarma)

    found = [
        (nucleus.code, nucleus.households, [(c.name, c.declared, c.households) for c in nucleus.centres])
        for nucleus in queries.nuclei_of(session, central.id)
    ]

    assert found == [("NE-01", 1, [("Chahuarma", 85, 0), ("Tuco", 85, 1)]), ("NE-02", 0, [])]


def test_many_nuclei_need_no_more_queries_than_one(session: Session) -> None:
    make_district(session)
    one, two = make_central(session), make_central(session)
    make_nucleus(session, one, make_centre(session))
    for number in range(3):
        make_nucleus(session, two, make_centre(session, f"090301020{number}"), code=f"NE-{number}")

    with counted_queries(session) as few:
        queries.nuclei_of(session, one.id)
    with counted_queries(session) as many:
        queries.nuclei_of(session, two.id)

    assert few.total == many.total


def test_a_centre_tells_every_nucleus_it_was_in(session: Session) -> None:
    make_district(session)
    centre = make_centre(session)
    now, before = (
        make_central(session),
        make_central(session, name="NEC Antiguo", first_year=2019, last_year=2021),
    )
    make_nucleus(session, now, centre)
    make_nucleus(session, before, centre)

    found = [(place.central_name, place.years) for place in queries.places_of(session, [centre.code])]

    assert found == [("NEC Antiguo", Years(2019, 2021)), ("NEC Lircay", Years(2024, 2026))]


def test_choices_are_the_neighbours_or_what_was_typed(session: Session) -> None:
    make_district(session)
    make_district(session, "090302", name="Anchonga")
    here = make_centre(session)
    make_centre(session, "0903010100", name="Tuco")
    make_centre(session, "0903020004", name="Ñahuincucho")
    nucleus = make_nucleus(session, make_central(session), here)

    def offered(text: str) -> list[str]:
        return [choice.name for choice in queries.centre_choices(session, nucleus.id, text, limit=9)]

    assert offered("") == ["Tuco"]
    assert offered("nahuin") == ["Ñahuincucho"]
    assert offered("090302") == ["Ñahuincucho"]
    assert offered("chahuarma") == []


def test_a_choice_says_where_it_already_is_in_those_years(session: Session) -> None:
    make_district(session)
    taken, earlier = make_centre(session), make_centre(session, "0903010100", name="Tuco")
    make_nucleus(session, make_central(session, first_year=2019, last_year=2023), earlier)
    central = make_central(session)
    make_nucleus(session, central, taken)
    nucleus = make_nucleus(session, central, code="NE-02")

    found = {
        choice.name: choice.place and choice.place.nucleus_name
        for choice in queries.centre_choices(session, nucleus.id, "0903", limit=9)
    }

    assert found == {"Chahuarma": "Lircay Alto", "Tuco": None}


def test_unknown_nuclei_are_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.central_nucleus(session, 999)
    with pytest.raises(NotFound):
        queries.nucleus_view(session, 999)
