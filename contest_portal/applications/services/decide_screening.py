"""Decide on a received application: admitted, to be cured, turned down, or reinstated."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.rules.screening import (
    NEEDS_REASON,
    SCREENING,
    Decision,
    cure_until,
    reason_problem,
)
from contest_portal.applications.screening_desk import case_of, settle
from contest_portal.applications.screening_models import ScreeningDecision
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def decide_screening(
    session: Session,
    act: Act,
    *,
    application_id: int,
    expected_version: int,
    decision: Decision,
    reason: str = "",
) -> ScreeningDecision:
    """Take a decision and issue its letter in the same transaction.

    A cure runs for the working days of the rules. WrongState from another state, Refused with what the guards and
    the reason lack, Stale when somebody acted since it was read.
    """
    case = case_of(session, act, application_id, expected_version=expected_version)
    SCREENING.require(case.screening, decision.value)
    needed = reason_problem(reason) if decision in NEEDS_REASON else None
    refuse([*SCREENING.problems(decision.value, case.facts(act)), needed])
    if decision is Decision.ASK_CURE:
        case.screening.cure_until = cure_until(act.at, case.rules, case.rulebook.calendar.closes_at)
    taken = settle(session, act, case, decision.value, reason=reason.strip())
    log.info("screening decided", extra={"application_id": application_id, "decision": decision.value})
    return taken
