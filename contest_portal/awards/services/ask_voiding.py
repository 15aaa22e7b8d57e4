"""Ask for a document of a contest to be voided: the first of two persons."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import ask_together
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Scope, permit
from contest_portal.awards.queries import document_of_contest
from contest_portal.awards.voiding import VOIDING, Voiding, refuse_to_void
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.documents.rules.lifecycle import DOCUMENT, VoidFacts
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def ask_voiding(session: Session, act: Act, *, contest_id: int, document_id: int, reason: str) -> JointAct:
    """Ask for it, with the reason. The document stands until somebody else confirms.

    Raises NotFound for a document of another contest, WrongState when it is cited or void already, or was asked for,
    Refused without a reason.
    """
    hold_contest(session, contest_id)
    permit(act.actor, VOIDING.ask, Scope(contest_id=contest_id))
    document = document_of_contest(session, contest_id, document_id)
    refuse_to_void(session, contest_id, document)
    reason = clean_text(reason)
    DOCUMENT.require(document, "void")
    refuse(DOCUMENT.problems("void", VoidFacts(reason)))
    joint = ask_together(
        session,
        act,
        VOIDING,
        subject=f"document:{document.id}",
        contest_id=contest_id,
        content=Voiding(document.id, document.code, reason),
    )
    log.info("voiding asked for", extra={"contest_id": contest_id, "document_id": document_id})
    return joint
