"""Publishing an amendment: the next version of the rules, and a notice to everybody who had applied."""

import logging
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.joint_acts import JointKind
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.amendment_facts import amendment_facts
from contest_portal.applications.amendment_notice_models import AmendmentNotice
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.promoter_queries import promoters_of
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.contests.amendment_models import Amendment
from contest_portal.contests.amendment_queries import draft_amendment_of
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest, ContestRulebook, Envelope, Fund
from contest_portal.contests.publishing import AskedRules
from contest_portal.contests.queries import contest_by_id, frozen_rulebook, read_rulebook
from contest_portal.contests.rules.amendment_lifecycle import AMENDMENT
from contest_portal.contests.rules.amendments import amendment_problems, changes
from contest_portal.contests.rules.envelope_tree import tree_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import NotFound, Stale, refuse

log = logging.getLogger(__name__)
_TOLD = (ApplicationState.DRAFT.value, ApplicationState.SUBMITTED.value)


AMENDING = JointKind("contest.amending", AskedRules, Action.CONTEST_PUBLISH, Action.CONTEST_PUBLISH_CONFIRM)


class Amendable(NamedTuple):
    """An amendment that may be published now, under the locks: the contest, and the rules in force before it."""

    contest: Contest
    amendment: Amendment
    frozen: ContestRulebook


def require_amendable(session: Session, act: Act, contest_id: int, expected_version: int) -> Amendable:
    """Ask the rules of amendments under the locks: a group may have sent, or the evaluation opened, since it was saved.

    Raises Refused with everything that may not change any more, Stale when the draft is not the one that was
    previewed, NotFound when there is none.
    """
    contest = _held(session, contest_id)
    amendment = draft_amendment_of(session, contest_id)
    if amendment is None:
        raise NotFound(f"draft amendment of contest {contest_id}")
    frozen = frozen_rulebook(session, contest_id)
    if amendment.version != expected_version or amendment.number != frozen.version:
        raise Stale(f"amendment {amendment.id}")
    old, new = read_rulebook(frozen.data), read_rulebook(amendment.data)
    refuse(amendment_problems(old, new, amendment_facts(session, contest, act.at)))
    return Amendable(contest, amendment, frozen)


def amend(session: Session, act: Act, *, contest_id: int, expected_version: int) -> Amendment:
    """Freeze the draft as the next version, carry dates and money over, and tell those who applied.

    The calling service asked for the right. Raises what `require_amendable` does.
    """
    contest, amendment, frozen = require_amendable(session, act, contest_id, expected_version)
    old, new = read_rulebook(frozen.data), read_rulebook(amendment.data)
    version = _freeze(session, act, amendment)
    _carry_over(session, contest, old, new)
    told = _tell(session, act, amendment)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="amendment.published",
        subject=f"contest:{contest_id}",
        data={
            "number": amendment.number,
            "items": sorted({change.item.value for change in changes(old, new)}),
            "sha256": version.sha256,
            "previous_sha256": frozen.sha256,
            "told": told,
        },
    )
    log.info("amendment published", extra={"contest_id": contest_id})
    return amendment


def _held(session: Session, contest_id: int) -> Contest:
    """Hold the turn of senders, the contest and its fund, in the order in which every other writer takes them."""
    contest = hold_contest(session, contest_id)
    session.execute(select(Fund.id).where(Fund.id == contest.fund_id).with_for_update(key_share=True))
    session.expire(contest)
    return contest_by_id(session, contest_id)


def _freeze(session: Session, act: Act, amendment: Amendment) -> ContestRulebook:
    version = ContestRulebook(
        contest_id=amendment.contest_id,
        version=amendment.number + 1,
        data=amendment.data,
        sha256=sha256_hex(amendment.data),
        frozen_at=act.at,
        frozen_by=act.actor.user_id,
    )
    session.add(version)
    session.flush()
    amendment.rulebook_id = version.id
    amendment.published_at, amendment.published_by = act.at, act.actor.user_id
    AMENDMENT.move(amendment, "publish", None)
    return version


def _carry_over(session: Session, contest: Contest, old: Rulebook, new: Rulebook) -> None:
    """Keep the columns that repeat the rules in step: the window of the call and the guarded money."""
    contest.opens_at, contest.closes_at = new.calendar.opens_at, new.calendar.closes_at
    contest.grace_until = new.calendar.grace_until
    contest.fund.reserved = contest.fund.reserved + (new.fund - old.fund)
    # flush: the fund's check is met before any envelope rises
    session.flush()
    amounts = {node.code: node.own for node in tree_of(new)}
    for envelope in session.scalars(
        select(Envelope).where(Envelope.contest_id == contest.id).order_by(Envelope.id).with_for_update()
    ):
        envelope.amount = envelope.by_rules = amounts[envelope.category_code]
    session.flush()


def _tell(session: Session, act: Act, amendment: Amendment) -> int:
    """Tell the representative and the promoters of today of each group; give how many notices that makes."""
    applicants = session.execute(
        select(Application.id, Application.group_id, ProducerGroup.representative_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .where(Application.contest_id == amendment.contest_id, Application.state.in_(_TOLD))
        .order_by(Application.id)
    ).all()
    promoters = promoters_of(session, [one.group_id for one in applicants])
    notices = [
        AmendmentNotice(
            amendment_id=amendment.id, application_id=application_id, user_id=user_id, told_at=act.at
        )
        for application_id, group_id, representative_id in applicants
        for user_id in (representative_id, *promoters.get(group_id, ()))
    ]
    session.add_all(notices)
    session.flush()
    return len(notices)
