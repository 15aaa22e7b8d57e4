"""Publishing freezes the rules, reserves the money and opens the call."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.contests.models import Contest, ContestRulebook, Fund
from contest_portal.contests.queries import envelopes_of, rulebook_of, rulebook_sha256
from contest_portal.contests.services.ask_publication import ask_publication
from contest_portal.contests.services.confirm_publication import confirm_publication
from contest_portal.contests.services.edit_calendar import edit_calendar
from contest_portal.contests.services.publish_contest import publish_contest
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotPermitted, Refused, Stale, WrongState
from contest_portal.kernel.records import to_data
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import RULEBOOK, make_contest

KNOWN = frozenset({"merit_order"})


@pytest.fixture
def contest(session: Session, office: Office, fund: Fund) -> Contest:
    return make_contest(session, office, make_user(session, Role.STAFF), state="draft", fund=fund)


def asked(session: Session, act: Act, contest: Contest, **changes: int) -> JointAct:
    version = changes.get("expected_version", contest.version)
    return ask_publication(
        session, act, contest_id=contest.id, expected_version=version, allocation_rules=KNOWN
    )


def confirmed(session: Session, act: Act, contest: Contest, joint: JointAct, sha256: str = "") -> Contest:
    return confirm_publication(
        session,
        act,
        contest_id=contest.id,
        joint_id=joint.id,
        sha256=sha256 or joint.content_sha256,
        allocation_rules=KNOWN,
    )


def publish(session: Session, act: Act, contest: Contest, **changes: int) -> Contest:
    """Publish what a colleague asked for."""
    colleague = act_of(make_user(session, Role.STAFF), act.at)
    return confirmed(session, act, contest, asked(session, colleague, contest, **changes))


def refused(session: Session, act: Act, contest: Contest) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        publish(session, act, contest)
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_the_rules_are_frozen_exactly_as_drafted(session: Session, staff: Act, contest: Contest) -> None:
    draft = contest.draft

    publish(session, staff, contest)

    row = session.scalars(select(ContestRulebook)).one()
    assert (row.version, row.data, row.sha256, row.frozen_at, row.frozen_by) == (
        1,
        draft,
        sha256_hex(draft),
        NOON,
        staff.actor.user_id,
    )


def test_the_hash_is_that_of_the_canonical_writing_of_the_rules(
    session: Session, staff: Act, contest: Contest
) -> None:
    publish(session, staff, contest)

    rules = rulebook_of(session, contest.id)
    assert rulebook_sha256(session, contest.id) == sha256_hex(canonical_json(to_data(rules)))


def test_the_call_gets_its_window(session: Session, staff: Act, contest: Contest) -> None:
    publish(session, staff, contest)

    assert (contest.state, contest.published_at, contest.opens_at, contest.closes_at) == (
        "published",
        NOON,
        RULEBOOK.calendar.opens_at,
        RULEBOOK.calendar.closes_at,
    )


def test_the_money_is_reserved_and_put_into_envelopes(
    session: Session, staff: Act, contest: Contest, fund: Fund
) -> None:
    publish(session, staff, contest)

    assert (
        fund.reserved,
        [(e.category_name, e.amount, e.balance) for e in envelopes_of(session, contest.id)],
    ) == (
        Money.soles(100_000),
        [
            ("En idea", Money.soles(40_000), Money.soles(40_000)),
            ("En marcha", Money.soles(60_000), Money.soles(60_000)),
        ],
    )


def test_publishing_is_on_record_with_the_hash(
    session: Session, staff: Act, contest: Contest, fund: Fund
) -> None:
    publish(session, staff, contest)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "contest.published")).one()
    assert json.loads(row.data) == {
        "code": contest.code,
        "fund": fund.id,
        "amount": 10_000_000,
        "sha256": rulebook_sha256(session, contest.id),
    }


def test_two_contests_may_not_reserve_the_same_money(
    session: Session, staff: Act, contest: Contest, office: Office, fund: Fund
) -> None:
    make_contest(
        session,
        office,
        make_user(session, Role.STAFF),
        fund=fund,
        rulebook=replace(RULEBOOK, categories=RULEBOOK.categories[:1]),
    )

    assert refused(session, staff, contest) == [("categories.fund_room", "fund")]


def test_everything_missing_is_named_at_once(session: Session, staff: Act, office: Office) -> None:
    book = replace(RULEBOOK, territory=(), lines=(), phases=())
    contest = make_contest(session, office, make_user(session, Role.STAFF), state="draft", rulebook=book)

    assert refused(session, staff, contest) == [
        ("territory.empty", "territory"),
        ("lines.empty", "lines"),
        ("phases.empty", "phases"),
        ("scoring.pass_mark", "pass_mark"),
        ("scoring.tie_break_phase", "tie_breaks"),
    ]


def test_a_call_whose_deadline_passed_is_refused(session: Session, staff: Act, contest: Contest) -> None:
    late = Act(staff.actor, RULEBOOK.calendar.closes_at)

    assert refused(session, late, contest) == [("calendar.closed_already", "closes_at")]


def test_a_refused_contest_stays_a_draft(session: Session, staff: Act, contest: Contest, fund: Fund) -> None:
    refused(session, Act(staff.actor, RULEBOOK.calendar.closes_at), contest)

    assert (contest.state, contest.published_at, fund.reserved) == ("draft", None, Money(0))


def test_a_contest_is_published_once(session: Session, staff: Act, contest: Contest) -> None:
    publish(session, staff, contest)

    with pytest.raises(WrongState):
        publish(session, staff, contest)


def test_what_is_published_is_what_was_read(session: Session, staff: Act, contest: Contest) -> None:
    read = contest.version
    later = replace(RULEBOOK.calendar, results_on=RULEBOOK.calendar.results_on + timedelta(days=1))
    edit_calendar(session, staff, contest_id=contest.id, expected_version=read, calendar=later)

    with pytest.raises(Stale):
        publish(session, staff, contest, expected_version=read)


def test_the_secretary_may_not_publish(session: Session, secretary: Act, contest: Contest) -> None:
    with pytest.raises(NotPermitted):
        publish(session, secretary, contest)


def test_whoever_asks_changes_nothing_and_does_not_confirm(
    session: Session, staff: Act, contest: Contest, fund: Fund
) -> None:
    joint = asked(session, staff, contest)

    with pytest.raises(NotPermitted):
        confirmed(session, staff, contest, joint)
    with pytest.raises(WrongState):
        asked(session, staff, contest)
    assert (contest.state, fund.reserved, joint.state) == ("draft", Money(0), "asked")


def test_what_both_saw_is_published_and_nothing_else(session: Session, staff: Act, contest: Contest) -> None:
    joint = asked(session, staff, contest)
    colleague = act_of(make_user(session, Role.STAFF), NOON)
    with pytest.raises(Stale):
        confirmed(session, colleague, contest, joint, "b" * 64)
    later = replace(RULEBOOK.calendar, results_on=RULEBOOK.calendar.results_on + timedelta(days=1))
    edit_calendar(session, staff, contest_id=contest.id, expected_version=contest.version, calendar=later)

    with pytest.raises(Stale):
        confirmed(session, colleague, contest, joint)


def test_one_person_publishes_where_there_is_nobody_else(
    session: Session, staff: Act, contest: Contest
) -> None:
    def alone() -> Contest:
        return publish_contest(
            session, staff, contest_id=contest.id, expected_version=contest.version, allocation_rules=KNOWN
        )

    with pytest.raises(Refused, match=r"joint_act\.two_persons"):
        alone()
    session.execute(update(User).where(User.id != staff.actor.user_id).values(is_active=False))

    assert alone().state == "published"
