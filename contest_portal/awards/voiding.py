"""What two persons decide on when a document is voided, and whether it can be."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.joint_acts import JointKind
from contest_portal.accounts.rules.permissions import Action
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.queries import issuing_facts
from contest_portal.awards.rules.issuing import void_problems
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import WrongState


@dataclass(frozen=True, slots=True)
class Voiding:
    """What both persons decide on: the document, as it is called, and the reason that anyone will read."""

    document_id: int
    code: str
    reason: str


VOIDING = JointKind("document.voiding", Voiding, Action.JOINT_ACT_ASK, Action.DOCUMENT_ISSUE)


def refuse_to_void(session: Session, contest_id: int, document: Document) -> None:
    """Raise WrongState for a document that another one cites, or that the follow-up of an award rests on."""
    signed = session.scalar(select(FollowUp.id).where(FollowUp.agreement_id == document.id)) is not None
    problems = void_problems(document.kind, issuing_facts(session, contest_id), is_signed=signed)
    if problems and document.state == "issued":
        raise WrongState(problems)
