"""Open the evaluation of a contest once no more entries are received."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.queries import entrants
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.ahead import Step, ahead_of_calendar
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.jury.queries import panel_seats
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse
from contest_portal.scoring.fact_notes import note_facts
from contest_portal.scoring.opening import opening_checks

log = logging.getLogger(__name__)


def open_evaluation(session: Session, act: Act, *, contest_id: int) -> Contest:
    """Move a published contest to evaluation: entries closed, panel complete, no juror in a group that entered.

    Without any entry it opens too: the contest goes to its end and is declared void.
    """
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest = hold_contest(session, contest_id)
    facts = ContestFacts(now=act.at, closes_at=contest.entries_end_at)
    CONTEST.require(contest, "open_evaluation")
    refuse(opening_checks(session, contest, act.at))
    CONTEST.move(contest, "open_evaluation", facts)
    session.flush()
    groups = entrants(session, contest_id)
    rulebook = rulebook_of(session, contest_id)
    noted = note_facts(session, contest_id, rulebook, at=act.at)
    ahead = ahead_of_calendar(Step.OPEN_EVALUATION, rulebook.calendar, now=act.at)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="evaluation.opened",
        subject=f"contest:{contest_id}",
        data={
            "groups": len(groups),
            "jurors": len(panel_seats(session, contest_id)),
            "ahead_of_calendar": ahead is not None,
            **({"facts": noted} if noted else {}),
        },
    )
    log.info("evaluation opened", extra={"contest_id": contest_id})
    return contest
