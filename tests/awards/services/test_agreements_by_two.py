"""The agreements of a contest are asked for with their terms by one person and issued by another, all in one go."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.queries import contest_documents
from contest_portal.awards.rules.terms import AgreementTerms
from contest_portal.awards.services.ask_agreements import ask_agreements
from contest_portal.awards.services.ask_voiding import ask_voiding
from contest_portal.awards.services.confirm_agreements import confirm_agreements
from contest_portal.awards.services.issue_agreements import issue_agreements
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.awards.services.void_award_document import void_award_document
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import NotPermitted, Refused, Stale, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_resolution, make_awarded_contest

TERMS = AgreementTerms(months=9, first_percent=60)
Confirm = Callable[[Act, JointAct], tuple[Document, ...]]


@pytest.fixture
def resolved(session: Session) -> ScoredContest:
    awarded = make_awarded_contest(session)
    issued_resolution(session, awarded)
    return awarded


@pytest.fixture
def confirm(session: Session, resolved: ScoredContest) -> Confirm:
    def confirm_it(act: Act, joint: JointAct) -> tuple[Document, ...]:
        return confirm_agreements(
            session, act, contest_id=resolved.contest.id, joint_id=joint.id, sha256=joint.content_sha256
        )

    return confirm_it


def agreements(session: Session, resolved: ScoredContest) -> list[Document]:
    return [one for one in contest_documents(session, resolved.contest.id) if one.kind == AGREEMENT.code]


def test_the_secretary_prepares_and_the_programme_issues_all_at_once(
    session: Session, resolved: ScoredContest, confirm: Confirm
) -> None:
    contest_id, secretary = resolved.contest.id, act_of(resolved.secretary, NOON)
    joint = ask_agreements(session, secretary, contest_id=contest_id, terms=TERMS)
    with pytest.raises(WrongState, match=r"joint_act\.waits"):
        ask_agreements(session, secretary, contest_id=contest_id)
    with pytest.raises(NotPermitted):
        confirm(secretary, joint)
    with pytest.raises(Stale):
        confirm_agreements(
            session,
            act_of(resolved.staff, NOON),
            contest_id=contest_id,
            joint_id=joint.id,
            sha256="0" * 64,
        )
    assert agreements(session, resolved) == []

    issued = confirm(act_of(resolved.staff, NOON), joint)

    said = {json.loads(one.data)["content"]["months"] for one in issued}
    assert (len(issued), said, joint.state) == (3, {9}, "done")
    assert [one.issued_by for one in issued] == [resolved.staff.id] * 3


def test_where_there_are_two_of_the_programme_one_does_not_issue_alone(
    session: Session, resolved: ScoredContest, confirm: Confirm
) -> None:
    staff, colleague = act_of(resolved.staff, NOON), act_of(make_user(session, Role.STAFF), NOON)
    with pytest.raises(Refused, match=r"joint_act\.two_persons"):
        issue_agreements(session, staff, contest_id=resolved.contest.id)
    joint = ask_agreements(session, staff, contest_id=resolved.contest.id)
    with pytest.raises(NotPermitted):
        confirm(staff, joint)

    assert len(confirm(colleague, joint)) == 3


def test_another_resolution_than_both_saw_is_asked_for_anew(
    session: Session, resolved: ScoredContest, confirm: Confirm
) -> None:
    contest_id, staff = resolved.contest.id, act_of(resolved.staff, NOON)
    secretary = act_of(resolved.secretary, NOON)
    joint = ask_agreements(session, secretary, contest_id=contest_id)
    resolution = next(one for one in contest_documents(session, contest_id) if one.kind == "resolution")
    voiding = ask_voiding(
        session, secretary, contest_id=contest_id, document_id=resolution.id, reason="Un error de fecha."
    )
    void_award_document(
        session, staff, contest_id=contest_id, joint_id=voiding.id, sha256=voiding.content_sha256
    )
    issue_resolution(session, staff, contest_id=contest_id)

    with pytest.raises(WrongState, match=r"agreements\.changed"):
        confirm(staff, joint)


def test_impossible_terms_are_not_even_asked_for(session: Session, resolved: ScoredContest) -> None:
    with pytest.raises(Refused, match=r"terms\.months"):
        ask_agreements(
            session,
            act_of(resolved.secretary, NOON),
            contest_id=resolved.contest.id,
            terms=AgreementTerms(months=0),
        )
