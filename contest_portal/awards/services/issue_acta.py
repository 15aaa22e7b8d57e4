"""Issue the acta of the jury's session."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.accounts.services.take_checkpoint import take_checkpoint
from contest_portal.awards.documents.acta import ACTA, Acta, build_acta
from contest_portal.awards.queries import contest_subject, issuing_facts, session_limits
from contest_portal.awards.rules.issuing import acta_problems
from contest_portal.awards.rules.jury_session import JurySession, session_problems
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import Issue
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.problems import WrongState, refuse

log = logging.getLogger(__name__)


def issue_acta(session: Session, act: Act, *, contest_id: int, told: JurySession) -> Document:
    """Issue the acta from the ranking that closed the scoring and what the secretary tells of the session.

    The state of the audit log that it prints is kept as well, so that the page of the result can show the same.

    Raises WrongState before the scoring is closed or while another acta stands, Refused for an impossible session.
    """
    hold_contest(session, contest_id)
    contest = contest_by_id(session, contest_id)
    permit(act.actor, Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    problems = acta_problems(issuing_facts(session, contest_id))
    if problems:
        raise WrongState(problems)
    refuse(session_problems(told, now=act.at, limits=session_limits(session, contest_id)))

    def build(_issue: Issue) -> Acta:
        take_checkpoint(session, at=act.at, actor_id=act.actor.user_id, subject=contest_subject(contest_id))
        return build_acta(session, contest, told)

    document = issue_document(
        session,
        act,
        kind=ACTA,
        office=contest.office,
        subject=contest_subject(contest_id),
        title=f"Sesión del jurado: {contest.title}",
        build=build,
    )
    log.info("acta issued", extra={"contest_id": contest_id, "document_id": document.id})
    return document
