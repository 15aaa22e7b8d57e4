"""Rules that bear with who comes late, and codes for single groups."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.late_code_models import LateCode
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.services.ask_late_code import ask_late_code
from contest_portal.applications.services.give_late_code import give_late_code
from contest_portal.contests.models import Contest
from tests.factories.accounts import act_of, make_user
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


def make_given(session: Session, act: Act, *, contest_id: int, **wanted: Any) -> LateCode:
    """Let a secretary ask for a code, and give it with this act."""
    asker = act_of(make_user(session, Role.SECRETARY), act.at)
    joint = ask_late_code(session, asker, contest_id=contest_id, **wanted)
    return give_late_code(session, act, contest_id=contest_id, joint_id=joint.id, sha256=joint.content_sha256)
