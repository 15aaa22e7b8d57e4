"""Each present value of a file names who first told it: a file's line, an outside run, or nobody."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.queries.provenance import (
    FieldSource,
    sources_of_household,
    sources_of_person,
)
from tests.factories.files import make_family
from tests.factories.registry_files import HOUSEHOLDS, import_territory, imported
from tests.factories.sources import household, make_source, member, page
from tests.factories.syncing import applied
from tests.query_count import counted_queries

HEADER = HOUSEHOLDS.splitlines()[0] + ",clase_sisfoh,vence_sisfoh,idioma\n"
FIRST = "H-1,0903010099,70000001,Delia,Ccanto,Huamaní,14/03/1988,F,1,pobre,,\n"
LATER = "H-1,0903010099,70000001,Delia,Ccanto,Huamaní,15/03/1988,F,1,,,quechua\n"


@pytest.fixture
def register(session: Session) -> None:
    """A person told by a file on line 2, whose birth date and language a later one gave on line 3."""
    import_territory(session)
    imported(session, "households", HEADER + FIRST)
    other = "H-9,0903010099,70000009,Luz,Ñahui,,,F,1,,,\n"
    imported(session, "households", HEADER + other + LATER)


def home(session: Session) -> int:
    return session.scalars(select(Household.id).where(Household.code == "H-1")).one()


def head(session: Session) -> int:
    return session.scalars(select(Person.id).where(Person.dni == "70000001")).one()


def lines(found: tuple[FieldSource, ...]) -> dict[str, tuple[bool, int | None]]:
    return {one.field: (one.has_value, one.source.line) for one in found}


@pytest.mark.usefixtures("register")
def test_a_household_names_the_line_that_first_told_each_value(session: Session) -> None:
    assert lines(sources_of_household(session, home(session))) == {
        "centre_code": (True, 2),
        "language": (True, 3),
        "sisfoh_class": (True, 2),
        "sisfoh_classified_on": (False, None),
        "sisfoh_expires_on": (False, None),
        "latitude_e6": (False, None),
        "longitude_e6": (False, None),
    }


@pytest.mark.usefixtures("register")
def test_a_person_names_the_line_that_first_told_each_value(session: Session) -> None:
    assert lines(sources_of_person(session, head(session))) == {
        "given_names": (True, 2),
        "paternal_surname": (True, 2),
        "maternal_surname": (True, 2),
        "birth_date": (True, 3),
        "sex": (True, 2),
        "is_head": (True, 2),
        "kinship": (False, None),
        "household_id": (True, 2),
    }


@pytest.mark.usefixtures("register")
def test_what_an_outside_source_told_names_its_run(session: Session) -> None:
    run = applied(
        session,
        make_source(session, "vecino", precedence=10),
        page(household("H-1", member(), sisfoh_class="no_pobre", sisfoh_expires_on=None)),
    )

    found = {one.field: one.source.told for one in sources_of_household(session, home(session))}
    told, centre = found["sisfoh_class"], found["centre_code"]
    assert told is not None
    assert centre is not None
    assert (told.is_run, told.filename) == (True, f"Padrón vecino · {run.id}")
    assert (centre.is_run, centre.filename) == (False, "archivo.csv")


def test_a_family_that_no_file_told_of_has_no_source(session: Session) -> None:
    family = make_family(session)

    found = sources_of_household(session, family.household.id)

    assert [(one.has_value, one.source.told) for one in found] == [(True, None)] * 5 + [(False, None)] * 2


@pytest.mark.usefixtures("register")
def test_the_number_of_queries_is_small(session: Session) -> None:
    person_id = head(session)

    with counted_queries(session) as asked:
        sources_of_person(session, person_id)

    assert asked.total <= 4


def test_who_is_not_there_is_not_found(session: Session) -> None:
    for read in (sources_of_household, sources_of_person):
        with pytest.raises(NotFound):
            read(session, 404)
