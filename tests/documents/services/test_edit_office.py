"""Offices: registered, corrected, and their code that stays once it was printed."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import offices
from contest_portal.accounts.rules.actor import OPERATOR, Act, Role
from contest_portal.accounts.services.create_office import create_office
from contest_portal.documents.models import Document, Series
from contest_portal.documents.services.edit_office import edit_office
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from tests.accounts.rules.test_office import DETAILS
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.awards import issued_acta, make_awarded_contest


@pytest.fixture
def staff(session: Session) -> Act:
    return act_of(make_user(session, Role.STAFF), NOON)


def edited(session: Session, act: Act, office: Office, **changes: object) -> Office:
    version = changes.pop("expected_version", office.version)
    return edit_office(
        session,
        act,
        office_id=office.id,
        expected_version=version,  # type: ignore[arg-type]
        details=replace(DETAILS, **changes),  # type: ignore[arg-type]
    )


def test_office_is_registered_by_staff_and_by_the_machines_operator(session: Session, staff: Act) -> None:
    create_office(session, staff, details=DETAILS)
    create_office(session, Act(OPERATOR, NOON), details=replace(DETAILS, code="UT-ANTA"))

    assert [office.code for office in offices(session)] == ["UT-ANTA", "UT-LIRCAY"]


def test_registering_is_on_record(session: Session, staff: Act) -> None:
    office = create_office(session, staff, details=DETAILS)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "office.created")).one()
    assert (row.subject, row.actor_id, json.loads(row.data)) == (
        f"office:{office.id}",
        staff.actor.user_id,
        {"code": "UT-LIRCAY"},
    )


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.REPRESENTATIVE, Role.JUROR])
def test_others_neither_register_nor_correct(session: Session, staff: Act, role: Role) -> None:
    office = create_office(session, staff, details=DETAILS)
    other = act_of(make_user(session, role), NOON)

    with pytest.raises(NotPermitted):
        create_office(session, other, details=replace(DETAILS, code="UT-ANTA"))
    with pytest.raises(NotPermitted):
        edited(session, other, office)


def test_two_offices_may_not_share_a_code(session: Session, staff: Act) -> None:
    create_office(session, staff, details=DETAILS)

    with pytest.raises(Refused) as refusal:
        create_office(session, staff, details=DETAILS)

    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [
        ("office.code_taken", "code")
    ]


def test_office_may_not_take_the_code_of_another(session: Session, staff: Act) -> None:
    create_office(session, staff, details=replace(DETAILS, code="UT-ANTA"))
    office = create_office(session, staff, details=DETAILS)

    with pytest.raises(Refused, match=r"office\.code_taken"):
        edited(session, staff, office, code="UT-ANTA")


def test_correction_changes_the_office_and_names_what_changed(session: Session, staff: Act) -> None:
    office = create_office(session, staff, details=DETAILS)

    edited(session, staff, office, code="UT-ANGARAES", signer_name="Nilda Poma Soto")

    session.refresh(office)
    row = session.scalars(select(AuditRow).where(AuditRow.action == "office.edited")).one()
    assert (office.code, office.signer_name, office.version) == ("UT-ANGARAES", "Nilda Poma Soto", 2)
    assert json.loads(row.data) == {"changed": ["code", "signer_name"], "version": 2}


def test_correction_of_an_old_reading_is_stale(session: Session, staff: Act) -> None:
    office = create_office(session, staff, details=DETAILS)

    with pytest.raises(Stale):
        edited(session, staff, office, expected_version=office.version - 1)


def test_office_that_is_none_is_not_found(session: Session, staff: Act) -> None:
    with pytest.raises(NotFound):
        edit_office(session, staff, office_id=1_000_000, expected_version=1, details=DETAILS)


def test_code_stays_and_the_signer_changes_once_documents_were_numbered(session: Session, staff: Act) -> None:
    awarded = make_awarded_contest(session)
    acta = issued_acta(session, awarded)
    office = session.get_one(Office, session.get_one(Series, acta.series_id).office_id)
    before = session.scalars(select(Document.data).where(Document.id == acta.id)).one()

    with pytest.raises(Refused, match=r"office\.code_stays"):
        edited(session, staff, office)
    edited(session, staff, office, code=office.code, signer_name="Nilda Poma Soto")

    session.refresh(acta)
    assert (office.signer_name, acta.data) == ("Nilda Poma Soto", before)
