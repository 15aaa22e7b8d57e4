"""What an annulment leaves for later stages: documents, announcement, benefits, envelopes, and what anyone verifies."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.benefit_models import Benefit
from contest_portal.awards.follow_up_queries import award_lines, award_of_application
from contest_portal.awards.queries import issuing_facts, verification
from contest_portal.awards.services.amend_agreement import Amending, amend_agreement
from contest_portal.awards.services.annul_award import annul_award
from contest_portal.awards.services.close_award import close_award
from contest_portal.contests.models import Envelope
from contest_portal.documents.models import Document
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotPermitted, WrongState
from contest_portal.publication.invariants import broken_invariants
from contest_portal.publication.queries import own_results
from contest_portal.publication.services.announce_results import announce_results
from tests.awards.deeds import REASON, annulled, refused, settled
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.awards import agreements_by_two, issued_resolution, make_awarded_contest
from tests.factories.follow_ups import (
    CCI,
    PAID_ON,
    Followed,
    annulled_by_two,
    award_of,
    make_paid,
    make_ready,
)
from tests.factories.voiding import make_void


@pytest.fixture
def ready(session: Session, tmp_path: Path) -> Followed:
    return make_ready(session, tmp_path)


def announce(followed: Followed) -> None:
    followed.session.execute(update(Document).values(file_sha256="0" * 64))  # as if printed
    announce_results(
        followed.session, act_of(followed.scored.staff, NOON), contest_id=followed.scored.contest.id
    )


def benefits(session: Session) -> dict[int, Money]:
    session.flush()
    rows = session.execute(select(Benefit.application_id, Benefit.amount).order_by(Benefit.application_id))
    return dict(rows.all())


def committed(session: Session) -> dict[str, Money]:
    rows = session.execute(
        select(Envelope.category_code, Envelope.committed).order_by(Envelope.category_code)
    )
    return dict(rows.all())


def broken(session: Session) -> set[str]:
    """Name what does not hold, but for what the scene itself leaves out."""
    session.flush()
    return {one.code for one in broken_invariants(session)} - {"application.members_as_sent"}


def test_the_other_winners_keep_their_own(ready: Followed) -> None:
    annulled(ready)
    announce(ready)

    scored = ready.scored
    assert benefits(ready.session) == {
        scored.groups["Mishki Tanta"].id: Money.soles(17_000),
        scored.groups["Llaqta Maki"].id: Money.soles(20_000),
    }
    assert committed(ready.session) == {"IDEA": Money.soles(17_000), "MARCHA": Money.soles(20_000)}
    assert broken(ready.session) == set()


def test_after_the_announcement_the_group_alone_loses_its_benefit(ready: Followed) -> None:
    announce(ready)
    before = benefits(ready.session)

    annulled(ready)

    after = benefits(ready.session)
    assert before.keys() - after.keys() == {ready.award.application_id}
    assert after.items() <= before.items()
    assert broken(ready.session) == set()


def test_no_agreement_is_issued_again_for_an_annulled_award(ready: Followed) -> None:
    contest_id = ready.scored.contest.id
    annulled(ready)

    with pytest.raises(WrongState):
        agreements_by_two(ready.session, ready.act(ready.approver), contest_id=contest_id)

    facts = issuing_facts(ready.session, contest_id)
    assert (facts.awards, facts.agreements) == (2, 2)


def test_an_award_without_an_agreement_is_annulled_and_the_others_get_theirs(session: Session) -> None:
    scored = make_awarded_contest(session)
    issued_resolution(session, scored)
    award = award_of(session, scored)
    approver = act_of(scored.staff, NOON)
    with pytest.raises(NotPermitted):
        annul_award(session, approver, award_id=award.id, reason=REASON)
    document = annulled_by_two(
        session, act_of(make_user(session, Role.STAFF), NOON), award_id=award.id, reason=REASON
    )
    issued = agreements_by_two(session, approver, contest_id=scored.contest.id)

    assert (document.kind, len(issued)) == ("annulment", 2)
    assert award_of_application(session, award.application_id) is None
    assert broken(session) == set()


def test_an_annulled_award_stays_on_the_board_and_the_group_may_read_it(ready: Followed) -> None:
    annulled(ready)

    lines = {line.group_name: line for line in award_lines(ready.session, PAID_ON)}

    assert (lines["Sumaq Kuy"].state, lines["Sumaq Kuy"].dues, lines["Sumaq Kuy"].late) == ("annulled", (), 0)
    assert award_of_application(ready.session, ready.award.application_id) == ready.award.id


def test_what_was_decided_stays_as_it_was_decided(ready: Followed) -> None:
    """The result is that of the jury: an annulment comes after it."""
    announce(ready)
    contest_id, application_id = ready.scored.contest.id, ready.award.application_id
    before = own_results(ready.session, contest_id, {application_id})

    annulled(ready)

    told = {number: replace(one, is_annulled=True) for number, one in before.items()}
    assert own_results(ready.session, contest_id, {application_id}) == told


@pytest.mark.parametrize(
    "kind", ["transfer_order", "agreement_change", "settlement", "closing_memo", "annulment"]
)
def test_no_paper_of_a_follow_up_is_voided_by_itself(session: Session, tmp_path: Path, kind: str) -> None:
    if kind == "annulment":
        followed = annulled(make_ready(session, tmp_path))
    else:
        followed = make_paid(session, tmp_path)
        change = Amending("items", None, "Una malla en lugar de cuyes.", "Bajó el precio.")
        amend_agreement(session, followed.act(followed.approver), award_id=followed.award.id, change=change)
        settled(followed)
        close_award(session, followed.act(followed.payer), award_id=followed.award.id)
    document = session.scalars(select(Document).where(Document.kind == kind)).one()

    told = refused(
        followed,
        lambda: make_void(
            session,
            followed.act(followed.approver),
            contest_id=followed.scored.contest.id,
            document_id=document.id,
            reason=REASON,
        ),
    )

    assert len(told) == 1
    assert document.state == "issued"


def test_whoever_verifies_a_paper_learns_nothing_of_an_account_or_an_amount(
    session: Session, tmp_path: Path
) -> None:
    make_paid(session, tmp_path)
    order = session.scalars(select(Document).where(Document.kind == "transfer_order")).one()

    found = verification(session, order.verification_code)

    assert found is not None
    assert (found.is_void, found.kind_title, found.title) == (
        False,
        "Orden de transferencia",
        "Transferencia 1 al grupo Sumaq Kuy",
    )
    told = repr(replace(found, verification_code="", data_sha256="", file_sha256=""))
    assert [text for text in (CCI, CCI[-4:], "12,600", "12600", "Banco") if text in told] == []


def test_whoever_verifies_a_void_agreement_is_told_which_paper_ended_it(ready: Followed) -> None:
    annulled(ready)
    agreement = ready.session.get_one(Document, ready.follow_up.agreement_id)

    found = verification(ready.session, agreement.verification_code)

    assert found is not None
    assert (found.is_void, found.voided_on) == (True, PAID_ON)
    assert "ANULACIÓN N.° 001-2026-UT-HUANCAVELICA" in (found.void_reason or "")
    assert REASON not in (found.void_reason or "")
