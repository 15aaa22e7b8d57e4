"""What two persons decide on when a group may still send after the closing, and whether it may."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.joint_acts import JointKind
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.late_code_queries import groups_without_entry, open_code_of
from contest_portal.applications.models import Application
from contest_portal.applications.paper_queries import paper_of_group
from contest_portal.applications.rules.late_codes import LateCodeFacts, WantedCode, giving_problems
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.problems import NotFound, refuse


@dataclass(frozen=True, slots=True)
class AskedCode:
    """What both persons decide on: the group, until when, and the reason that is published without its name."""

    group_id: int
    group_name: str
    reason: str
    valid_until: datetime


LATE_CODE = JointKind("late_code.giving", AskedCode, Action.JOINT_ACT_ASK, Action.LATE_CODE_GIVE)


def require_fit(
    session: Session, act: Act, contest: Contest, group_id: int, reason: str, valid_until: datetime
) -> str:
    """Give the name of a group that may get a code now; Refused or NotFound where it may not."""
    rulebook = rulebook_of(session, contest.id)
    sent = select(Application.state).where(
        Application.contest_id == contest.id, Application.group_id == group_id
    )
    refuse(
        giving_problems(
            WantedCode(
                facts=LateCodeFacts(act.at, contest.state, valid_until),
                closes_at=rulebook.calendar.closes_at,
                reason=reason,
                rules_allow=rulebook.calendar.late_codes,
                sent_state=session.scalar(sent),
                has_open_code=open_code_of(session, contest.id, group_id) is not None,
                on_paper=paper_of_group(session, contest.id, group_id) is not None,
            )
        )
    )
    groups = groups_without_entry(session, contest.id, rulebook.territory)
    if group_id not in groups:
        raise NotFound(f"group {group_id} in contest {contest.id}")
    return groups[group_id]
