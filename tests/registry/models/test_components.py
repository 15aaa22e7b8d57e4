"""Rows that contradict themselves cannot be stored, whoever writes them."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.kernel.money import Money
from contest_portal.registry.models.components import ComponentRecord
from contest_portal.registry.models.nuclei import CentralNucleus
from contest_portal.registry.models.register import Household
from tests.factories.components import NOTED, make_record
from tests.factories.nuclei import make_central, make_nucleus
from tests.factories.registry import make_centre, make_district, make_household

MAY = date(2024, 5, 10)


@pytest.fixture
def household(session: Session) -> Household:
    make_district(session)
    return make_household(session, make_centre(session))


def set_state(row: ComponentRecord, state: str) -> None:
    setattr(row, "state", state)  # noqa: B010 - a test stands in for a careless writer


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: set_state(row, "lost"),
        lambda row: set_state(row, "planned"),
        lambda row: setattr(row, "held_since", None),
        lambda row: setattr(row, "voided_at", NOTED),
        lambda row: setattr(row, "void_reason", "Sin fecha"),
        lambda row: setattr(row, "quantity", 0),
        lambda row: setattr(row, "counterpart_days", -1),
        lambda row: setattr(row, "counterpart_value", Money(0)),
    ],
    ids=[
        "no such state",
        "planned but had",
        "had since never",
        "void without reason",
        "reason without void",
        "no quantity",
        "negative days",
        "worth nothing",
    ],
)
def test_a_record_that_contradicts_itself_is_refused(
    session: Session, household: Household, spoil: Callable[[ComponentRecord], None]
) -> None:
    row = make_record(session, household)
    spoil(row)

    with pytest.raises(IntegrityError):
        session.flush()


def test_two_live_records_of_a_kind_and_day_are_refused_void_ones_not(
    session: Session, household: Household
) -> None:
    make_record(session, household, steps=(("delivered", MAY),), is_voided=True)
    make_record(session, household, steps=(("delivered", MAY),))

    with pytest.raises(IntegrityError):
        make_record(session, household, steps=(("in_use", MAY),))


@pytest.mark.parametrize(("first", "last"), [(1999, 2001), (2024, 2023), (2024, 2101)])
def test_years_out_of_reason_are_refused(session: Session, first: int, last: int) -> None:
    with pytest.raises(IntegrityError):
        make_central(session, first_year=first, last_year=last)


def test_a_centre_is_in_a_nucleus_once(session: Session, household: Household) -> None:
    centre = make_centre(session, "0903010100", name="Tuco")
    central: CentralNucleus = make_central(session)

    with pytest.raises(IntegrityError):
        make_nucleus(session, central, centre, centre)
