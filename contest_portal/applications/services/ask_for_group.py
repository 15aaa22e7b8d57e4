"""Ask the office about a call on behalf of a group."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.ownership import filing_scope
from contest_portal.applications.question_group_models import QuestionGroup
from contest_portal.contests.question_models import Question
from contest_portal.contests.services.ask_question import ask_question
from contest_portal.kernel.problems import NotFound


def ask_for_group(session: Session, act: Act, *, contest_id: int, group_id: int, text: str) -> Question:
    """Keep a question that the group's representative and promoters read. Refused as any question is.

    NotFound to who neither represents nor promotes the group today.
    """
    group = session.get(ProducerGroup, group_id)
    if group is None:
        raise NotFound(f"group {group_id}")
    scope = filing_scope(
        session, act.actor, group_id, owner_id=group.representative_id, contest_id=contest_id
    )
    question = ask_question(session, act, contest_id=contest_id, text=text, promoter_ids=scope.promoter_ids)
    session.add(QuestionGroup(question_id=question.id, group_id=group_id))
    session.flush()
    return question
