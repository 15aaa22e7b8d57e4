"""Amend a signed agreement: more time, or other items, with the reason and a paper of its own."""

import logging
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.amendment import AGREEMENT_AMENDMENT, AgreementAmendment
from contest_portal.awards.documents.party import party_of
from contest_portal.awards.follow_up_acts import (
    agreement_of,
    follow_up_to_change,
    issue_paper,
    next_number,
    put_on_record,
)
from contest_portal.awards.follow_up_models import AgreementChange, FollowUp
from contest_portal.awards.rules.follow_up import ChangeKind, change_problems
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Amending:
    """What changes: the end of the term, or the items, and why."""

    kind: str
    ends_on: date | None
    items: str
    reason: str


def amend_agreement(session: Session, act: Act, *, award_id: int, change: Amending) -> AgreementChange:
    """Issue the amendment and let its end hold from now on."""
    follow_up = follow_up_to_change(session, act, award_id, action=Action.DOCUMENT_ISSUE)
    items, reason = clean_text(change.items), clean_text(change.reason)
    refuse(
        change_problems(
            change.kind, ends_on=change.ends_on, items=items, reason=reason, present_end=follow_up.ends_on
        )
    )
    paper = _paper(session, follow_up, change, items=items, reason=reason)
    document = issue_paper(
        session,
        act,
        follow_up.award,
        kind=AGREEMENT_AMENDMENT,
        title=titles.AMENDMENT.format(number=paper.number, group=paper.party.group_name),
        paper=paper,
    )
    amended = AgreementChange(
        follow_up_id=follow_up.id,
        number=paper.number,
        kind=paper.kind,
        ends_on=paper.ends_on,
        items=paper.items or None,
        reason=reason,
        document_id=document.id,
        noted_at=act.at,
        noted_by=act.actor.user_id,
    )
    session.add(amended)
    follow_up.ends_on = paper.ends_on or follow_up.ends_on
    put_on_record(
        session, act, award_id, action="award.agreement_amended", document_id=document.id, kind=paper.kind
    )
    log.info("agreement amended", extra={"award_id": award_id})
    return amended


def _paper(
    session: Session, follow_up: FollowUp, change: Amending, *, items: str, reason: str
) -> AgreementAmendment:
    is_term = change.kind == ChangeKind.TERM
    earlier = select(AgreementChange.number).where(AgreementChange.follow_up_id == follow_up.id)
    return AgreementAmendment(
        party=party_of(session, follow_up.award, agreement_of(session, follow_up)),
        number=next_number(session.scalars(earlier)),
        kind=change.kind,
        ended_on=follow_up.ends_on,
        ends_on=change.ends_on if is_term else None,
        items="" if is_term else items,
        reason=reason,
    )
