"""A file of components beside what is recorded already: what a person wrote stays, what files told goes on."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Household
from contest_portal.registry.queries.components import records_of
from contest_portal.registry.rules.component_records import ComponentDetails, ComponentState
from contest_portal.registry.services.correct_component import correct_component
from contest_portal.registry.services.retire_component_kind import retire_component_kind
from contest_portal.registry.services.void_component import void_component
from tests.factories.component_files import CUYES, GIVEN, HEADER, record, remarks, told
from tests.factories.components import history, kind_of, moved, recorded
from tests.factories.registry import make_centre, make_district, make_household
from tests.factories.registry_files import (
    STAFF,
    checked,
    counts,
    located,
)


@pytest.fixture
def household(session: Session) -> Household:
    make_district(session)
    centre = make_centre(session)
    make_household(session, centre, code="H-2")
    return make_household(session, centre, code="H-1")


def test_a_file_takes_no_record_back_to_an_earlier_state(session: Session, household: Household) -> None:
    told(session, "H-1,cuyes,10/05/2024,en uso,12,,,,,\n")

    report = checked(session, "components", HEADER + CUYES)

    assert located(report) == [(2, "estado", "entregado", "component.state_back")]


def test_what_a_person_corrected_stays_and_the_report_says_so(session: Session, household: Household) -> None:
    told(session, CUYES)
    row = record(session, household)
    correct_component(
        session,
        STAFF,
        record_id=row.id,
        expected_version=row.version,
        on_date=GIVEN,
        details=ComponentDetails(quantity=10),
    )

    report = told(session, CUYES)

    assert (record(session, household).quantity, counts(report)) == (10, (1, 0, 0, 1, 0))
    assert remarks(report) == [("component.kept", "1", "2")]


def test_a_record_whose_day_a_person_corrected_is_not_made_twice(
    session: Session, household: Household
) -> None:
    told(session, CUYES)
    row = record(session, household)
    correct_component(
        session,
        STAFF,
        record_id=row.id,
        expected_version=row.version,
        on_date=date(2024, 5, 17),
        details=ComponentDetails(),
    )

    report = told(session, CUYES)

    assert (record(session, household).on_date, counts(report)) == (date(2024, 5, 17), (1, 0, 0, 1, 0))
    assert remarks(report) == [("component.kept", "1", "2")]


def test_what_a_person_recorded_or_moved_on_stays(session: Session, household: Household) -> None:
    recorded(session, household, on_date=GIVEN, details=ComponentDetails(quantity=9))
    moved(session, record(session, household), "abandon", date(2025, 1, 10))

    report = told(session, CUYES)

    assert (record(session, household).quantity, record(session, household).state) == (9, "abandoned")
    assert remarks(report) == [("component.kept", "1", "2")]


def test_a_voided_record_is_not_made_again(session: Session, household: Household) -> None:
    told(session, CUYES)
    row = record(session, household)
    void_component(
        session, STAFF, record_id=row.id, expected_version=row.version, reason="Se anotó al hogar vecino."
    )

    report = told(session, CUYES)

    assert counts(report) == (1, 0, 0, 1, 0)
    assert remarks(report) == [("component.stays_voided", "1", "2")]
    assert [line.is_voided for line in records_of(session, household.id)] == [True]


def test_years_are_said_to_stand_for_their_first_day(session: Session, household: Household) -> None:
    report = checked(session, "components", HEADER + CUYES + "H-2,cuyes,2024,,,,,,,\n")

    assert remarks(report) == [("component.year_only", "1", "3")]


def test_a_planned_record_is_delivered_by_a_newer_file(session: Session, household: Household) -> None:
    told(session, CUYES.replace("entregado", "previsto"))

    told(session, CUYES)

    row = record(session, household)
    assert (row.state, row.held_since) == (ComponentState.DELIVERED, GIVEN)


def test_a_voided_record_beside_a_live_one_leaves_the_live_one_to_files(
    session: Session, household: Household
) -> None:
    told(session, CUYES)
    row = record(session, household)
    void_component(
        session, STAFF, record_id=row.id, expected_version=row.version, reason="Se anotó al hogar vecino."
    )
    recorded(session, household, on_date=GIVEN, details=ComponentDetails(quantity=12))

    report = told(session, "H-1,cuyes,10/05/2024,entregado,12,,,,,\n")

    assert (counts(report), remarks(report)) == ((1, 0, 0, 1, 0), [])


def test_a_record_that_a_person_made_is_filled_by_no_file(session: Session, household: Household) -> None:
    recorded(session, household, on_date=GIVEN, details=ComponentDetails())

    report = told(session, CUYES)

    assert (record(session, household).trainer, record(session, household).batch_id) == ("", None)
    assert remarks(report) == [("component.kept", "1", "2")]


def test_a_kind_retired_after_a_file_still_takes_its_newer_edition(
    session: Session, household: Household
) -> None:
    told(session, CUYES)
    retire_component_kind(session, STAFF, kind_id=kind_of(session).id)

    report = told(session, CUYES.replace("entregado,12", "en uso,14"))

    assert (counts(report), record(session, household).quantity) == ((1, 0, 1, 0, 0), 14)


@pytest.mark.parametrize("state", ["", "previsto", "entregado", "en uso"])
def test_a_state_that_is_told_later_than_the_first_is_a_step(
    session: Session, household: Household, state: str
) -> None:
    told(session, CUYES.replace("entregado", "previsto"))

    told(session, CUYES.replace("entregado", state))

    steps = [told_state for told_state, _ in history(session, record(session, household))]
    expected = {"entregado": ["planned", "delivered"], "en uso": ["planned", "in_use"]}
    assert steps == expected.get(state, ["planned"])
