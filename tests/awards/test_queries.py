"""Reads of the documents of a contest."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.queries import (
    Verification,
    contest_documents,
    contest_id_of,
    contest_subject,
    document_of_contest,
    issuing_facts,
    proposed_session,
    session_limits,
    standing_document,
    verification,
)
from contest_portal.awards.rules.issuing import IssuingFacts
from contest_portal.awards.rules.jury_session import JurySession, session_problems
from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.kernel.problems import NotFound
from tests.conftest import NOON
from tests.documents.papers import issue_note, issue_receipt_paper
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_acta, issued_agreements, issued_resolution, make_awarded_contest
from tests.factories.contests import SCORED
from tests.factories.voiding import make_void


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


def test_the_facts_count_what_stands(session: Session, awarded: ScoredContest) -> None:
    before = issuing_facts(session, awarded.contest.id)
    issued_agreements(session, awarded)

    assert (before, issuing_facts(session, awarded.contest.id)) == (
        IssuingFacts("allocated", False, False, 3, 0),
        IssuingFacts("allocated", True, True, 3, 3),
    )


def test_void_documents_stay_listed_but_do_not_count(session: Session, awarded: ScoredContest) -> None:
    acta = issued_acta(session, awarded)
    make_void(
        session, act_of(awarded.staff, NOON), contest_id=awarded.contest.id, document_id=acta.id, reason="X"
    )

    assert issuing_facts(session, awarded.contest.id).has_acta is False
    assert contest_documents(session, awarded.contest.id) == (acta,)
    assert standing_document(session, contest_subject(awarded.contest.id), "acta") is None


def test_the_session_is_proposed_from_when_the_scoring_was_closed(
    session: Session, awarded: ScoredContest
) -> None:
    proposed = proposed_session(session, awarded.contest.id)

    nine = NOON.astimezone(OFFICE_ZONE).replace(hour=9)
    assert proposed == JurySession(opened_at=nine, closed_at=SCORED, place="")
    limits = session_limits(session, awarded.contest.id)
    assert session_problems(replace(proposed, place="Lircay"), now=NOON, limits=limits) == ()


def test_a_document_belongs_to_the_contest_of_its_subject(session: Session, awarded: ScoredContest) -> None:
    agreement = issued_agreements(session, awarded)[0]
    application = awarded.groups["Sumaq Kuy"]

    found = [
        contest_id_of(session, subject)
        for subject in (
            f"contest:{awarded.contest.id}",
            agreement.subject,
            f"application:{application.id}",
            "award:999999",
            "office:1",
        )
    ]

    assert found == [awarded.contest.id] * 3 + [None, None]


def test_a_document_of_another_contest_is_not_found(session: Session, awarded: ScoredContest) -> None:
    act = act_of(awarded.staff, NOON)
    stranger = issue_note(session, act, awarded.office, subject="office:1")

    with pytest.raises(NotFound):
        document_of_contest(session, awarded.contest.id, stranger.id)


def test_anyone_learns_what_stands_on_record_and_nothing_of_persons(
    session: Session, awarded: ScoredContest
) -> None:
    document = issued_resolution(session, awarded)

    assert verification(session, document.verification_code) == Verification(
        is_void=False,
        kind_title="Resolución de adjudicación",
        code="RESOLUCIÓN N.° 001-2026-UT-HUANCAVELICA",
        title=f"Adjudicación del fondo: {awarded.contest.title}",
        verification_code=document.verification_code,
        issued_on=date(2026, 11, 23),
        office_name="Unidad Territorial Huancavelica",
        programme="Programa de Emprendimientos Rurales",
        contest_code=awarded.contest.code,
        contest_title=awarded.contest.title,
        data_sha256=document.data_sha256,
        file_sha256=None,
        voided_on=None,
        void_reason=None,
    )


def test_a_void_document_says_since_when_and_why(session: Session, awarded: ScoredContest) -> None:
    acta = issued_acta(session, awarded)
    before = verification(session, acta.verification_code)
    make_void(
        session,
        act_of(awarded.staff, NOON),
        contest_id=awarded.contest.id,
        document_id=acta.id,
        reason="Error en un puntaje",
    )

    assert before is not None
    assert verification(session, acta.verification_code) == replace(
        before, is_void=True, voided_on=date(2026, 11, 23), void_reason="Error en un puntaje"
    )


def test_a_receipt_can_be_verified_too(session: Session, awarded: ScoredContest) -> None:
    receipt = issue_receipt_paper(session, act_of(awarded.staff, NOON), awarded.office)
    receipt.subject = f"application:{awarded.groups['Sumaq Kuy'].id}"

    found = verification(session, receipt.verification_code)

    assert found is not None
    assert (found.kind_title, found.contest_code) == ("Constancia de recepción", awarded.contest.code)


def test_an_unknown_code_is_none(session: Session, awarded: ScoredContest) -> None:
    assert verification(session, "ACDE-FGHJ-2345") is None
