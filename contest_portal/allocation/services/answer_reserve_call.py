"""Record what came of a call: the group accepts and is granted, declines, or lets its days pass."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.envelope_counter import commit_to
from contest_portal.allocation.models import Award
from contest_portal.allocation.on_record import put_on_record
from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.allocation.reserve_queries import lock_call
from contest_portal.allocation.rules.reserve import ANSWERS, CALL, CallFacts, words_problem
from contest_portal.applications.benefits import keep_benefits
from contest_portal.applications.rules.budget import split_award
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def answer_reserve_call(session: Session, act: Act, *, call_id: int, answer: str, note: str) -> ReserveCall:
    """Record `answer` (accepted, declined or lapsed) with a note on how it was given. Only "accepted" grants an award.

    Raises Refused for an acceptance after the last day and a lapse before it ends, WrongState once answered.
    """
    call = lock_call(session, call_id)
    permit(act.actor, Action.ALLOCATION_PROPOSE, Scope(contest_id=call.contest_id))
    note, action = clean_text(note), ANSWERS[answer]
    facts = CallFacts(expires_on=call.expires_on, today=office_date(act.at))
    CALL.require(call, action)
    refuse((words_problem(note), *CALL.problems(action, facts)))
    award = _grant(session, act, call) if action == "accept" else None
    CALL.move(call, action, facts)
    call.answered_at, call.answered_by, call.note = act.at, act.actor.user_id, note
    call.award_id = award.id if award else None
    if award is None:
        commit_to(session, call.envelope_id, ZERO - call.amount)
    put_on_record(
        session,
        act,
        f"application:{call.application_id}",
        action=f"reserve.{answer}",
        call=call.id,
        amount_cents=call.amount.cents,
    )
    log.info("reserve call answered", extra={"contest_id": call.contest_id, "call_id": call.id})
    return call


def _grant(session: Session, act: Act, call: ReserveCall) -> Award:
    """Grant what was offered: the envelope holds it since the call. A public result makes it a benefit at once."""
    goods, assistance = split_award(call.amount, rulebook_of(session, call.contest_id).budget)
    award = Award(
        run_id=call.run_id,
        contest_id=call.contest_id,
        application_id=call.application_id,
        envelope_id=call.envelope_id,
        amount=call.amount,
        goods=goods,
        assistance=assistance,
    )
    session.add(award)
    session.flush()
    if session.scalar(select(Contest.announced_at).where(Contest.id == call.contest_id)) is not None:
        keep_benefits(session, {call.application_id: call.amount}, granted_at=act.at)
    return award
