"""Named reads of questions on calls: what is public, what one person asked, what waits in the office."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest
from contest_portal.contests.question_models import Question, QuestionAnswer
from contest_portal.contests.rules.questions import AskingFacts, QuestionState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its instant."""

    text: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question without who asked it; the newest answer is on top, those it corrected below."""

    question_id: int
    contest_id: int
    text: str
    asked_at: datetime
    state: str
    public_text: str | None
    published_at: datetime | None
    clarification: int | None
    version: int
    answers: tuple[Answer, ...]


def published_questions(session: Session, contest_id: int) -> tuple[QuestionView, ...]:
    """List what anyone may read, in the order of publication."""
    query = (
        select(Question)
        .where(Question.contest_id == contest_id, Question.state == QuestionState.PUBLISHED.value)
        .order_by(Question.published_at, Question.id)
    )
    return _views(session, query)


def questions_with(session: Session, question_ids: Collection[int]) -> tuple[QuestionView, ...]:
    """Give questions by number, the newest on top."""
    query = select(Question).where(Question.id.in_(question_ids)).order_by(Question.id.desc())
    return _views(session, query)


def questions_in(session: Session, contest_id: int) -> tuple[QuestionView, ...]:
    """List every question on a call: those that wait first, the oldest on top."""
    waits = case((Question.state == QuestionState.WAITING.value, 0), else_=1)
    query = select(Question).where(Question.contest_id == contest_id).order_by(waits, Question.id)
    return _views(session, query)


def question_by_id(session: Session, question_id: int) -> Question:
    """Give a question; NotFound when there is none."""
    question = session.get(Question, question_id)
    if question is None:
        raise NotFound(f"question {question_id}")
    return question


def question_view(session: Session, question_id: int) -> QuestionView:
    """Give a question with its answers; NotFound when there is none."""
    found = _views(session, select(Question).where(Question.id == question_id).order_by(Question.id))
    if not found:
        raise NotFound(f"question {question_id}")
    return found[0]


def asking_facts(
    session: Session, contest: Contest, rulebook: Rulebook, user_id: int | None, at: datetime
) -> AskingFacts:
    """Gather what decides whether a person may ask about a call now."""
    waiting = session.scalar(
        select(func.count(Question.id)).where(
            Question.contest_id == contest.id,
            Question.asker_id == user_id,
            Question.state == QuestionState.WAITING.value,
        )
    )
    return AskingFacts(
        at=at,
        opens_at=rulebook.calendar.opens_at,
        until=rulebook.calendar.questions_until,
        waiting=waiting or 0,
    )


def _views(session: Session, query: Select[Question]) -> tuple[QuestionView, ...]:
    questions = session.scalars(query).all()
    answers = _answers(session, [question.id for question in questions])
    return tuple(
        QuestionView(
            question_id=question.id,
            contest_id=question.contest_id,
            text=question.text,
            asked_at=question.asked_at,
            state=question.state,
            public_text=question.public_text,
            published_at=question.published_at,
            clarification=question.clarification,
            version=question.version,
            answers=tuple(answers.get(question.id, ())),
        )
        for question in questions
    )


def _answers(session: Session, question_ids: Sequence[int]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {}
    rows = session.scalars(
        select(QuestionAnswer)
        .where(QuestionAnswer.question_id.in_(question_ids))
        .order_by(QuestionAnswer.question_id, QuestionAnswer.number.desc())
    )
    for row in rows:
        found.setdefault(row.question_id, []).append(Answer(row.text, row.answered_at))
    return found
