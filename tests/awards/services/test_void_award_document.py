"""Voiding documents of a contest."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.queries import contest_documents
from contest_portal.awards.services.ask_voiding import ask_voiding
from contest_portal.awards.services.void_award_document import void_award_document
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import NotFound, NotPermitted, WrongState
from tests.conftest import NOON
from tests.documents.papers import issue_note
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_acta, issued_agreements, issued_resolution, make_awarded_contest
from tests.factories.voiding import make_void


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


def void(session: Session, awarded: ScoredContest, document: Document) -> Document:
    return make_void(
        session,
        act_of(awarded.staff, NOON),
        contest_id=awarded.contest.id,
        document_id=document.id,
        reason="Error en un nombre",
    )


def test_everything_is_voided_from_the_end(session: Session, awarded: ScoredContest) -> None:
    issued_agreements(session, awarded)

    for document in reversed(contest_documents(session, awarded.contest.id)):
        void(session, awarded, document)

    assert {document.state for document in contest_documents(session, awarded.contest.id)} == {"void"}


def test_after_voiding_another_acta_may_be_issued(session: Session, awarded: ScoredContest) -> None:
    void(session, awarded, issued_acta(session, awarded))

    assert issued_acta(session, awarded).code == "ACTA N.° 002-2026-UT-HUANCAVELICA"


def test_an_acta_that_a_resolution_cites_stands(session: Session, awarded: ScoredContest) -> None:
    issued_resolution(session, awarded)
    acta, _ = contest_documents(session, awarded.contest.id)

    with pytest.raises(WrongState) as refusal:
        void(session, awarded, acta)

    assert [problem.code for problem in refusal.value.problems] == ["document.cited_by_resolution"]


def test_a_document_of_another_matter_is_not_found(session: Session, awarded: ScoredContest) -> None:
    other = issue_note(
        session,
        act_of(awarded.staff, NOON),
        awarded.office,
        subject=f"contest:{awarded.contest.id + 1}",
    )

    with pytest.raises(NotFound):
        void(session, awarded, other)

    assert other.state == "issued"


def test_only_the_staff_voids(session: Session, awarded: ScoredContest) -> None:
    acta = issued_acta(session, awarded)
    secretary = make_user(session, Role.SECRETARY)

    with pytest.raises(NotPermitted):
        make_void(
            session,
            act_of(secretary, NOON),
            contest_id=awarded.contest.id,
            document_id=acta.id,
            reason="Error",
        )

    assert acta.state == "issued"


def test_who_asked_for_it_does_not_confirm_it(session: Session, awarded: ScoredContest) -> None:
    acta = issued_acta(session, awarded)
    given = {"contest_id": awarded.contest.id, "document_id": acta.id, "reason": "Error en un nombre"}
    joint = ask_voiding(session, act_of(awarded.staff, NOON), **given)

    with pytest.raises(NotPermitted):
        void_award_document(
            session,
            act_of(awarded.staff, NOON),
            contest_id=awarded.contest.id,
            joint_id=joint.id,
            sha256=joint.content_sha256,
        )
    with pytest.raises(WrongState):
        ask_voiding(session, act_of(awarded.secretary, NOON), **given)

    assert acta.state == "issued"
