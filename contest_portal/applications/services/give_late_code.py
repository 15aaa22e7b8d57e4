"""Give a group a code with which it may still send after the closing."""

import logging
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.late_code_models import LateCode
from contest_portal.applications.late_code_queries import groups_without_entry, open_code_of
from contest_portal.applications.models import Application
from contest_portal.applications.paper_queries import paper_of_group
from contest_portal.applications.rules.late_codes import LETTERS, LateCodeFacts, WantedCode, giving_problems
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.documents.rules.verification import ALPHABET
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound, refuse

log = logging.getLogger(__name__)


def give_late_code(
    session: Session, act: Act, *, contest_id: int, group_id: int, reason: str, valid_until: datetime
) -> LateCode:
    """Give a code for one group and one use. Its reason is public, without the name.

    Refused when the rules know no codes, the evaluation is open, the group sent already, on paper too, or has an unused
    code; NotFound for a group that is not of the contest's districts.
    """
    permit(act.actor, Action.LATE_CODE_GIVE, Scope(contest_id=contest_id))
    contest = hold_contest(session, contest_id)
    rulebook = rulebook_of(session, contest_id)
    _refuse_unfit(session, act, contest, group_id, reason, valid_until)
    if group_id not in groups_without_entry(session, contest_id, rulebook.territory):
        raise NotFound(f"group {group_id} in contest {contest_id}")
    code = LateCode(
        contest_id=contest_id,
        group_id=group_id,
        code="".join(secrets.choice(ALPHABET) for _ in range(LETTERS)),
        reason=reason.strip(),
        valid_until=valid_until,
        state="given",
        given_at=act.at,
        given_by=act.actor.user_id,
    )
    session.add(code)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="late_code.given",
        subject=f"group:{group_id}",
        data={"contest_id": contest_id, "late_code_id": code.id, "valid_until": valid_until.isoformat()},
    )
    log.info("late code given", extra={"contest_id": contest_id, "group_id": group_id})
    return code


def _refuse_unfit(
    session: Session, act: Act, contest: Contest, group_id: int, reason: str, valid_until: datetime
) -> None:
    calendar = rulebook_of(session, contest.id).calendar
    sent = select(Application.state).where(
        Application.contest_id == contest.id, Application.group_id == group_id
    )
    refuse(
        giving_problems(
            WantedCode(
                facts=LateCodeFacts(act.at, contest.state, valid_until),
                closes_at=calendar.closes_at,
                reason=reason,
                rules_allow=calendar.late_codes,
                sent_state=session.scalar(sent),
                has_open_code=open_code_of(session, contest.id, group_id) is not None,
                on_paper=paper_of_group(session, contest.id, group_id) is not None,
            )
        )
    )
