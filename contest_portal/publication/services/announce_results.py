"""Announce the result of a contest: from this instant the public sees it, and not before."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.queries import awards_of
from contest_portal.applications.benefits import keep_benefits
from contest_portal.awards.services.issue_result_notices import issue_result_notices
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.ahead import Step, ahead_of_calendar
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.publication.queries import announcement_facts
from contest_portal.publication.rules.announcement import announcement_problems

log = logging.getLogger(__name__)


def announce_results(session: Session, act: Act, *, contest_id: int) -> Contest:
    """Open the public result page of an allocated contest whose acta and resolution are issued and printed.

    With it every group has its own notice, with a number of its series.

    Raises WrongState before the allocation is approved and after an announcement, Refused with everything missing.
    """
    contest = hold_contest(session, contest_id)
    permit(act.actor, Action.RESULT_ANNOUNCE, Scope(contest_id=contest_id))
    if "announce" not in CONTEST.available(contest.state):
        raise WrongState([_not_now()])
    refuse(announcement_problems(announcement_facts(session, contest_id)))
    CONTEST.move(contest, "announce", ContestFacts(now=act.at))
    contest.announced_at = act.at
    session.flush()
    issue_result_notices(session, act, contest=contest)
    granted = {award.application_id: award.amount for award in awards_of(session, contest_id)}
    keep_benefits(session, granted, granted_at=act.at)
    ahead = ahead_of_calendar(Step.ANNOUNCE, rulebook_of(session, contest_id).calendar, now=act.at)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="result.announced",
        subject=f"contest:{contest_id}",
        data={"ahead_of_calendar": ahead is not None},
    )
    log.info("result announced", extra={"contest_id": contest_id})
    return contest


def _not_now() -> Problem:
    return Problem(
        "announcement.wrong_state",
        field="contest",
        message=N_(
            "El resultado se anuncia una sola vez, después de aprobar el reparto. Revise en qué etapa está el "
            "concurso."
        ),
    )
