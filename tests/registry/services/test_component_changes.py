"""What was recorded of a household: moved on, corrected, voided."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import NotFound, NotPermitted, Stale, WrongState
from contest_portal.registry.models.components import ComponentRecord
from contest_portal.registry.models.register import Household
from contest_portal.registry.queries.components import records_of
from contest_portal.registry.rules.component_records import ComponentDetails, ComponentState
from contest_portal.registry.services.correct_component import correct_component
from contest_portal.registry.services.move_component import move_component
from contest_portal.registry.services.void_component import void_component
from tests.factories.accounts import act_of, make_user
from tests.factories.components import (
    DETAILS,
    JULY,
    JUNE,
    MAY,
    TODAY,
    history,
    last_audit,
    make_record,
    moved,
    recorded,
    refused_codes,
)
from tests.factories.registry import make_centre, make_district, make_household
from tests.factories.registry_files import AT, STAFF


@pytest.fixture
def household(session: Session) -> Household:
    make_district(session)
    return make_household(session, make_centre(session))


def test_the_whole_life_of_a_record(session: Session, household: Household) -> None:
    row = recorded(session, household, state=ComponentState.PLANNED, on_date=JUNE)

    found = []
    for action, on_date in (("deliver", MAY), ("use", JUNE), ("abandon", JULY), ("resume", TODAY)):
        moved(session, row, action, on_date)
        found.append((row.state, row.on_date, row.held_since))

    assert found == [
        ("delivered", MAY, MAY),
        ("in_use", MAY, MAY),
        ("abandoned", MAY, None),
        ("in_use", MAY, TODAY),
    ]
    assert history(session, row) == [
        ("planned", JUNE),
        ("delivered", MAY),
        ("in_use", JUNE),
        ("abandoned", JULY),
        ("in_use", TODAY),
    ]
    assert last_audit(session) == (
        "component.moved",
        f"component_record:{row.id}",
        canonical_json({"from": "abandoned", "to": "in_use", "on_date": "2026-11-23"}),
    )


@pytest.mark.parametrize(
    ("action", "on_date", "codes"),
    [
        ("use", TODAY + timedelta(days=1), ["component.future"]),
        ("abandon", MAY - timedelta(days=1), ["component.too_early"]),
    ],
)
def test_a_change_on_a_day_that_cannot_be_is_refused(
    session: Session, household: Household, action: str, on_date: date, codes: list[str]
) -> None:
    row = recorded(session, household)

    assert refused_codes(lambda: moved(session, row, action, on_date)) == codes
    assert (row.state, history(session, row)) == ("delivered", [("delivered", MAY)])


def test_a_delivery_on_the_day_of_another_record_is_refused(session: Session, household: Household) -> None:
    recorded(session, household)
    plan = recorded(session, household, state=ComponentState.PLANNED, on_date=JULY)

    assert refused_codes(lambda: moved(session, plan, "deliver", MAY)) == ["component.twice"]
    moved(session, plan, "deliver", JULY)
    assert plan.state == "delivered"


def test_an_action_from_another_state_is_a_wrong_state(session: Session, household: Household) -> None:
    row = recorded(session, household)

    with pytest.raises(WrongState):
        moved(session, row, "resume", TODAY)


def corrected(session: Session, row: ComponentRecord, **changes: object) -> ComponentRecord:
    wanted: dict[str, object] = {
        "record_id": row.id,
        "expected_version": row.version,
        "on_date": row.on_date,
        "details": DETAILS,
    }
    return correct_component(session, STAFF, **(wanted | changes))  # type: ignore[arg-type]


def test_a_correction_changes_day_and_details_and_notes_which(session: Session, household: Household) -> None:
    row = recorded(session, household)
    moved(session, row, "use", JULY)

    corrected(session, row, on_date=JUNE, details=ComponentDetails(quantity=10, trainer="Prudencio Paytan"))

    (line,) = records_of(session, household.id)
    assert (line.on_date, line.quantity, line.counterpart_value, row.held_since) == (JUNE, 10, None, JUNE)
    assert history(session, row) == [("delivered", JUNE), ("in_use", JULY)]
    assert last_audit(session) == (
        "component.corrected",
        f"component_record:{row.id}",
        canonical_json(
            {
                "fields": ["quantity", "counterpart_days", "counterpart_inputs", "counterpart_value", "note"],
                "on_date": "2026-06-10",
                "on_date_before": "2026-05-10",
            }
        ),
    )


def test_a_corrected_day_does_not_touch_a_plan_or_a_later_beginning(
    session: Session, household: Household
) -> None:
    row = make_record(
        session,
        household,
        steps=(
            ("planned", date(2023, 1, 5)),
            ("delivered", date(2023, 6, 1)),
            ("abandoned", date(2024, 1, 1)),
            ("in_use", date(2025, 1, 1)),
        ),
    )

    corrected(session, row, on_date=date(2023, 5, 1))

    assert (row.on_date, row.held_since) == (date(2023, 5, 1), date(2025, 1, 1))
    assert history(session, row)[:2] == [("planned", date(2023, 1, 5)), ("delivered", date(2023, 5, 1))]


def test_a_correction_that_cannot_be_is_refused(session: Session, household: Household) -> None:
    row = recorded(session, household)
    moved(session, row, "use", JUNE)
    recorded(session, household, on_date=date(2026, 4, 1))

    assert refused_codes(lambda: corrected(session, row, on_date=JULY)) == ["component.too_late"]
    assert refused_codes(lambda: corrected(session, row, on_date=date(2026, 4, 1))) == ["component.twice"]
    assert refused_codes(lambda: corrected(session, row, details=ComponentDetails(quantity=-1))) == [
        "component.figure"
    ]


def test_a_void_record_stays_with_its_reason_and_changes_no_more(
    session: Session, household: Household
) -> None:
    user = make_user(session, Role.STAFF, full_name="Irma Solís Quinto")
    row = recorded(session, household)

    void_component(
        session, act_of(user, AT), record_id=row.id, expected_version=1, reason=" Era de otro hogar. "
    )

    (line,) = records_of(session, household.id)
    assert (line.voided_at, line.voided_by, line.void_reason, line.actions) == (
        AT,
        "Irma Solís Quinto",
        "Era de otro hogar.",
        (),
    )
    assert last_audit(session) == (
        "component.voided",
        f"component_record:{row.id}",
        canonical_json({"household_id": household.id, "state": "delivered"}),
    )
    for deed in (lambda: moved(session, row, "use", TODAY), lambda: corrected(session, row)):
        with pytest.raises(WrongState):
            deed()


def test_voiding_without_a_reason_is_refused(session: Session, household: Household) -> None:
    row = recorded(session, household)

    codes = refused_codes(
        lambda: void_component(session, STAFF, record_id=row.id, expected_version=1, reason="  ")
    )

    assert (codes, row.voided_at) == (["component.reason"], None)


DEEDS: dict[str, Callable[[Session, Act, int, int], object]] = {
    "move": lambda s, act, record_id, version: move_component(
        s, act, record_id=record_id, expected_version=version, action="use", on_date=TODAY
    ),
    "correct": lambda s, act, record_id, version: correct_component(
        s, act, record_id=record_id, expected_version=version, on_date=MAY, details=DETAILS
    ),
    "void": lambda s, act, record_id, version: void_component(
        s, act, record_id=record_id, expected_version=version, reason="Error"
    ),
}
Deed = Callable[[Session, Act, int, int], object]


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_stale_page_overwrites_nothing(session: Session, household: Household, deed: Deed) -> None:
    row = recorded(session, household)

    with pytest.raises(Stale):
        deed(session, STAFF, row.id, 9)


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_an_unknown_record_is_not_found(session: Session, deed: Deed) -> None:
    with pytest.raises(NotFound):
        deed(session, STAFF, 999, 1)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN])
def test_only_staff_write_records(session: Session, household: Household, role: Role) -> None:
    act = act_of(make_user(session, role), AT)

    with pytest.raises(NotPermitted):
        recorded(session, household, act)
    for deed in DEEDS.values():
        with pytest.raises(NotPermitted):
            deed(session, act, 999, 1)


def test_an_unknown_household_or_kind_is_not_found(session: Session, household: Household) -> None:
    with pytest.raises(NotFound):
        recorded(session, household, household_id=999)
    with pytest.raises(NotFound):
        recorded(session, household, kind_id=999)
