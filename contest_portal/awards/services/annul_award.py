"""Annul an award that is not carried out, by one person: where the office has nobody else."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.accounts.second_person import another_may_ask, require_alone
from contest_portal.awards.annulling import ANNULLING, annul, annulling_of, another_asks
from contest_portal.awards.follow_up_acts import approver_of_allocation, award_to_change
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import Refused


def annul_award(session: Session, act: Act, *, award_id: int, reason: str) -> Document:
    """Annul it as somebody else than who approved the allocation; its agreement and its certificate become void.

    Refused where another of the programme can confirm it, or another of the office ask for it; else raises what
    `annulling_of` does.
    """
    award = award_to_change(session, act, award_id, Action.DOCUMENT_ISSUE)
    approver = approver_of_allocation(session, award)
    permit(act.actor, Action.AWARD_END, Scope(contest_id=award.contest_id, proposer_id=approver))
    annulling = annulling_of(session, award, reason)
    require_alone(session, act, ANNULLING, award.contest_id, approver)
    if another_may_ask(session, act, ANNULLING, award.contest_id):
        raise Refused([another_asks()])
    return annul(session, act, annulling, is_alone=True)
