"""Named reads of the questions that concern whoever files for groups."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.promoter_queries import promoted_by
from contest_portal.applications.question_group_models import QuestionGroup
from contest_portal.contests.question_models import Question
from contest_portal.contests.question_queries import QuestionView, questions_with


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """A question with the group it was asked for, if any, and who asked when that was somebody else."""

    view: QuestionView
    group_name: str | None
    other_asker: str | None


def questions_for(session: Session, contest_id: int, user_id: int) -> tuple[GroupQuestion, ...]:
    """List what a person asked about a call, and what was asked for the groups they file for; the newest on top."""
    rows = session.execute(
        select(Question.id, Question.asker_id, User.full_name, ProducerGroup.name)
        .join(User, User.id == Question.asker_id)
        .outerjoin(QuestionGroup, QuestionGroup.question_id == Question.id)
        .outerjoin(ProducerGroup, ProducerGroup.id == QuestionGroup.group_id)
        .where(
            Question.contest_id == contest_id,
            (Question.asker_id == user_id)
            | (ProducerGroup.representative_id == user_id)
            | ProducerGroup.id.in_(promoted_by(user_id)),
        )
        .order_by(Question.id.desc())
    ).all()
    views = {view.question_id: view for view in questions_with(session, [row.id for row in rows])}
    return tuple(
        GroupQuestion(views[number], group_name, None if asker_id == user_id else asker)
        for number, asker_id, asker, group_name in rows
    )
