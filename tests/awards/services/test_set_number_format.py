"""An office chooses how its numbers are written: from then on, and only for itself."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.awards.services.set_number_format import set_number_format
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotPermitted, Refused, Stale
from tests.conftest import NOON
from tests.documents.papers import issue_receipt_paper
from tests.factories.accounts import act_of, make_office, make_user

PATTERN = "CONSTANCIA N° {numero:3}-{año}-FONDO/{oficina}"


@pytest.fixture
def act(session: Session) -> Act:
    return act_of(make_user(session, Role.STAFF), NOON)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def choose(session: Session, act: Act, office: Office, pattern: str, version: int = 0) -> int:
    return set_number_format(
        session, act, office_id=office.id, kind=RECEIPT, expected_version=version, pattern=pattern
    ).version


def test_the_next_number_is_written_so_and_the_one_before_stays(
    session: Session, act: Act, office: Office
) -> None:
    before = issue_receipt_paper(session, act, office)
    choose(session, act, office, PATTERN)
    after = issue_receipt_paper(session, act, office)
    elsewhere = issue_receipt_paper(session, act, make_office(session, "UT-CUSCO"))

    assert [one.code for one in (before, after, elsewhere)] == [
        "CONSTANCIA N.° 0001-2026-UT-HUANCAVELICA",
        "CONSTANCIA N° 002-2026-FONDO/UT-HUANCAVELICA",
        "CONSTANCIA N.° 0001-2026-UT-CUSCO",
    ]
    assert json.loads(after.data)["issue"]["code"] == after.code
    row = session.scalars(select(AuditRow).where(AuditRow.action == "number_format.set")).one()
    assert (row.subject, json.loads(row.data)) == (
        f"office:{office.id}",
        {"kind": "receipt", "before": RECEIPT.number_format, "pattern": PATTERN},
    )


def test_who_looked_at_an_older_pattern_changes_nothing(session: Session, act: Act, office: Office) -> None:
    first = choose(session, act, office, PATTERN)
    second = choose(session, act, office, RECEIPT.number_format, first)

    with pytest.raises(Stale):
        choose(session, act, office, PATTERN, first)

    assert (first, second) == (1, 2)


@pytest.mark.parametrize("pattern", ["CONSTANCIA {numero}", "ACTA N.° {numero:3}-{año}-{oficina}"])
def test_what_cannot_number_or_is_the_pattern_of_another_kind_is_refused(
    session: Session, act: Act, office: Office, pattern: str
) -> None:
    with pytest.raises(Refused, match="number_format"):
        choose(session, act, office, pattern)


def test_a_secretary_may_not(session: Session, office: Office) -> None:
    with pytest.raises(NotPermitted):
        choose(session, act_of(make_user(session, Role.SECRETARY), NOON), office, PATTERN)


def test_a_pattern_that_another_office_gave_up_numbers_nothing_again(
    session: Session, act: Act, office: Office
) -> None:
    plain = "CONSTANCIA {numero}-{año}"
    other = make_office(session, "UT-CUSCO")
    first = choose(session, act, office, plain)
    issue_receipt_paper(session, act, office)
    choose(session, act, office, PATTERN, first)

    with pytest.raises(Refused, match=r"number_format\.given"):
        choose(session, act, other, "Constancia {numero:6}-{año}")

    assert choose(session, act, office, plain, first + 1) == first + 2
