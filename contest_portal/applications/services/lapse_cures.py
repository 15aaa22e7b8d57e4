"""Decide by the rule of the contest on the groups that did not cure in time."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.rules.screening import LAPSES, SCREENING, ScreeningState
from contest_portal.applications.screening_desk import case_of, settle
from contest_portal.applications.screening_queries import screening_lines
from contest_portal.contests.contest_lock import hold_contest

log = logging.getLogger(__name__)


def lapse_cures(session: Session, act: Act, *, contest_id: int) -> int:
    """End every cure whose period is over, each with its letter; give how many. Those still running stay."""
    permit(act.actor, Action.SCREENING_DECIDE, Scope(contest_id=contest_id))
    hold_contest(session, contest_id)
    ended = 0
    for line in screening_lines(session, contest_id):
        if line.state != ScreeningState.CURE:
            continue
        case = case_of(session, act, line.application_id, expected_version=None)
        action = LAPSES[case.rules.uncured]
        if not SCREENING.problems(action, case.facts(act)):
            settle(session, act, case, action)
            ended += 1
    log.info("cures lapsed", extra={"contest_id": contest_id, "ended": ended})
    return ended
