"""Ask for a contest to go back to a stage: the first of two persons."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import ask_together
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.joint_acts import JointKind
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.queries import contest_subject
from contest_portal.awards.reopening_queries import reopening_facts
from contest_portal.awards.rules.reopening import (
    STEPS,
    BackTo,
    Reopening,
    reopening_problems,
    words_problems,
)
from contest_portal.awards.undoing import undoing_of
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.rules.lifecycle import CONTEST
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)

REOPENING = JointKind("contest.reopening", Reopening, Action.JOINT_ACT_ASK, Action.CONTEST_REOPEN)


def ask_reopening(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    back_to: BackTo,
    document: str,
    ground: str,
    reason: str,
) -> JointAct:
    """Ask that what followed a stage be set aside, by an act with its legal ground. Nothing changes before the second.

    Raises WrongState where the contest is not past that stage or it was asked for already, Refused with everything that
    keeps it from going back.
    """
    contest = hold_contest(session, contest_id)
    permit(act.actor, REOPENING.ask, Scope(contest_id=contest_id))
    CONTEST.require(contest, STEPS[back_to])
    words = clean_text(document), clean_text(ground), clean_text(reason)
    refuse([*words_problems(*words), *reopening_problems(reopening_facts(session, contest_id))])
    joint = ask_together(
        session,
        act,
        REOPENING,
        subject=contest_subject(contest_id),
        contest_id=contest_id,
        content=Reopening(back_to, *words, undoing_sha256=undoing_of(session, contest_id, back_to).sha256),
    )
    log.info("reopening asked for", extra={"contest_id": contest_id, "back_to": back_to.value})
    return joint
