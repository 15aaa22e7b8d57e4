"""Funds: money that contests draw on."""

import json

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Fund
from contest_portal.contests.services.create_fund import create_fund
from contest_portal.contests.services.edit_fund import edit_fund
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale


def created(session: Session, act: Act, office: Office, **changes: object) -> Fund:
    values: dict[str, object] = {
        "office_id": office.id,
        "name": "Fondo 2026",
        "source": "Recursos ordinarios",
        "year": 2026,
        "amount": Money.soles(193_400),
    }
    return create_fund(session, act, **(values | changes))  # type: ignore[arg-type]


def edited(session: Session, act: Act, fund: Fund, **changes: object) -> Fund:
    values: dict[str, object] = {
        "fund_id": fund.id,
        "expected_version": fund.version,
        "name": fund.name,
        "source": fund.source,
        "year": fund.year,
        "amount": fund.amount,
    }
    return edit_fund(session, act, **(values | changes))  # type: ignore[arg-type]


def refusal_of(call: object, *args: object, **kwargs: object) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)  # type: ignore[operator]
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_a_new_fund_has_nothing_reserved(session: Session, staff: Act, office: Office) -> None:
    fund = created(session, staff, office)

    assert (fund.amount, fund.reserved, fund.free) == (Money.soles(193_400), ZERO, Money.soles(193_400))


def test_creating_a_fund_is_on_record_without_its_name(session: Session, staff: Act, office: Office) -> None:
    fund = created(session, staff, office)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "fund.created")).one()
    assert (row.subject, json.loads(row.data)) == (
        f"fund:{fund.id}",
        {"amount": 19_340_000, "office": office.id, "year": 2026},
    )


def test_a_fund_of_nothing_is_refused(session: Session, staff: Act, office: Office) -> None:
    assert refusal_of(created, session, staff, office, amount=ZERO) == [("fund.no_amount", "amount")]


def test_two_funds_may_not_share_a_name(session: Session, staff: Act, office: Office) -> None:
    created(session, staff, office)

    assert refusal_of(created, session, staff, office) == [("fund.name_taken", "name")]


def test_a_fund_needs_an_office_that_exists(session: Session, staff: Act, office: Office) -> None:
    with pytest.raises(NotFound):
        created(session, staff, office, office_id=office.id + 999)


def test_the_secretary_may_not_create_a_fund(session: Session, secretary: Act, office: Office) -> None:
    with pytest.raises(NotPermitted):
        created(session, secretary, office)


def test_a_fund_may_shrink_to_what_is_reserved(session: Session, staff: Act, fund: Fund) -> None:
    fund.reserved = Money.soles(60_000)
    session.flush()

    assert edited(session, staff, fund, amount=Money.soles(60_000)).free == ZERO


def test_a_fund_may_not_shrink_below_what_is_reserved(session: Session, staff: Act, fund: Fund) -> None:
    fund.reserved = Money.soles(60_000)
    session.flush()

    assert refusal_of(edited, session, staff, fund, amount=Money(5_999_999)) == [
        ("fund.below_reserved", "amount")
    ]


def test_the_database_itself_refuses_a_fund_reserved_beyond_its_amount(session: Session, fund: Fund) -> None:
    fund.reserved = fund.amount + Money(1)

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_fund_keeps_its_own_name(session: Session, staff: Act, fund: Fund) -> None:
    assert edited(session, staff, fund, source="Donaciones").source == "Donaciones"


def test_a_fund_may_not_take_the_name_of_another(
    session: Session, staff: Act, fund: Fund, office: Office
) -> None:
    created(session, staff, office)

    assert refusal_of(edited, session, staff, fund, name="Fondo 2026") == [("fund.name_taken", "name")]


def test_an_edit_of_an_old_reading_is_stale(session: Session, staff: Act, fund: Fund) -> None:
    with pytest.raises(Stale):
        edited(session, staff, fund, expected_version=fund.version - 1)


def test_the_secretary_may_not_edit_a_fund(session: Session, secretary: Act, fund: Fund) -> None:
    with pytest.raises(NotPermitted):
        edited(session, secretary, fund)


def test_the_turn_comes_before_the_fund(session: Session, staff: Act, office: Office) -> None:
    """Whoever publishes a contest takes them in this order too: otherwise two could wait for each other."""
    fund = created(session, staff, office)
    session.commit()
    asked: list[str] = []
    watched = session.connection().engine

    def note(_one: object, _two: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(watched, "before_cursor_execute", note)
    try:
        edited(session, staff, fund, year=2027)
    finally:
        event.remove(watched, "before_cursor_execute", note)

    first, at_last = (
        next(n for n, one in enumerate(asked) if part in one) for part in ("audit_head", "UPDATE fund")
    )
    assert first < at_last
