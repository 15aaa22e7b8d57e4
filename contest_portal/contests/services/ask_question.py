"""Ask the office about a call."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.question_models import Question
from contest_portal.contests.question_queries import asking_facts
from contest_portal.contests.rules.questions import asking_problem, text_problem
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound, refuse

log = logging.getLogger(__name__)


def ask_question(
    session: Session, act: Act, *, contest_id: int, text: str, promoter_ids: frozenset[int] = frozenset()
) -> Question:
    """Keep a question until the day that the calendar says; `promoter_ids`: who may ask for the group it is about.

    NotFound while the contest is not published, Refused with the reason when no question is taken. The chain keeps
    no word of the text.
    """
    permit(act.actor, Action.QUESTION_ASK, Scope(contest_id=contest_id, promoter_ids=promoter_ids))
    contest = contest_by_id(session, contest_id)
    if contest.published_at is None or act.actor.user_id is None:
        raise NotFound(f"contest {contest_id}")
    rulebook = rulebook_of(session, contest_id)
    facts = asking_facts(session, contest, rulebook, act.actor.user_id, act.at)
    refuse([asking_problem(facts), text_problem(text, "text")])
    question = Question(
        contest_id=contest_id,
        asker_id=act.actor.user_id,
        text=text.strip(),
        asked_at=act.at,
        state="waiting",
    )
    session.add(question)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="question.asked",
        subject=f"contest:{contest_id}",
        data={"question_id": question.id},
    )
    log.info("question asked", extra={"question_id": question.id})
    return question
