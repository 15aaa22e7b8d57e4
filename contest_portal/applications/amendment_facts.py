"""What the rules of amendments ask about a contest and those who applied to it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.amendments import Facts


def amendment_facts(session: Session, contest: Contest, at: datetime) -> Facts:
    """Gather them; the contest's fund is loaded."""
    sent = session.scalar(
        select(func.count(Application.id)).where(
            Application.contest_id == contest.id, Application.state == ApplicationState.SUBMITTED.value
        )
    )
    return Facts(state=contest.state, now=at, sent=sent or 0, free=contest.fund.free)
