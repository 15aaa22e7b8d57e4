"""Publish a contest: freeze its rules with a hash, reserve its money, open its call."""

import logging
from collections.abc import Collection

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.freezing import freeze_draft
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.queries import contest_by_id, publication_problems, read_rulebook
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts, ContestState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import Stale, refuse

log = logging.getLogger(__name__)


def publish_contest(
    session: Session, act: Act, *, contest_id: int, expected_version: int, allocation_rules: Collection[str]
) -> Contest:
    """Freeze the draft as version 1 of the rules, exactly as stored, and reserve the contest's money in its fund.

    Raises Refused with everything still missing, WrongState when it is no draft, Stale when it was changed since
    the confirmation page was read.
    """
    wait_for_turn(session)
    contest = contest_by_id(session, contest_id)
    permit(act.actor, Action.CONTEST_PUBLISH, Scope(contest_id=contest_id))
    session.refresh(contest.fund, with_for_update=True)
    book = read_rulebook(contest.draft)
    if contest.state == ContestState.DRAFT:
        if contest.version != expected_version:
            raise Stale(f"contest {contest_id}")
        refuse(publication_problems(contest, now=act.at, allocation_rules=allocation_rules))
    CONTEST.move(contest, "publish", ContestFacts(now=act.at, closes_at=book.calendar.closes_at))
    contest.published_at = act.at
    contest.opens_at, contest.closes_at = book.calendar.opens_at, book.calendar.closes_at
    contest.grace_until = book.calendar.grace_until
    frozen = freeze_draft(session, contest, book, at=act.at, by=act.actor.user_id)
    _reserve(contest.fund, book)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="contest.published",
        subject=f"contest:{contest_id}",
        data={"code": book.code, "fund": contest.fund_id, "amount": book.fund.cents, "sha256": frozen.sha256},
    )
    log.info("contest published", extra={"contest_id": contest_id})
    return contest


def _reserve(fund: Fund, book: Rulebook) -> None:
    fund.reserved = fund.reserved + book.fund
