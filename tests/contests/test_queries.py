"""Named reads of contests."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import (
    contest_by_code,
    contest_by_id,
    contests,
    current_rulebook,
    envelopes_of,
    open_contests,
    published_contests,
    rulebook_of,
    rulebook_sha256,
)
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.records import to_data
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import CLOSES, OPENS, RULEBOOK, make_contest


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def author(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def published(session: Session, office: Office, author: User) -> Contest:
    return make_contest(session, office, author)


@pytest.fixture
def draft(session: Session, office: Office, author: User) -> Contest:
    return make_contest(session, office, author, state="draft")


def rules(contest: Contest) -> Rulebook:
    return replace(RULEBOOK, code=contest.code)


def test_frozen_rules_are_read_back_whole(session: Session, published: Contest) -> None:
    assert rulebook_of(session, published.id) == rules(published)


def test_the_hash_is_that_of_the_frozen_text(session: Session, published: Contest) -> None:
    text = canonical_json(to_data(rules(published)))

    assert rulebook_sha256(session, published.id) == sha256_hex(text)


def test_a_draft_has_no_rules_in_force(session: Session, draft: Contest) -> None:
    with pytest.raises(NotFound):
        rulebook_of(session, draft.id)


@pytest.mark.parametrize("kind", ["draft", "published"])
def test_the_current_rules_are_those_of_either(
    session: Session, kind: str, request: pytest.FixtureRequest
) -> None:
    contest = request.getfixturevalue(kind)

    assert current_rulebook(session, contest.id) == rules(contest)


def test_a_contest_comes_with_its_office_and_fund(session: Session, published: Contest) -> None:
    session.expire_all()

    contest = contest_by_id(session, published.id)

    assert (contest.office.city, contest.fund.year) == ("Huancavelica", 2026)


def test_an_unknown_contest_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        contest_by_id(session, 999_999)


def test_a_published_contest_is_found_by_its_code(session: Session, published: Contest) -> None:
    assert contest_by_code(session, published.code).id == published.id


def test_a_draft_is_not_found_by_its_code(session: Session, draft: Contest) -> None:
    with pytest.raises(NotFound):
        contest_by_code(session, draft.code)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        pytest.param(OPENS - timedelta(seconds=1), False, id="a second before it opens"),
        pytest.param(OPENS, True, id="when it opens"),
        pytest.param(CLOSES - timedelta(seconds=1), True, id="a second before it closes"),
        pytest.param(CLOSES, False, id="when it closes"),
    ],
)
def test_entries_are_received_from_opening_up_to_closing(
    session: Session, published: Contest, now: datetime, *, is_open: bool
) -> None:
    assert [contest.id for contest in open_contests(session, now)] == ([published.id] if is_open else [])


@pytest.mark.parametrize("state", ["draft", "evaluating"])
def test_only_the_published_state_receives_entries(
    session: Session, office: Office, author: User, state: str
) -> None:
    make_contest(session, office, author, state=state)

    assert open_contests(session, OPENS) == ()


def test_drafts_are_listed_for_staff_alone(session: Session, published: Contest, draft: Contest) -> None:
    assert (
        [contest.id for contest in contests(session)],
        [contest.id for contest in published_contests(session)],
    ) == ([draft.id, published.id], [published.id])


def test_a_draft_has_no_envelopes(session: Session, draft: Contest) -> None:
    assert envelopes_of(session, draft.id) == ()


def test_envelopes_come_in_the_order_of_the_rules(session: Session, published: Contest) -> None:
    assert [
        (envelope.category_code, envelope.category_name) for envelope in envelopes_of(session, published.id)
    ] == [
        ("IDEA", "En idea"),
        ("MARCHA", "En marcha"),
    ]
