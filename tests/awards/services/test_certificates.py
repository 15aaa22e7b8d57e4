"""The certificates of the winning groups: for all, for one, again after a void one, and with its award's end."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.queries import award_subject, issuing_facts, standing_document, verification
from contest_portal.awards.services.issue_certificates import issue_certificates
from contest_portal.documents.queries import documents_of
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from tests.awards.deeds import annulled
from tests.awards.papers import content_of, text_of
from tests.conftest import NOON
from tests.documents.papers import page_texts
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_resolution, make_awarded_contest, make_press
from tests.factories.follow_ups import award_of, make_followed
from tests.factories.voiding import make_void


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    made = make_awarded_contest(session)
    issued_resolution(session, made)
    return made


def issue(session: Session, awarded: ScoredContest, award_id: int | None = None) -> list[str]:
    act = act_of(awarded.staff, NOON)
    issued = issue_certificates(session, act, contest_id=awarded.contest.id, award_id=award_id)
    return [f"{one.code} {one.title}" for one in issued]


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_one_is_issued_alone_and_then_all_that_are_missing(session: Session, awarded: ScoredContest) -> None:
    second = award_of(session, awarded, "Mishki Tanta").id

    assert issue(session, awarded, second) == [
        "CERTIFICADO N.° 001-2026-UT-HUANCAVELICA Certificado del grupo Mishki Tanta"
    ]
    assert issue(session, awarded) == [
        "CERTIFICADO N.° 002-2026-UT-HUANCAVELICA Certificado del grupo Sumaq Kuy",
        "CERTIFICADO N.° 003-2026-UT-HUANCAVELICA Certificado del grupo Llaqta Maki",
    ]


def test_it_is_one_page_with_every_member_and_no_dni(
    session: Session, awarded: ScoredContest, tmp_path: Path
) -> None:
    issue(session, awarded)
    document = documents_of(session, award_subject(award_of(session, awarded).id))[-1]
    group = content_of(session, document.id)["group"]
    press = make_press(tmp_path)

    said = text_of(press, document)

    assert [sorted(member) for member in group["members"]] == [["full_name", "office"]] * 3
    assert all(member["full_name"] in said for member in group["members"])
    assert "ganó el concurso «" in said
    assert "S/ 18,000.00 (DIECIOCHO MIL CON 00/100 SOLES)" in said
    assert len(page_texts(press.render(CERTIFICATE, document))) == 1


def test_it_waits_for_the_resolution_and_is_not_issued_twice(session: Session) -> None:
    awarded = make_awarded_contest(session)
    with pytest.raises(WrongState) as early:
        issue(session, awarded)
    issued_resolution(session, awarded)
    first = award_of(session, awarded).id
    issue(session, awarded, first)
    with pytest.raises(WrongState) as again:
        issue(session, awarded, first)
    issue(session, awarded)
    with pytest.raises(WrongState) as done:
        issue(session, awarded)

    assert codes(early) == ["certificate.no_resolution"]
    assert codes(again) == ["certificate.exists"]
    assert codes(done) == ["certificate.all_issued"]


def test_what_an_award_is_not_takes_no_number(session: Session, awarded: ScoredContest) -> None:
    with pytest.raises(NotFound):
        issue(session, awarded, 9_999)
    with pytest.raises(NotPermitted):
        issue_certificates(
            session, act_of(make_user(session, Role.SECRETARY), NOON), contest_id=awarded.contest.id
        )

    assert issuing_facts(session, awarded.contest.id).certificates == 0


def test_a_void_one_keeps_its_number_and_holds_the_resolution_no_more(
    session: Session, awarded: ScoredContest
) -> None:
    only = award_of(session, awarded).id
    issue(session, awarded, only)
    act, contest_id = act_of(awarded.staff, NOON), awarded.contest.id
    certificate = documents_of(session, award_subject(only))[-1]
    resolution = standing_document(session, f"contest:{contest_id}", "resolution")
    assert resolution is not None
    with pytest.raises(WrongState) as cited:
        make_void(session, act, contest_id=contest_id, document_id=resolution.id, reason="Error")

    make_void(session, act, contest_id=contest_id, document_id=certificate.id, reason="Error")
    again = issue(session, awarded, only)

    told = verification(session, certificate.verification_code)
    assert codes(cited) == ["document.cited_by_certificates"]
    assert again == ["CERTIFICADO N.° 002-2026-UT-HUANCAVELICA Certificado del grupo Sumaq Kuy"]
    assert told is not None
    assert (told.is_void, told.kind_title, told.replaced_by) == (
        True,
        "Certificado de adjudicación",
        "CERTIFICADO N.° 002-2026-UT-HUANCAVELICA",
    )


def test_it_ends_with_its_award(session: Session, tmp_path: Path) -> None:
    followed = make_followed(session, tmp_path)
    issue(session, followed.scored)

    annulled(followed)

    papers = documents_of(session, award_subject(followed.award.id))
    reasons = {one.kind: (one.state, one.void_reason) for one in papers if one.state == "void"}
    ended = ("void", "Premio anulado: ANULACIÓN N.° 001-2026-UT-HUANCAVELICA")
    assert reasons == {"agreement": ended, "certificate": ended}
    assert issuing_facts(session, followed.scored.contest.id).certificates == 2
