"""Close a settled award with its memo."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.citing import cite
from contest_portal.awards.documents.closing_memo import CLOSING_MEMO, ClosingMemo
from contest_portal.awards.documents.party import party_of
from contest_portal.awards.follow_up_acts import (
    agreement_of,
    end_facts,
    follow_up_to_change,
    issue_paper,
    put_on_record,
)
from contest_portal.awards.rules.follow_up import FOLLOW_UP, remarks_problems
from contest_portal.documents.models import Document
from contest_portal.documents.queries import document_by_id
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def close_award(session: Session, act: Act, *, award_id: int, remarks: str = "") -> Document:
    """Issue the memo, as somebody else than who settled it."""
    follow_up = follow_up_to_change(session, act, award_id, action=Action.DOCUMENT_ISSUE, is_running=False)
    FOLLOW_UP.require(follow_up, "close")
    permit(
        act.actor,
        Action.AWARD_END,
        Scope(contest_id=follow_up.award.contest_id, proposer_id=follow_up.settled_by),
    )
    remarks = clean_text(remarks)
    refuse(remarks_problems(remarks))
    paper = ClosingMemo(
        party=party_of(session, follow_up.award, agreement_of(session, follow_up)),
        settlement=cite(document_by_id(session, follow_up.settlement_id or 0)),
        accounted=follow_up.accounted,
        returned=follow_up.returned,
        remarks=remarks,
    )
    refuse(FOLLOW_UP.problems("close", end_facts(session, follow_up)))
    document = issue_paper(
        session,
        act,
        follow_up.award,
        kind=CLOSING_MEMO,
        title=titles.CLOSED.format(group=paper.party.group_name),
        paper=paper,
    )
    # with its paper: the table takes one only with the other
    FOLLOW_UP.move(follow_up, "close", end_facts(session, follow_up))
    follow_up.closing_id, follow_up.closed_by = document.id, act.actor.user_id
    put_on_record(session, act, award_id, action="award.closed", document_id=document.id)
    log.info("award closed", extra={"award_id": award_id})
    return document
