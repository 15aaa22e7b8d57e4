"""Amending published rules: the draft, the publication in one go, and who is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.amendment_notice_models import AmendmentNotice
from contest_portal.applications.amendment_notices import told_representatives, unread_notices
from contest_portal.applications.models import Application
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.services.draft_amendment import draft_amendment
from contest_portal.applications.services.publish_amendment import publish_amendment
from contest_portal.applications.services.read_amendment_notice import read_amendment_notice
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.contests.amendment_models import Amendment
from contest_portal.contests.amendment_queries import draft_amendment_of, rulebook_version, rulebook_versions
from contest_portal.contests.models import ContestRulebook, Envelope
from contest_portal.contests.queries import frozen_rulebook, read_rulebook, rulebook_of, rulebook_sha256
from contest_portal.contests.rules.amendments import Change, Item
from contest_portal.contests.services.discard_amendment import discard_amendment
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.amendments import (
    DAY,
    REASON,
    later_deadline,
    make_amendment,
    make_draft_amendment,
    proposal,
)
from tests.factories.applications import make_application, make_group
from tests.factories.applying import Village
from tests.factories.contests import CLOSES

HOUR = timedelta(hours=1)


@pytest.fixture
def staff(village: Village) -> User:
    return village.staff


def refused(session: Session, village: Village, staff: User, **parts: object) -> list[str]:
    with pytest.raises(Refused) as refusal:
        make_draft_amendment(session, village.contest, staff, proposal(session, village.contest, **parts))
    return [problem.code for problem in refusal.value.problems]


def test_a_draft_changes_nothing_that_anybody_sees(session: Session, village: Village, staff: User) -> None:
    before = rulebook_sha256(session, village.contest.id)

    draft = make_draft_amendment(session, village.contest, staff)

    assert (draft.number, draft.state, rulebook_sha256(session, village.contest.id)) == (1, "draft", before)
    assert read_rulebook(draft.data).venue == "Coliseo de Lircay"
    assert len(rulebook_versions(session, village.contest.id)) == 1


def test_a_draft_is_saved_again_by_its_version(session: Session, village: Village, staff: User) -> None:
    draft = make_draft_amendment(session, village.contest, staff)

    again = draft_amendment(
        session,
        act_of(staff, NOON),
        contest_id=village.contest.id,
        expected_version=draft.version,
        proposal=proposal(session, village.contest, venue="Anta"),
        reason=REASON,
    )

    assert (again.id, read_rulebook(again.data).venue, again.version) == (draft.id, "Anta", 2)


def test_a_second_draft_beside_the_first_is_stale(session: Session, village: Village, staff: User) -> None:
    make_draft_amendment(session, village.contest, staff)

    with pytest.raises(Stale):
        make_draft_amendment(session, village.contest, staff)


def test_an_amendment_says_why(session: Session, village: Village, staff: User) -> None:
    with pytest.raises(Refused) as refusal:
        draft_amendment(
            session,
            act_of(staff, NOON),
            contest_id=village.contest.id,
            expected_version=0,
            proposal=proposal(session, village.contest),
            reason=" Lluvias ",
        )

    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [
        ("amendment.reason", "reason")
    ]


def test_what_the_table_forbids_is_refused(session: Session, village: Village, staff: User) -> None:
    assert refused(session, village, staff, max_award=Money.soles(1)) == [
        "amendment.lower",
        "budget.award_range",
    ]


def test_only_staff_amend(session: Session, village: Village) -> None:
    secretary = make_user(session, Role.SECRETARY)

    with pytest.raises(NotPermitted):
        make_draft_amendment(session, village.contest, secretary)


def test_publishing_makes_the_next_version_and_keeps_the_last(
    session: Session, village: Village, staff: User
) -> None:
    first = frozen_rulebook(session, village.contest.id)

    amendment = make_amendment(session, village.contest, staff, later_deadline(session, village.contest))

    second = frozen_rulebook(session, village.contest.id)
    assert (first.version, second.version, second.id) == (1, 2, amendment.rulebook_id)
    assert (second.sha256, second.sha256 != first.sha256) == (sha256_hex(second.data), True)
    assert rulebook_version(session, village.contest.id, 1).data == first.data
    assert [
        (version.version, version.number, version.reason, version.changes)
        for version in rulebook_versions(session, village.contest.id)
    ] == [(2, 1, REASON, (Change(Item.CLOSES_AT, CLOSES, CLOSES + DAY),)), (1, 0, "", ())]


def test_publishing_is_on_the_chain_with_both_hashes(session: Session, village: Village, staff: User) -> None:
    first = rulebook_sha256(session, village.contest.id)

    make_amendment(session, village.contest, staff)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert row.action == "amendment.published"
    assert [sha in row.data for sha in (first, rulebook_sha256(session, village.contest.id))] == [True, True]
    assert verify_chain(session) == (row.seq, None)


def test_the_window_of_the_call_follows_the_version_in_force(
    session: Session, village: Village, staff: User
) -> None:
    draft = village.draft()
    late = replace(village.act(), at=CLOSES + HOUR)
    with pytest.raises(WrongState):
        submit_application(session, late, application_id=draft.id, expected_version=draft.version)

    make_amendment(session, village.contest, staff, later_deadline(session, village.contest))

    sent = submit_application(
        session, late, application_id=draft.id, expected_version=draft.version
    ).application
    receipt = receipt_of(session, sent.id)
    assert receipt is not None
    assert [
        text in receipt.data for text in (rulebook_sha256(session, village.contest.id), '"rules_version":2')
    ] == [
        True,
        True,
    ]


def test_a_passed_deadline_is_reopened(session: Session, village: Village, staff: User) -> None:
    wanted = later_deadline(session, village.contest)

    make_amendment(session, village.contest, staff, wanted, at=CLOSES + HOUR)

    assert village.contest.closes_at == CLOSES + DAY


def test_an_enlarged_envelope_takes_its_money_from_the_fund(
    session: Session, village: Village, staff: User
) -> None:
    session.refresh(village.contest, ["fund"])
    fund = village.contest.fund
    fund.amount = fund.amount + Money.soles(5_000)
    session.flush()

    make_amendment(
        session,
        village.contest,
        staff,
        proposal(session, village.contest, envelopes={"IDEA": Money.soles(45_000)}),
    )

    envelopes = session.scalars(
        select(Envelope.amount).where(Envelope.contest_id == village.contest.id).order_by(Envelope.id)
    )
    assert (list(envelopes), fund.free) == ([Money.soles(45_000), Money.soles(60_000)], Money.soles(0))
    assert rulebook_of(session, village.contest.id).fund == Money.soles(105_000)


def test_the_rules_are_asked_again_when_it_is_published(
    session: Session, village: Village, staff: User
) -> None:
    draft = make_draft_amendment(
        session, village.contest, staff, proposal(session, village.contest, purpose="Otra finalidad.")
    )
    make_application(session, village.contest, village.group())

    with pytest.raises(Refused) as refusal:
        publish_amendment(
            session, act_of(staff, NOON), contest_id=village.contest.id, expected_version=draft.version
        )

    assert [problem.code for problem in refusal.value.problems] == ["amendment.entries"]


def test_another_draft_than_the_previewed_one_is_not_published(
    session: Session, village: Village, staff: User
) -> None:
    draft = make_draft_amendment(session, village.contest, staff)

    with pytest.raises(Stale):
        publish_amendment(
            session, act_of(staff, NOON), contest_id=village.contest.id, expected_version=draft.version + 1
        )


def test_there_is_nothing_to_publish_without_a_draft(session: Session, village: Village, staff: User) -> None:
    with pytest.raises(NotFound):
        publish_amendment(session, act_of(staff, NOON), contest_id=village.contest.id, expected_version=1)


def test_a_discarded_draft_frees_its_number(session: Session, village: Village, staff: User) -> None:
    make_draft_amendment(session, village.contest, staff)

    discard_amendment(session, act_of(staff, NOON), contest_id=village.contest.id)

    assert draft_amendment_of(session, village.contest.id) is None
    assert make_draft_amendment(session, village.contest, staff).number == 1


def test_discarding_asks_for_a_draft_and_for_staff(session: Session, village: Village, staff: User) -> None:
    with pytest.raises(NotFound):
        discard_amendment(session, act_of(staff, NOON), contest_id=village.contest.id)
    with pytest.raises(NotPermitted):
        discard_amendment(session, village.act(), contest_id=village.contest.id)


def three_applicants(session: Session, village: Village) -> dict[str, Application]:
    groups = {
        name: make_group(session, village.centre, make_user(session, Role.REPRESENTATIVE), name=name)
        for name in ("Ayni", "Llamkay", "Yanapay")
    }
    states = {"Ayni": "draft", "Llamkay": "submitted", "Yanapay": "withdrawn"}
    return {
        name: make_application(session, village.contest, group, state=states[name])
        for name, group in groups.items()
    }


def test_who_has_a_draft_or_sent_is_told(session: Session, village: Village, staff: User) -> None:
    three_applicants(session, village)

    make_amendment(session, village.contest, staff)

    told = told_representatives(session, village.contest.id)
    assert [
        (one.number, one.group_name, one.application_state, one.told_at, one.read_at) for one in told
    ] == [
        (1, "Ayni", "draft", NOON, None),
        (1, "Llamkay", "submitted", NOON, None),
    ]


def test_a_notice_says_what_changed_until_it_is_read(session: Session, village: Village, staff: User) -> None:
    draft = village.draft()
    make_amendment(session, village.contest, staff, later_deadline(session, village.contest))
    (notice,) = unread_notices(session, village.representative.id)

    read_amendment_notice(session, replace(village.act(), at=NOON + HOUR), notice_id=notice.notice_id)

    assert (notice.application_id, notice.number, notice.reason, notice.changes) == (
        draft.id,
        1,
        REASON,
        (Change(Item.CLOSES_AT, CLOSES, CLOSES + DAY),),
    )
    assert unread_notices(session, village.representative.id) == ()


def test_the_first_reading_counts(session: Session, village: Village, staff: User) -> None:
    village.draft()
    make_amendment(session, village.contest, staff)
    notice_id = session.scalars(select(AmendmentNotice.id)).one()

    for at in (NOON + HOUR, NOON + 2 * HOUR):
        read_amendment_notice(session, replace(village.act(), at=at), notice_id=notice_id)

    assert session.get_one(AmendmentNotice, notice_id).read_at == NOON + HOUR
    assert len(session.scalars(select(AuditRow).where(AuditRow.action == "amendment.read")).all()) == 1


def test_the_notice_of_another_does_not_exist(session: Session, village: Village, staff: User) -> None:
    village.draft()
    make_amendment(session, village.contest, staff)
    notice_id = session.scalars(select(AmendmentNotice.id)).one()
    other = make_user(session, Role.REPRESENTATIVE)

    with pytest.raises(NotFound):
        read_amendment_notice(session, act_of(other, NOON), notice_id=notice_id)


def test_two_amendments_follow_each_other(session: Session, village: Village, staff: User) -> None:
    make_amendment(session, village.contest, staff)
    calendar = rulebook_of(session, village.contest.id).calendar

    make_amendment(
        session,
        village.contest,
        staff,
        proposal(session, village.contest, calendar=replace(calendar, results_on=date(2026, 12, 20))),
        at=NOON + HOUR,
    )

    assert session.scalars(select(Amendment.number).order_by(Amendment.number)).all() == [1, 2]
    assert session.scalars(select(ContestRulebook.version).order_by(ContestRulebook.version)).all() == [
        1,
        2,
        3,
    ]
    assert rulebook_of(session, village.contest.id).venue == "Coliseo de Lircay"
