"""Annul an award, as the second of two persons."""

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import confirm_together
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.awards.annulling import ANNULLING, annul, annulling_changed, annulling_of
from contest_portal.awards.follow_up_acts import approver_of_allocation, award_to_change
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import NotFound, WrongState


def confirm_annulment(session: Session, act: Act, *, award_id: int, joint_id: int, sha256: str) -> Document:
    """Annul what somebody else asked for; its agreement and its certificate become void.

    Raises NotPermitted to whoever asked or approved the allocation, WrongState when the award changed since, NotFound
    for a request about another award, Stale as `confirm_together` does; else what `annulling_of` does.
    """
    award = award_to_change(session, act, award_id, Action.DOCUMENT_ISSUE)
    approver = approver_of_allocation(session, award)
    _, asked = confirm_together(
        session,
        act,
        ANNULLING,
        contest_id=award.contest_id,
        joint_id=joint_id,
        sha256=sha256,
        earlier=(approver,),
    )
    if asked.award_id != award_id:
        raise NotFound(f"joint act {joint_id} of award {award_id}")
    annulling = annulling_of(session, award, asked.reason)
    if annulling.asked != asked:
        raise WrongState([annulling_changed()])
    return annul(session, act, annulling, is_alone=False)
