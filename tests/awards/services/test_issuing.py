"""Issuing the documents of a contest through the services, on a real allocation."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import ApplicationMember
from contest_portal.awards.queries import contest_documents
from contest_portal.awards.rules.terms import AgreementTerms
from contest_portal.awards.services.issue_acta import issue_acta
from contest_portal.awards.services.issue_agreements import issue_agreements
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import (
    SESSION,
    issued_acta,
    issued_agreements,
    issued_resolution,
    make_awarded_contest,
    make_judged_contest,
)
from tests.factories.voiding import make_void


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


def wrong_state(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_all_documents_of_a_contest_come_in_order(session: Session, awarded: ScoredContest) -> None:
    issued_agreements(session, awarded)

    assert [
        (document.code, document.title) for document in contest_documents(session, awarded.contest.id)
    ] == [
        ("ACTA N.° 001-2026-UT-HUANCAVELICA", f"Sesión del jurado: {awarded.contest.title}"),
        ("RESOLUCIÓN N.° 001-2026-UT-HUANCAVELICA", f"Adjudicación del fondo: {awarded.contest.title}"),
        ("CONVENIO N.° 001-2026-UT-HUANCAVELICA", "Convenio con el grupo Sumaq Kuy"),
        ("CONVENIO N.° 002-2026-UT-HUANCAVELICA", "Convenio con el grupo Mishki Tanta"),
        ("CONVENIO N.° 003-2026-UT-HUANCAVELICA", "Convenio con el grupo Llaqta Maki"),
    ]


def test_the_acta_is_issued_as_soon_as_the_scoring_is_closed(session: Session) -> None:
    judged = make_judged_contest(session)

    assert issued_acta(session, judged).number == 1


def test_the_acta_waits_for_the_scoring(session: Session) -> None:
    judged = make_judged_contest(session)
    judged.contest.state = "evaluating"
    session.flush()

    with pytest.raises(WrongState) as refusal:
        issued_acta(session, judged)

    assert wrong_state(refusal) == ["acta.not_scored"]


def test_a_second_acta_is_refused_while_one_stands(session: Session, awarded: ScoredContest) -> None:
    issued_acta(session, awarded)

    with pytest.raises(WrongState) as refusal:
        issued_acta(session, awarded)

    assert wrong_state(refusal) == ["acta.exists"]


def test_an_impossible_session_takes_no_number(session: Session, awarded: ScoredContest) -> None:
    told = replace(SESSION, place="", closed_at=NOON + timedelta(hours=1))

    with pytest.raises(Refused) as refusal:
        issue_acta(session, act_of(awarded.staff, NOON), contest_id=awarded.contest.id, told=told)

    assert wrong_state(refusal) == ["session.without_place", "session.in_the_future"]
    assert contest_documents(session, awarded.contest.id) == ()


def test_the_resolution_waits_for_acta_and_allocation(session: Session) -> None:
    judged = make_judged_contest(session)

    with pytest.raises(WrongState) as refusal:
        issue_resolution(session, act_of(judged.staff, NOON), contest_id=judged.contest.id)

    assert wrong_state(refusal) == ["resolution.no_acta", "resolution.not_allocated"]


def test_the_agreements_wait_for_the_resolution(session: Session, awarded: ScoredContest) -> None:
    issued_acta(session, awarded)

    with pytest.raises(WrongState) as refusal:
        issue_agreements(session, act_of(awarded.staff, NOON), contest_id=awarded.contest.id)

    assert wrong_state(refusal) == ["agreement.no_resolution"]


def test_only_the_agreements_that_are_missing_are_issued(session: Session, awarded: ScoredContest) -> None:
    first, *_ = issued_agreements(session, awarded)
    act = act_of(awarded.staff, NOON)
    make_void(session, act, contest_id=awarded.contest.id, document_id=first.id, reason="Cambio de tesorera")

    again = issue_agreements(session, act, contest_id=awarded.contest.id)

    assert [(document.code, document.subject) for document in again] == [
        ("CONVENIO N.° 004-2026-UT-HUANCAVELICA", first.subject)
    ]


def test_when_all_agreements_stand_there_is_nothing_to_issue(
    session: Session, awarded: ScoredContest
) -> None:
    issued_agreements(session, awarded)

    with pytest.raises(WrongState) as refusal:
        issue_agreements(session, act_of(awarded.staff, NOON), contest_id=awarded.contest.id)

    assert wrong_state(refusal) == ["agreement.all_issued"]


def test_a_group_without_a_treasurer_stops_all_agreements_by_name(
    session: Session, awarded: ScoredContest
) -> None:
    application = awarded.groups["Mishki Tanta"]
    treasurer = session.scalars(
        select(ApplicationMember).where(
            ApplicationMember.application_id == application.id, ApplicationMember.office == "treasurer"
        )
    ).one()
    treasurer.office = "member"
    issued_resolution(session, awarded)

    with pytest.raises(WrongState) as refusal:
        issue_agreements(session, act_of(awarded.staff, NOON), contest_id=awarded.contest.id)

    assert [problem.params for problem in refusal.value.problems] == [{"codes": application.code}]


def test_impossible_terms_are_refused(session: Session, awarded: ScoredContest) -> None:
    issued_resolution(session, awarded)

    with pytest.raises(Refused) as refusal:
        issue_agreements(
            session,
            act_of(awarded.staff, NOON),
            contest_id=awarded.contest.id,
            terms=AgreementTerms(months=0, first_percent=101),
        )

    assert wrong_state(refusal) == ["terms.months", "terms.first_percent"]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.JUROR, Role.AUDITOR, Role.ADMIN, Role.REPRESENTATIVE])
def test_only_the_staff_issues(session: Session, awarded: ScoredContest, role: Role) -> None:
    stranger = act_of(make_user(session, role), NOON)

    for issue in (
        lambda: issue_acta(session, stranger, contest_id=awarded.contest.id, told=SESSION),
        lambda: issue_resolution(session, stranger, contest_id=awarded.contest.id),
        lambda: issue_agreements(session, stranger, contest_id=awarded.contest.id),
    ):
        with pytest.raises(NotPermitted):
            issue()


def test_a_contest_that_is_not_there_is_not_found(session: Session, awarded: ScoredContest) -> None:
    with pytest.raises(NotFound):
        issue_resolution(session, act_of(awarded.staff, NOON), contest_id=awarded.contest.id + 100)
