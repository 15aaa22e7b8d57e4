"""A request of the person concerned is kept with its receipt and its last day, and answered once with a letter."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.services.file_person_request import file_person_request
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.registry.models.register import Centre
from contest_portal.registry.queries.person_requests import (
    RequestFilter,
    person_request,
    person_requests,
)
from contest_portal.registry.queries.privacy_terms import privacy_terms
from contest_portal.registry.rules.person_requests import RequestKind, RequestOutcome
from contest_portal.registry.rules.privacy_terms import TermCode
from contest_portal.registry.services.answer_person_request import answer_person_request
from contest_portal.registry.services.set_privacy_terms import set_privacy_terms
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.applications import make_group
from tests.factories.files import Family, make_family
from tests.factories.person_requests import ANSWER, ASKS, answer_request, make_person_request


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


def test_the_receipt_says_by_when_and_masks_the_dni(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    kept = make_person_request(session, staff, office, family.head)

    receipt = session.get_one(Document, kept.receipt_id)
    content = json.loads(receipt.data)["content"]
    assert (kept.state, kept.due_on, receipt.kind) == ("received", date(2026, 12, 23), "person_request")
    assert (content["due_on"], content["dni"], content["text"]) == ("2026-12-23", "****4567", ASKS)
    assert (family.head.full_name in receipt.title, "71234567" in receipt.data) == (False, False)


def test_the_same_paper_is_entered_once(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    make_person_request(session, staff, office, family.head)

    with pytest.raises(Refused, match=r"person_request\.repeated"):
        make_person_request(session, staff, office, family.head)


def test_it_is_answered_once_with_a_letter(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    kept = make_person_request(session, staff, office, family.head)

    answer_request(session, staff, kept, at=NOON + timedelta(days=2))

    view = person_request(session, kept.id)
    letter = session.get_one(Document, kept.answer_id)
    chain = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (view.outcome, view.answer, view.answerer) == ("granted", ANSWER, staff.full_name)
    assert json.loads(letter.data)["content"]["receipt_code"] == view.receipt_code
    assert (chain.action, ANSWER in chain.data) == ("person_request.answered", False)
    with pytest.raises(WrongState):
        answer_request(session, staff, kept)


def test_an_old_page_and_a_secretary_answer_nothing(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    kept = make_person_request(session, staff, office, family.head)
    answer = {"request_id": kept.id, "outcome": RequestOutcome.DENIED, "answer": ANSWER}

    with pytest.raises(Stale):
        answer_person_request(session, act_of(staff, NOON), expected_version=kept.version + 1, **answer)
    secretary = act_of(make_user(session, Role.SECRETARY), NOON)
    with pytest.raises(NotPermitted):
        answer_person_request(session, secretary, expected_version=kept.version, **answer)


def test_those_due_first_stand_first_and_the_answered_last(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    access = make_person_request(session, staff, office, family.head)
    opposition = make_person_request(session, staff, office, family.child, kind=RequestKind.OPPOSITION)
    old = make_person_request(session, staff, office, family.child, kind=RequestKind.RECTIFICATION)
    answer_request(session, staff, old)
    late = RequestFilter(is_open=True, due_before=date(2026, 12, 8))

    listed = [one.id for one in person_requests(session, RequestFilter(), limit=10)]

    assert listed == [opposition.id, access.id, old.id]
    assert [one.id for one in person_requests(session, late, limit=10)] == [opposition.id]
    assert person_requests(session, RequestFilter(within=("15",)), limit=10) == ()


def test_a_term_that_was_shortened_holds_for_what_comes_later(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    before = make_person_request(session, staff, office, family.head)
    amounts = {**privacy_terms(session), TermCode.ACCESS_DAYS: 5}
    set_privacy_terms(session, act_of(staff, NOON), amounts=amounts, expected_version=0)

    later = make_person_request(session, staff, office, family.child)

    assert (before.due_on, later.due_on) == (date(2026, 12, 23), date(2026, 11, 30))
    with pytest.raises(Stale):
        set_privacy_terms(session, act_of(staff, NOON), amounts=amounts, expected_version=0)
    with pytest.raises(Refused, match=r"term\.out_of_bounds"):
        set_privacy_terms(
            session,
            act_of(staff, NOON),
            amounts={**amounts, TermCode.ACCESS_DAYS: 21},
            expected_version=1,
        )


def test_a_representative_files_for_a_member_of_the_own_group_alone(session: Session, office: Office) -> None:
    family = make_family(session)
    centre = session.get_one(Centre, family.household.centre_code)
    owner, other = make_user(session, Role.REPRESENTATIVE), make_user(session, Role.REPRESENTATIVE)
    group = make_group(session, centre, owner)
    session.refresh(group, ["members"])
    what = {
        "group_id": group.id,
        "member_id": group.members[0].id,
        "office_id": office.id,
        "kind": RequestKind.ACCESS,
        "text": ASKS,
    }

    kept = file_person_request(session, act_of(owner, NOON), **what)

    assert (kept.person_id, kept.on_paper) == (group.members[0].person_id, False)
    with pytest.raises(NotFound):
        file_person_request(session, act_of(other, NOON), **what)
