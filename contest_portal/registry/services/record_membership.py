"""Record that a person or a household belongs to a social programme."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.memberships import (
    note_membership,
    other_periods,
    programme_by_id,
    say_until,
    subject_to_change,
)
from contest_portal.registry.models.memberships import Membership
from contest_portal.registry.rules.disclosure import FileRef
from contest_portal.registry.rules.memberships import (
    Period,
    evidence_problem,
    overlap_problem,
    period_problems,
    retired_problem,
)

log = logging.getLogger(__name__)


def record_membership(
    session: Session, act: Act, *, file: FileRef, programme_id: int, period: Period, evidence: str
) -> Membership:
    """Record a membership with how it is known. Refused while another of the same programme shares a day with it."""
    subject = subject_to_change(session, act, file)
    programme = programme_by_id(session, programme_id)
    evidence = clean_text(evidence)
    refuse(
        [
            *period_problems(period, office_date(act.at)),
            evidence_problem(evidence),
            retired_problem(programme.name, is_active=programme.is_active),
            overlap_problem(period, other_periods(session, subject, programme_id)),
        ]
    )
    row = Membership(
        programme_id=programme_id,
        household_id=subject.household_id,
        person_id=subject.person_id,
        since=period.since,
        evidence=evidence,
        recorded_at=act.at,
        recorded_by=act.actor.user_id,
    )
    session.add(row)
    say_until(session, act, row, period.until)
    note_membership(session, act, row, action="membership.recorded")
    log.info("membership recorded", extra={"membership_id": row.id})
    return row
