"""Recording what a household received: kept whole, refused when it cannot be."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.money import Money
from contest_portal.registry.models.register import Household
from contest_portal.registry.queries.components import records_of
from contest_portal.registry.rules.component_records import ComponentDetails, ComponentState
from contest_portal.registry.services.retire_component_kind import retire_component_kind
from contest_portal.registry.services.void_component import void_component
from tests.factories.accounts import act_of, make_user
from tests.factories.components import JUNE, MAY, TODAY, history, kind_of, last_audit, recorded, refused_codes
from tests.factories.registry import make_centre, make_district, make_household
from tests.factories.registry_files import AT, STAFF


@pytest.fixture
def household(session: Session) -> Household:
    make_district(session)
    return make_household(session, make_centre(session))


def test_a_record_is_kept_with_everything_that_was_said(session: Session, household: Household) -> None:
    user = make_user(session, Role.STAFF, full_name="Irma Solís Quinto")

    row = recorded(session, household, act_of(user, AT))

    (line,) = records_of(session, household.id)
    assert (line.kind, line.state, line.on_date, line.quantity, line.unit) == (
        "Módulo de cuyes",
        "delivered",
        MAY,
        12,
        "cuyes",
    )
    assert (
        line.trainer,
        line.counterpart_days,
        line.counterpart_inputs,
        line.counterpart_value,
        line.note,
    ) == (
        "Prudencio Paytan",
        4,
        "adobes y paja",
        Money.soles(60),
        "Galpón techado.",
    )
    assert (line.recorded_by, line.recorded_at, line.source, row.held_since) == (
        "Irma Solís Quinto",
        AT,
        None,
        MAY,
    )
    assert history(session, row) == [("delivered", MAY)]


def test_the_chain_notes_ids_and_facts_no_names(session: Session, household: Household) -> None:
    row = recorded(session, household)

    assert last_audit(session) == (
        "component.recorded",
        f"component_record:{row.id}",
        canonical_json(
            {
                "household_id": household.id,
                "kind": "cuyes",
                "state": "delivered",
                "on_date": "2026-05-10",
                "quantity": 12,
            }
        ),
    )


@pytest.mark.parametrize(
    ("state", "on_date", "since"),
    [
        (ComponentState.PLANNED, TODAY + timedelta(days=30), None),
        (ComponentState.DELIVERED, TODAY, TODAY),
        (ComponentState.IN_USE, MAY, MAY),
    ],
)
def test_a_record_may_start_planned_delivered_or_in_use(
    session: Session, household: Household, state: ComponentState, on_date: date, since: date | None
) -> None:
    row = recorded(session, household, state=state, on_date=on_date)

    assert (row.state, row.held_since) == (state.value, since)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"state": ComponentState.ABANDONED}, ["component.first_state"]),
        ({"on_date": TODAY + timedelta(days=1)}, ["component.future"]),
        (
            {"on_date": date(1999, 1, 1), "details": ComponentDetails(quantity=0)},
            ["component.long_ago", "component.figure"],
        ),
    ],
)
def test_what_cannot_be_is_refused_all_at_once(
    session: Session, household: Household, changes: dict[str, object], codes: list[str]
) -> None:
    assert refused_codes(lambda: recorded(session, household, **changes)) == codes
    assert records_of(session, household.id) == ()


def test_a_quantity_of_what_is_not_counted_is_refused(session: Session, household: Household) -> None:
    stove = kind_of(session, "cocina-mejorada").id

    assert refused_codes(lambda: recorded(session, household, kind_id=stove)) == ["component.not_counted"]


def test_a_retired_kind_takes_no_new_record_and_keeps_the_old(session: Session, household: Household) -> None:
    recorded(session, household)
    retire_component_kind(session, STAFF, kind_id=kind_of(session).id)

    assert refused_codes(lambda: recorded(session, household, on_date=JUNE)) == ["component.retired_kind"]
    assert [line.kind for line in records_of(session, household.id)] == ["Módulo de cuyes"]


def test_the_same_kind_on_the_same_day_is_refused_on_another_day_not(
    session: Session, household: Household
) -> None:
    recorded(session, household)

    assert refused_codes(lambda: recorded(session, household)) == ["component.twice"]
    recorded(session, household, on_date=JUNE)
    assert [line.on_date for line in records_of(session, household.id)] == [JUNE, MAY]


def test_another_household_or_kind_may_have_the_same_day(session: Session, household: Household) -> None:
    recorded(session, household)
    neighbour = Household(code="H-9", centre_code=household.centre_code)
    session.add(neighbour)
    session.flush()

    recorded(session, neighbour)
    recorded(session, household, kind_id=kind_of(session, "gallinas").id)

    assert (len(records_of(session, neighbour.id)), len(records_of(session, household.id))) == (1, 2)


def test_a_void_record_makes_room_for_the_right_one(session: Session, household: Household) -> None:
    wrong = recorded(session, household)
    void_component(session, STAFF, record_id=wrong.id, expected_version=1, reason="Era de otro hogar.")

    right = recorded(session, household)

    assert [(line.record_id, line.is_voided) for line in records_of(session, household.id)] == [
        (right.id, False),
        (wrong.id, True),
    ]
