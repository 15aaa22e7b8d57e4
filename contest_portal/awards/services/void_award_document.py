"""Void a document of a contest."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.queries import document_of_contest, issuing_facts
from contest_portal.awards.rules.issuing import void_problems
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.documents.models import Document
from contest_portal.documents.services.void_document import void_document
from contest_portal.kernel.problems import WrongState


def void_award_document(
    session: Session, act: Act, *, contest_id: int, document_id: int, reason: str
) -> Document:
    """Void an acta, resolution, agreement or certificate of a contest; one cited by another that stands must wait.

    Raises NotFound for a document of another contest, WrongState when it is cited or void already, Refused without
    a reason.
    """
    hold_contest(session, contest_id)
    permit(act.actor, Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    document = document_of_contest(session, contest_id, document_id)
    signed = session.scalar(select(FollowUp.id).where(FollowUp.agreement_id == document_id)) is not None
    problems = void_problems(document.kind, issuing_facts(session, contest_id), is_signed=signed)
    if problems and document.state == "issued":
        raise WrongState(problems)
    return void_document(session, act, document=document, reason=reason)
