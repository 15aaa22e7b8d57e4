"""Publishing a contest: freeze its rules with a hash, reserve its money, open its call."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.joint_acts import JointKind
from contest_portal.accounts.rules.permissions import Action
from contest_portal.contests.freezing import freeze_draft
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.queries import contest_by_id, publication_problems, read_rulebook
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import Stale, refuse

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskedRules:
    """The rules that both decide on: the version of the draft's row and the hash that they will have."""

    version: int
    sha256: str


PUBLISHING = JointKind(
    "contest.publishing", AskedRules, Action.CONTEST_PUBLISH, Action.CONTEST_PUBLISH_CONFIRM
)


def publish(
    session: Session, act: Act, *, contest_id: int, expected_version: int, allocation_rules: Collection[str]
) -> Contest:
    """Freeze the draft as version 1 of the rules, exactly as stored, and reserve the contest's money in its fund.

    The calling service asked for the right. Raises Refused with everything still missing, WrongState when it is no
    draft, Stale when it was changed since it was read.
    """
    wait_for_turn(session)
    contest = contest_by_id(session, contest_id)
    session.refresh(contest.fund, with_for_update=True)
    require_publishable(contest, act.at, expected_version=expected_version, allocation_rules=allocation_rules)
    book = read_rulebook(contest.draft)
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


def require_publishable(
    contest: Contest, now: datetime, *, expected_version: int, allocation_rules: Collection[str]
) -> None:
    """Raise WrongState for no draft, Stale for another version of it, Refused with all that is missing."""
    CONTEST.require(contest, "publish")
    if contest.version != expected_version:
        raise Stale(f"contest {contest.id}")
    refuse(publication_problems(contest, now=now, allocation_rules=allocation_rules))


def _reserve(fund: Fund, book: Rulebook) -> None:
    fund.reserved = fund.reserved + book.fund
