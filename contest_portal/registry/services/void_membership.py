"""Void a membership that was recorded by mistake."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.memberships import membership_to_change, note_membership
from contest_portal.registry.models.memberships import Membership
from contest_portal.registry.rules.memberships import void_reason_problem

log = logging.getLogger(__name__)


def void_membership(
    session: Session, act: Act, *, membership_id: int, expected_version: int, reason: str
) -> Membership:
    """Take a membership back with the reason. It stays in sight and counts nowhere, and no file brings it back."""
    row = membership_to_change(session, act, membership_id, expected_version)
    reason = clean_text(reason)
    refuse([void_reason_problem(reason)])
    row.voided_at, row.voided_by, row.void_reason = act.at, act.actor.user_id, reason
    session.flush()
    note_membership(session, act, row, action="membership.voided")
    log.info("membership voided", extra={"membership_id": row.id})
    return row
