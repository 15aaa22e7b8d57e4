"""Answer a question on a call, correct the answer, publish it, mark it as a clarification of the rules."""

import logging
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.question_models import Question, QuestionAnswer
from contest_portal.contests.question_queries import question_by_id, question_view
from contest_portal.contests.rules.questions import (
    QUESTION,
    QuestionState,
    clarification_problem,
    text_problem,
)
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import Stale, refuse

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WantedAnswer:
    """What the office wants of a question; `public_text` is the question as published, without who asked."""

    text: str
    public_text: str = ""
    publishes: bool = False
    clarifies: bool = False


def answer_question(
    session: Session, act: Act, *, question_id: int, expected_version: int, wanted: WantedAnswer
) -> Question:
    """Keep an answer; another text than the last one corrects it. What is public stays public.

    A clarification takes the next number of its contest. Stale when somebody acted since it was read.
    """
    question = question_by_id(session, question_id)
    permit(act.actor, Action.QUESTION_ANSWER, Scope(contest_id=question.contest_id))
    if question.version != expected_version:
        raise Stale(f"question {question_id}")
    _refuse_unfit(question, wanted)
    # the chain's lock comes first: two clarifications cannot take one number
    wait_for_turn(session)
    _answer(session, act, question, wanted.text.strip())
    if wanted.publishes and question.state != QuestionState.PUBLISHED:
        question.public_text, question.published_at = wanted.public_text.strip(), act.at
        QUESTION.move(question, "publish", None)
    if wanted.clarifies and question.clarification is None:
        question.clarification = _next_number(session, question.contest_id)
    flag_modified(question, "state")  # a new version: what was read before had another answer
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="question.answered",
        subject=f"contest:{question.contest_id}",
        data={
            "question_id": question_id,
            "state": question.state,
            "clarification": question.clarification,
            "version": question.version,
        },
    )
    log.info("question answered", extra={"question_id": question_id})
    return question


def _refuse_unfit(question: Question, wanted: WantedAnswer) -> None:
    publishes = wanted.publishes and question.state != QuestionState.PUBLISHED
    refuse(
        [
            text_problem(wanted.text, "answer"),
            text_problem(wanted.public_text, "public_text") if publishes else None,
            clarification_problem(question.state, publishes=publishes, clarifies=wanted.clarifies),
        ]
    )


def _answer(session: Session, act: Act, question: Question, text: str) -> None:
    earlier = question_view(session, question.id).answers
    if question.state == QuestionState.WAITING:
        QUESTION.move(question, "answer", None)
    if earlier and earlier[0].text == text:
        return
    session.add(
        QuestionAnswer(
            question_id=question.id,
            number=len(earlier) + 1,
            text=text,
            answered_at=act.at,
            answered_by=act.actor.user_id,
        )
    )


def _next_number(session: Session, contest_id: int) -> int:
    newest = session.scalar(select(func.max(Question.clarification)).where(Question.contest_id == contest_id))
    return (newest or 0) + 1
