"""Personal data go when their term is over, by two people, and all that is proven still is."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import Award
from contest_portal.applications.models import Application, ApplicationMember, ApplicationVersion
from contest_portal.applications.rules.profile import read_profile
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotPermitted, Refused, Stale, WrongState
from contest_portal.privacy.erasing import MEMBER
from contest_portal.privacy.free_texts import count_free_texts, withdraw_free_texts
from contest_portal.privacy.queries import ended_contests, plan_of
from contest_portal.privacy.services.apply_retention import apply_retention
from contest_portal.privacy.services.discard_retention import discard_retention
from contest_portal.privacy.services.lift_hold import lift_hold
from contest_portal.privacy.services.place_hold import place_hold
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.invariants import broken_invariants
from contest_portal.registry.queries.privacy_terms import privacy_terms
from contest_portal.registry.rules.privacy_terms import TermCode
from contest_portal.registry.services.set_privacy_terms import set_privacy_terms
from contest_portal.scoring.models import SheetMark
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.intruders import open_sheets
from tests.factories.observations import make_observation
from tests.factories.retention import (
    BORN,
    PLANTED_DNI,
    approver_of,
    make_ended_contest,
    propose,
    tables_with,
    withdraw,
)

REGISTER = {"person"}
"""The register lives on by its own sources; who is in it is no matter of a contest that ended."""


def after(years: int) -> datetime:
    return datetime(NOON.year + years, NOON.month, NOON.day, 17, tzinfo=UTC)


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    return make_ended_contest(session)


def test_what_is_left_after_one_five_and_ten_years(session: Session, scored: ScoredContest) -> None:
    found = {}
    for years in (0, 1, 5, 10):
        if years:
            withdraw(session, scored, after(years))
        found[years] = (
            tables_with(session, re.escape(BORN)),
            tables_with(session, PLANTED_DNI) - REGISTER,
            tables_with(session, "Xolotlcanario") - REGISTER,
        )
        assert (broken_invariants(session), verify_chain(session)[1]) == ((), None)

    sent = {"application_member", "application_version"}
    assert found == {
        0: ({"scoring_fact"}, sent | {"scoring_fact"}, sent),
        1: (set(), sent, sent),
        5: (set(), set(), sent),
        10: (set(), set(), set()),
    }


def test_what_was_sent_stays_but_for_the_person(session: Session, scored: ScoredContest) -> None:
    before = {
        one.id: (one.content, one.content_sha256) for one in session.scalars(select(ApplicationVersion))
    }

    withdraw(session, scored, after(5))

    for one in session.scalars(select(ApplicationVersion)):
        whole, digest = before[one.id]
        was, now = json.loads(whole), json.loads(one.content)
        members = now["group"].pop("members")
        dni = {member.pop("dni") for member in members}
        old = [
            {key: value for key, value in member.items() if key != "dni"}
            for member in was["group"].pop("members")
        ]
        assert (now, members, one.content_sha256) == (was, old, digest == sha256_hex(whole) and digest)
        assert all(len(one) == 8 and one.startswith(MEMBER) for one in dni)
        kept = session.scalars(
            select(ApplicationMember.dni).where(ApplicationMember.application_id == one.application_id)
        )
        assert set(kept) == dni


def test_a_reason_that_names_somebody_stays_out_of_the_bundle_once_the_names_are_gone(
    session: Session, scored: ScoredContest
) -> None:
    session.refresh(scored.contest, ["office"])
    mark = session.scalars(select(SheetMark).order_by(SheetMark.id).limit(1)).one()
    open_sheets(session)
    mark.reason = "Zyanya Xolotlcanario explicó bien su negocio."
    set_privacy_terms(
        session,
        act_of(scored.staff, after(10)),
        amounts={**privacy_terms(session), TermCode.FILE_YEARS: 20},  # words of sheets go later than names
        expected_version=0,
    )
    before = bundle_of(session, scored.contest)

    withdraw(session, scored, after(10))

    kept = replace(bundle_of(session, scored.contest), bundle_sha256=None)
    assert [sheet.reasons_withheld for sheet in kept.sheets] == [True]
    assert kept == replace(before, bundle_sha256=None)


def test_free_texts_go_after_ten_years_and_the_hashes_stay(session: Session, scored: ScoredContest) -> None:
    told = "Mi vecino Amaru lo vio todo"
    entry = session.scalars(select(Application).order_by(Application.id).limit(1)).one()
    version = session.scalars(
        select(ApplicationVersion).where(ApplicationVersion.application_id == entry.id)
    ).one()
    sent = json.loads(version.content)
    sent["profile"]["summary"] = told
    entry.profile, version.content = canonical_json(sent["profile"]), canonical_json(sent)
    observed = make_observation(session, scored)
    observed.text, observed.state, observed.outcome, observed.answer = told, "proposed", "reject", told
    observed.proposed_by, observed.proposed_at = scored.staff.id, NOON
    session.flush()
    digest, goods = version.content_sha256, sent["profile"]["goods"]

    count = count_free_texts(session, [scored.contest.id])
    withdraw_free_texts(session, [scored.contest.id])
    session.expire_all()

    left = [json.loads(entry.profile), json.loads(version.content)["profile"]]
    assert tables_with(session, told) == set()
    assert [one["summary"] for one in left] == [observed.text, observed.answer] == ["Retirado"] * 2
    assert (version.content_sha256, left[0]["goods"], count >= 3) == (digest, goods, True)
    assert read_profile(entry.profile).summary == "Retirado"
    assert (count_free_texts(session, [scored.contest.id]), broken_invariants(session)) == (0, ())


def test_the_account_of_a_group_goes_whole(session: Session, scored: ScoredContest) -> None:
    award = session.scalars(select(Award).limit(1)).one()
    followed = FollowUp(
        award_id=award.id,
        agreement_id=session.scalars(select(Document.id).limit(1)).one(),
        state="annulled",
        signed_on=date(2026, 12, 1),
        starts_on=date(2026, 12, 1),
        ends_on=date(2027, 6, 1),
        bank="Caja Huancayo",
        cci="01136600010003254221",
        holder="Asociación Sumaq Kuy",
        amount=Money.soles(10),
        promised=Money.soles(0),
    )
    session.add(followed)
    session.flush()

    withdraw(session, scored, after(5))
    session.refresh(followed)

    assert (followed.bank, followed.cci, followed.holder) == (None, None, None)


def test_a_second_run_finds_nothing(session: Session, scored: ScoredContest) -> None:
    withdraw(session, scored, after(10))

    with pytest.raises(Refused, match=r"retention\.nothing"):
        propose(session, scored, after(10))
    assert plan_of(session, after(10).date()).lines == ()


def test_nothing_is_due_a_day_too_early(session: Session, scored: ScoredContest) -> None:
    with pytest.raises(Refused, match=r"retention\.nothing"):
        propose(session, scored, after(1) - timedelta(days=1))


def test_whoever_proposes_does_not_approve(session: Session, scored: ScoredContest) -> None:
    run = propose(session, scored, after(1))

    with pytest.raises(NotPermitted):
        apply_retention(session, act_of(scored.staff, after(1)), run_id=run.id, expected_version=run.version)


def test_one_proposal_waits_at_a_time_and_an_old_page_decides_nothing(
    session: Session, scored: ScoredContest
) -> None:
    run = propose(session, scored, after(1))
    other = act_of(approver_of(session), after(1))

    with pytest.raises(Refused, match=r"retention\.waiting"):
        propose(session, scored, after(1))
    with pytest.raises(Stale):
        apply_retention(session, other, run_id=run.id, expected_version=run.version + 1)
    discard_retention(session, other, run_id=run.id, expected_version=run.version)
    with pytest.raises(WrongState):
        apply_retention(session, other, run_id=run.id, expected_version=run.version)


def test_what_changed_since_it_was_proposed_is_not_withdrawn(session: Session, scored: ScoredContest) -> None:
    run = propose(session, scored, after(1))
    staff = act_of(scored.staff, after(1))
    terms = {**privacy_terms(session), TermCode.SENSITIVE_YEARS: 2}
    set_privacy_terms(session, staff, amounts=terms, expected_version=0)

    with pytest.raises(Refused, match=r"retention\.changed"):
        apply_retention(
            session, act_of(approver_of(session), after(1)), run_id=run.id, expected_version=run.version
        )
    assert tables_with(session, re.escape(BORN)) == {"scoring_fact"}


def test_a_contest_under_review_keeps_everything_until_it_ends(
    session: Session, scored: ScoredContest
) -> None:
    staff = act_of(scored.staff, after(10))
    hold = place_hold(session, staff, contest_id=scored.contest.id, reason="Un reclamo en curso.")

    with pytest.raises(Refused, match=r"retention\.nothing"):
        propose(session, scored, after(10))
    with pytest.raises(WrongState):
        place_hold(session, staff, contest_id=scored.contest.id, reason="Otro reclamo en curso.")
    lift_hold(session, staff, hold_id=hold.id)

    assert propose(session, scored, after(10)).state == "proposed"
    with pytest.raises(WrongState):
        lift_hold(session, staff, hold_id=hold.id)


def test_a_contest_ends_with_its_last_open_thing(session: Session, scored: ScoredContest) -> None:
    assert ended_contests(session) == {scored.contest.id: NOON.date()}

    scored.contest.state = "scored"
    session.flush()

    assert ended_contests(session) == {}


def test_the_chain_tells_how_much_went_and_nothing_of_whom(session: Session, scored: ScoredContest) -> None:
    withdraw(session, scored, after(5))

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    facts = json.loads(row.data)
    members = session.scalars(select(ApplicationMember)).all()
    assert (row.action, facts["counts"]["member_dni"]) == ("retention.applied", len(members))
    assert tables_with(session, PLANTED_DNI) & {"audit", "retention_run"} == set()
