"""Members as documents list them, and how documents cite one another."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import ApplicationMember
from contest_portal.awards.documents.citing import Cited, cite, published_on
from contest_portal.awards.documents.people import Member, Signer, listed_members, signers
from contest_portal.awards.queries import issuing_facts
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Person
from tests.factories.accounts import make_office, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_acta, make_awarded_contest
from tests.factories.contests import make_contest


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


def members(session: Session, awarded: ScoredContest, name: str) -> list[ApplicationMember]:
    return (
        session.query(ApplicationMember)
        .filter_by(application_id=awarded.groups[name].id)
        .order_by(ApplicationMember.id)
        .all()
    )


def test_members_stand_in_the_order_they_joined_with_their_office(
    session: Session, awarded: ScoredContest
) -> None:
    rows = members(session, awarded, "Sumaq Kuy")

    assert listed_members(session, awarded.groups["Sumaq Kuy"].id) == (
        Member(rows[0].full_name, rows[0].dni, "Presidencia"),
        Member(rows[1].full_name, rows[1].dni, "Tesorería"),
        Member(rows[2].full_name, rows[2].dni, "Secretaría"),
    )


def test_names_are_those_of_the_day_it_was_sent(session: Session, awarded: ScoredContest) -> None:
    row = members(session, awarded, "Sumaq Kuy")[0]
    session.get_one(Person, row.person_id).given_names = "Otro"
    session.flush()

    assert listed_members(session, row.application_id)[0].full_name == row.full_name


def test_the_first_of_an_office_signs(session: Session, awarded: ScoredContest) -> None:
    rows = members(session, awarded, "Sumaq Kuy")
    rows[2].office = "president"
    session.flush()

    found = signers(session, rows[0].application_id)

    assert found == {
        "president": Signer(rows[0].full_name, rows[0].dni),
        "treasurer": Signer(rows[1].full_name, rows[1].dni),
    }


@pytest.mark.parametrize("office", ["president", "treasurer"])
def test_a_winning_group_without_a_signer_is_named(
    session: Session, awarded: ScoredContest, office: str
) -> None:
    for row in members(session, awarded, "Mishki Tanta"):
        row.office = "member" if row.office == office else row.office
    session.flush()

    assert issuing_facts(session, awarded.contest.id).unsigned == (awarded.code("Mishki Tanta"),)


def test_two_treasurers_do_not_make_up_for_a_president(session: Session, awarded: ScoredContest) -> None:
    for row in members(session, awarded, "Llaqta Maki"):
        row.office = "treasurer"
    session.flush()

    assert issuing_facts(session, awarded.contest.id).unsigned == (awarded.code("Llaqta Maki"),)


def test_a_document_is_cited_by_number_day_and_code(session: Session, awarded: ScoredContest) -> None:
    acta = issued_acta(session, awarded)

    assert cite(acta) == Cited(
        "ACTA N.° 001-2026-UT-HUANCAVELICA", date(2026, 11, 23), acta.verification_code
    )


def test_the_day_of_publication_is_the_one_of_the_office(session: Session, awarded: ScoredContest) -> None:
    assert published_on(awarded.contest) == date(2026, 11, 2)


def test_a_draft_has_no_day_of_publication(session: Session) -> None:
    office, staff = make_office(session), make_user(session, Role.STAFF)

    with pytest.raises(NotFound):
        published_on(make_contest(session, office, staff, state="draft"))
