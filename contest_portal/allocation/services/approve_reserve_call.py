"""Call a group of the reserve list: its letter goes out and the envelope holds the money until the answer."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.documents.reserve_call import RESERVE_CALL, TITLE, CameFrom, ReserveLetter
from contest_portal.allocation.envelope_counter import bring_up
from contest_portal.allocation.hands import run_hands
from contest_portal.allocation.on_record import put_on_record
from contest_portal.allocation.queries import approved_run
from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.allocation.reserve_queries import calls_of, lock_call, reserve_of
from contest_portal.allocation.rules.reserve import CALL, CallFacts
from contest_portal.contests.models import Contest, Envelope
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.working_days import add_working_days

log = logging.getLogger(__name__)


def approve_reserve_call(session: Session, act: Act, *, call_id: int) -> ReserveCall:
    """Call the group as somebody else than who proposed it; it may answer for as many working days as the rules give.

    Raises Refused when the rule would not call this group with this amount any more, WrongState when it is decided.
    """
    call = lock_call(session, call_id)
    permit(
        act.actor,
        Action.ALLOCATION_APPROVE,
        Scope(
            contest_id=call.contest_id,
            proposer_id=call.proposed_by,
            earlier_ids=run_hands(session, call.run_id).proposers,
        ),
    )
    CALL.require(call, "call")
    contest = contest_by_id(session, call.contest_id)
    days = rulebook_of(session, contest.id).follow_up.answer_days
    facts = CallFacts(is_next=_is_next(session, call), expires_on=add_working_days(office_date(act.at), days))
    refuse(CALL.problems("call", facts))
    came = bring_up(session, call)
    document = _issue(session, act, contest, call, _letter(session, act, contest, call, facts))
    # with its letter: the table takes one only with the other
    CALL.move(call, "call", facts)
    call.called_at, call.called_by = act.at, act.actor.user_id
    call.document_id, call.expires_on = document.id, facts.expires_on
    put_on_record(
        session,
        act,
        f"application:{call.application_id}",
        action="reserve.called",
        call=call.id,
        amount_cents=call.amount.cents,
        came_cents=came.cents,
        document_id=document.id,
    )
    log.info("reserve called", extra={"contest_id": contest.id, "call_id": call.id})
    return call


def _issue(
    session: Session, act: Act, contest: Contest, call: ReserveCall, letter: ReserveLetter
) -> Document:
    return issue_document(
        session,
        act,
        kind=RESERVE_CALL,
        office=contest.office,
        subject=f"application:{call.application_id}",
        title=TITLE.format(group=letter.group_name),
        build=lambda _issue: letter,
    )


def _is_next(session: Session, call: ReserveCall) -> bool:
    """Ask the rule again as if this had not been proposed."""
    found = reserve_of(session, call.contest_id, call.envelope_id, without=call.id).offer
    rises = calls_of(session, call.contest_id)[call.application_id].rises
    return found.line is not None and (found.line.application_id, found.line.amount, found.rises) == (
        call.application_id,
        call.amount,
        rises,
    )


def _letter(
    session: Session, act: Act, contest: Contest, call: ReserveCall, facts: CallFacts
) -> ReserveLetter:
    run = approved_run(session, contest.id)
    line = next(one for one in run.lines if one.application_id == call.application_id)
    names = rulebook_of(session, contest.id).envelope_names
    envelope = session.get_one(Envelope, call.envelope_id)
    return ReserveLetter(
        contest_code=contest.code,
        contest_title=contest.title,
        application_code=line.code,
        group_name=line.group_name,
        category_name=names[line.category_code],
        envelope_name=names[envelope.category_code] if run.inputs.is_nested else "",
        order=line.reserve_order or 0,
        requested=line.requested,
        amount=call.amount,
        reason=call.reason,
        expires_on=facts.expires_on or office_date(act.at),
        proposed_by=session.get_one(User, call.proposed_by).full_name,
        approved_by=session.get_one(User, act.actor.user_id).full_name,
        came_from=tuple(
            CameFrom(names[one.source], one.amount)
            for one in calls_of(session, contest.id)[call.application_id].rises
        ),
    )
