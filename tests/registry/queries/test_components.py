"""Reading what households received: in order, with who and whence, and what most of a group has."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Centre, Household, ImportBatch
from contest_portal.registry.queries import components as queries
from contest_portal.registry.queries.components import GroupHolding
from tests.factories.components import kind_of, make_record
from tests.factories.registry import make_centre, make_district, make_household
from tests.query_count import counted_queries

DAY = date(2026, 8, 14)


@pytest.fixture
def centre(session: Session) -> Centre:
    make_district(session)
    return make_centre(session)


@pytest.fixture
def six(session: Session, centre: Centre) -> list[Household]:
    return [make_household(session, centre) for _ in range(6)]


def ids(households: list[Household]) -> list[int]:
    return [household.id for household in households]


def test_records_come_newest_first_void_ones_among_them(session: Session, six: list[Household]) -> None:
    home = six[0]
    make_record(session, home, steps=(("delivered", date(2024, 5, 10)),))
    make_record(session, home, "pastos", steps=(("in_use", date(2025, 1, 10)),), is_voided=True)
    make_record(session, home, "ahorro", steps=(("in_use", date(2023, 2, 1)),))
    make_record(session, six[1])

    found = [
        (line.kind, line.state, line.is_voided, line.actions) for line in queries.records_of(session, home.id)
    ]

    assert found == [
        ("Pastos sembrados", "in_use", True, ()),
        ("Módulo de cuyes", "delivered", False, ("use", "abandon")),
        ("Ahorro", "in_use", False, ("abandon",)),
    ]


def test_a_record_tells_the_file_it_came_from(session: Session, six: list[Household]) -> None:
    batch = ImportBatch(
        kind="components",
        filename="entregas.csv",
        sha256="0" * 64,
        rows_read=1,
        rows_new=1,
        rows_changed=0,
        rows_unchanged=0,
        applied_at=datetime(2026, 1, 5, tzinfo=UTC),
    )
    session.add(batch)
    session.flush()
    row = make_record(session, six[0])
    row.batch_id = batch.id
    session.flush()

    line = queries.component_record(session, row.id)

    assert (line.source, line.recorded_by, line.household_code) == ("entregas.csv", None, six[0].code)


def test_an_unknown_record_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.component_record(session, 999)


def test_five_of_six_households_keep_guinea_pigs(session: Session, six: list[Household]) -> None:
    for household in six[:4]:
        make_record(session, household, steps=(("in_use", date(2022, 5, 1)),))
    make_record(session, six[4], steps=(("delivered", date(2024, 5, 1)),))
    make_record(session, six[5], steps=(("planned", date(2026, 5, 1)),))
    make_record(session, six[5], steps=(("in_use", date(2022, 5, 1)),), is_voided=True)

    assert queries.group_holdings(session, ids(six), DAY) == (GroupHolding("crían cuyes", 5, 6, 2024),)


def test_what_a_group_had_is_that_of_the_day(session: Session, six: list[Household]) -> None:
    for household in six:
        make_record(
            session, household, steps=(("in_use", date(2025, 5, 1)), ("abandoned", date(2026, 8, 15)))
        )

    found = [
        bool(queries.group_holdings(session, ids(six), day))
        for day in (date(2025, 4, 30), date(2025, 5, 1), DAY, date(2026, 8, 15))
    ]

    assert found == [False, True, True, False]


def test_a_retired_kind_still_counts(session: Session, six: list[Household]) -> None:
    for household in six:
        make_record(session, household, "hidroponia")
    kind_of(session, "hidroponia").is_active = False
    session.flush()

    assert queries.group_holdings(session, ids(six), DAY) == (
        GroupHolding("producen forraje hidropónico", 6, 6, 2024),
    )


def test_nothing_is_said_of_nobody(session: Session) -> None:
    assert queries.group_holdings(session, (), DAY) == ()


def test_many_households_need_no_more_queries_than_two(session: Session, six: list[Household]) -> None:
    for household in six:
        make_record(session, household)
        make_record(session, household, "pastos")

    with counted_queries(session) as few:
        queries.group_holdings(session, ids(six[:2]), DAY)
    with counted_queries(session) as many:
        queries.group_holdings(session, ids(six), DAY)

    assert few.total == many.total
