"""Rules that bear with who comes late, and codes for single groups."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.late_code_models import LateCode
from contest_portal.applications.models import ProducerGroup
from contest_portal.contests.models import Contest
from tests.factories.contests import CLOSES, RULEBOOK

GRACE = timedelta(minutes=30)
LATE_RULES = replace(RULEBOOK, calendar=replace(RULEBOOK.calendar, grace_minutes=30, late_codes=True))
VALID_UNTIL = CLOSES + timedelta(days=1)
REASON = "Se cayó la antena del centro poblado el día del cierre."


def make_late_code(
    session: Session, contest: Contest, group: ProducerGroup, staff: User, *, at: datetime
) -> LateCode:
    """Give a group a code that nobody used yet."""
    code = LateCode(
        contest_id=contest.id,
        group_id=group.id,
        code=f"ACDE{group.id:04d}",
        reason=REASON,
        valid_until=VALID_UNTIL,
        state="given",
        given_at=at,
        given_by=staff.id,
    )
    session.add(code)
    session.flush()
    return code
