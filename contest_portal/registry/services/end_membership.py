"""Record the last day of a membership of a social programme."""

import logging
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import refuse
from contest_portal.registry.memberships import membership_to_change, note_membership, say_until
from contest_portal.registry.models.memberships import Membership
from contest_portal.registry.rules.memberships import Period, end_problems

log = logging.getLogger(__name__)


def end_membership(
    session: Session, act: Act, *, membership_id: int, expected_version: int, until: date
) -> Membership:
    """End a membership that goes on; `reopen_membership` takes it back."""
    row = membership_to_change(session, act, membership_id, expected_version)
    refuse(end_problems(Period(row.since, row.until), until, office_date(act.at)))
    say_until(session, act, row, until)
    note_membership(session, act, row, action="membership.ended")
    log.info("membership ended", extra={"membership_id": row.id})
    return row
