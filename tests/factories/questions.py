"""Questions on a call."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.contests.models import Contest
from contest_portal.contests.question_models import Question, QuestionAnswer
from tests.conftest import NOON
from tests.factories.contests import RULEBOOK

ASKING = replace(RULEBOOK, calendar=replace(RULEBOOK.calendar, questions_until=date(2026, 11, 25)))
"""A contest that takes questions."""
TEXT = "¿Puede el grupo comprar animales de segunda cruza?"
ANSWER = "Sí, con el certificado sanitario del vendedor."


def make_question(
    session: Session, contest: Contest, asker: User, *, state: str = "waiting", text: str = TEXT
) -> Question:
    """Make a question; beyond waiting it has an answer."""
    question = Question(contest_id=contest.id, asker_id=asker.id, text=text, asked_at=NOON, state=state)
    if state == "published":
        question.public_text, question.published_at = text, NOON
    session.add(question)
    session.flush()
    if state != "waiting":
        session.add(
            QuestionAnswer(
                question_id=question.id, number=1, text=ANSWER, answered_at=NOON, answered_by=asker.id
            )
        )
        session.flush()
    return question
