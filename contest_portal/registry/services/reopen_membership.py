"""Take back the end of a membership of a social programme."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import refuse
from contest_portal.registry.memberships import (
    Subject,
    membership_to_change,
    note_membership,
    other_periods,
    say_until,
)
from contest_portal.registry.models.memberships import Membership
from contest_portal.registry.rules.memberships import Period, reopen_problem

log = logging.getLogger(__name__)


def reopen_membership(session: Session, act: Act, *, membership_id: int, expected_version: int) -> Membership:
    """Let a membership go on as if it had not ended. Refused when another began since."""
    row = membership_to_change(session, act, membership_id, expected_version)
    subject = Subject(row.household_id, row.person_id)
    others = other_periods(session, subject, row.programme_id, except_id=row.id)
    refuse([reopen_problem(Period(row.since, row.until), others)])
    say_until(session, act, row, None)
    note_membership(session, act, row, action="membership.reopened")
    log.info("membership reopened", extra={"membership_id": row.id})
    return row
