"""Annul an award that is not carried out: the money goes back to its envelope."""

import logging

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.envelope_counter import commit_to
from contest_portal.allocation.models import Award
from contest_portal.allocation.rules.lifecycle import AWARD
from contest_portal.applications.benefit_models import Benefit
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.annulment import ANNULMENT, Annulment
from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.documents.party import party_of
from contest_portal.awards.follow_up_acts import (
    approver_of_allocation,
    award_to_change,
    end_facts,
    issue_paper,
    put_on_record,
)
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.queries import award_subject, standing_document
from contest_portal.awards.rules.follow_up import FOLLOW_UP, reason_problems
from contest_portal.documents.models import Document
from contest_portal.documents.services.void_document import void_document
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def annul_award(session: Session, act: Act, *, award_id: int, reason: str) -> Document:
    """Annul it as somebody else than who approved the allocation; its agreement and its certificate become void.

    Refused while the group keeps any money of it, and once it is settled.
    """
    award = award_to_change(session, act, award_id, Action.DOCUMENT_ISSUE)
    approver = approver_of_allocation(session, award)
    permit(act.actor, Action.AWARD_END, Scope(contest_id=award.contest_id, proposer_id=approver))
    AWARD.require(award, "annul")
    reason = clean_text(reason)
    refuse(reason_problems(reason))
    agreement = standing_document(session, award_subject(award_id), AGREEMENT.code)
    paper = Annulment(
        party=party_of(session, award, agreement),
        award=award.amount,
        returned=_end_follow_up(session, award),
        reason=reason,
    )
    document = issue_paper(
        session,
        act,
        award,
        kind=ANNULMENT,
        title=titles.ANNULLED.format(group=paper.party.group_name),
        paper=paper,
    )
    _void_papers(session, act, award_id, titles.WHY_VOID.format(code=document.code))
    _give_back(session, award)
    put_on_record(
        session,
        act,
        award_id,
        action="award.annulled",
        document_id=document.id,
        amount_cents=award.amount.cents,
    )
    log.info("award annulled", extra={"award_id": award_id})
    return document


def _end_follow_up(session: Session, award: Award) -> Money:
    """End the follow-up, if the agreement was signed; give what the group had returned."""
    follow_up = session.scalars(
        select(FollowUp)
        .where(FollowUp.award_id == award.id)
        .options(joinedload(FollowUp.award), selectinload(FollowUp.instalments))
    ).one_or_none()
    if follow_up is None:
        return ZERO
    FOLLOW_UP.move(follow_up, "annul", end_facts(session, follow_up))
    return follow_up.returned


def _void_papers(session: Session, act: Act, award_id: int, why: str) -> None:
    for kind in (AGREEMENT, CERTIFICATE):
        paper = standing_document(session, award_subject(award_id), kind.code)
        if paper is not None:
            void_document(session, act, document=paper, reason=why)


def _give_back(session: Session, award: Award) -> None:
    """Take the award out of what its envelope spent and out of what counts as a benefit elsewhere."""
    AWARD.move(award, "annul", None)
    commit_to(session, award.envelope_id, ZERO - award.amount)
    session.execute(delete(Benefit).where(Benefit.application_id == award.application_id))
